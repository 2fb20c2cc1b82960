"""From what is wanted to what one frame holds: spec and frame index in, plan out; pure and seeded."""
