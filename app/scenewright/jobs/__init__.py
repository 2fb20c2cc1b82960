"""Long work: one function each, which says what it does in events."""
