"""What stands beside the canvas: one page for each step."""
