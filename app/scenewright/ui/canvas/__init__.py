"""The pictures in the middle of the window."""
