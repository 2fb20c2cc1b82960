"""Long work in processes of its own, seen from the window."""
