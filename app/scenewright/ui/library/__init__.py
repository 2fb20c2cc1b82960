"""Browsing the library: models, floors, walls, surroundings and stickers, with pictures and search."""
