"""Upgrades of project files written by earlier versions.

Each step changes the plain data of one version into the next. A step never imports the rest of the program: the models
move on, the steps must not.
"""

from collections.abc import Callable
from typing import Any, Literal

from scenewright.errors import UserError

Data = dict[str, Any]

_STEPS: tuple[Callable[[Data], None], ...] = ()
CURRENT_VERSION: Literal[1] = 1


def upgrade(data: Data) -> Data:
    """Return plain project data brought to the current version.

    Raises:
        UserError: The file was written by a newer version of the program, or its version is no version.
    """
    version = data.get("schema_version", CURRENT_VERSION)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise UserError(f"schema_version must be a whole number from 1 to {CURRENT_VERSION}, not {version!r}")
    if version > CURRENT_VERSION:
        raise UserError(
            f"schema_version {version} is newer than this program knows ({CURRENT_VERSION}): "
            "update Scenewright to open it"
        )
    for step in _STEPS[version - 1 :]:
        step(data)
    return {**data, "schema_version": CURRENT_VERSION}
