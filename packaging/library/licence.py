"""The licence line that every entry of the library carries."""

LICENCE = "made by Scenewright's own scripts (packaging/library); same licence as Scenewright"
