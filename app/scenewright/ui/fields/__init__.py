"""Editors of single values of the project, and forms made of them."""
