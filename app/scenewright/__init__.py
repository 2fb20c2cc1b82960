"""Scenewright: design synthetic image datasets whose labels are exact and proved exact."""

__version__ = "0.1.0"
