"""From rendered frames to annotations, and the relations that must hold between them: pure functions of arrays."""
