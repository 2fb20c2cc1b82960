"""The user's own folders."""

import os
from pathlib import Path

import platformdirs

_NAME = "scenewright"


def state_folder() -> Path:
    """Where journals, running jobs, crash reports and settings lie; `SCENEWRIGHT_STATE` names another."""
    named = os.environ.get("SCENEWRIGHT_STATE")
    folder = Path(named) if named else Path(platformdirs.user_state_dir(_NAME, appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def projects_folder() -> Path:
    """Where new projects are put; `SCENEWRIGHT_PROJECTS` names another. Made when something is saved there."""
    named = os.environ.get("SCENEWRIGHT_PROJECTS")
    return Path(named) if named else Path(platformdirs.user_documents_dir(), "Scenewright")
