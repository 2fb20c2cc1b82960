"""The asset library: what a source name means, and USD files, images and materials read into plain arrays."""
