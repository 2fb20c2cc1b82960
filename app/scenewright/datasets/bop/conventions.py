"""BOP's units, and where our own words stand in its files."""

MM = 1000.0
"""Millimetres in a metre."""
CENTER_PX = 0.5
"""In BOP's K the centre of a pixel is a whole number, as in OpenCV; in ours it lies at .5."""
OWN_KEY = "scenewright"
OWN_FILE = "scenewright.json"
