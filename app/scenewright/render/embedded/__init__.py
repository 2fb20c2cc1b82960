"""The built-in engine: pygfx for colour and, on the same GPU device, a label pass of our own for ground truth."""
