"""Other people's models, pictures and machines: read without trust, and turned into the library's own form."""
