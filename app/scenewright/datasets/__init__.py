"""Datasets on disk: neutral records, the native store, and one file per export format."""
