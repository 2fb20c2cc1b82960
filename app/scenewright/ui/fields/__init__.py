"""Editors of single values and of parts of the project; all follow the protocol in `scenewright.ui.binding`."""
