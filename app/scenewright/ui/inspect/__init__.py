"""The step that looks through a dataset."""
