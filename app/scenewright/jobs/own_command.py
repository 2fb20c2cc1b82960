"""How this very program is started once more."""

import sys


def own_command() -> list[str]:
    """Return the command that runs our command line; its arguments follow it."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "scenewright"]
