"""The stand-in's carb."""
