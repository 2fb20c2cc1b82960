"""The designer: the window in which a project is made. Only this package knows Qt."""
