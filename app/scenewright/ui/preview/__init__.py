"""Frames drawn for the window by a process of its own."""
