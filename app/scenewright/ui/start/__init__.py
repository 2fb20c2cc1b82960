"""The first page: presets, recent projects, and what can be recovered."""
