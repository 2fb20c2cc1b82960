"""The command line. Exit codes: 0 done, 1 failed or something was found wrong, 2 to be mended by you, 130 cancelled."""

from scenewright.cli.commands import app, main

__all__ = ["app", "main"]
