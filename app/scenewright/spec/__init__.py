"""What the user wants: the project file as frozen, validated models, its distributions, and its reading and writing."""
