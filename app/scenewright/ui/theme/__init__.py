"""How the window looks: colours, spacing, type and icons, in light and dark."""
