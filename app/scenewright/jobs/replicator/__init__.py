"""A project as a Replicator script: the same wishes in `rep.distribution.*`, for those who go on in code.

The script draws by its own luck, so its frames are others; what it cannot say stands in its comments.
"""
