"""What the stand-in's packages share: its engine, its state and its misbehaviour."""
