"""What is remembered about Isaac Sim on this machine: which one, and that its licence was agreed to."""

import json
import os
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import platformdirs

from scenewright.errors import UserError, os_error_sentence

EULA = "https://docs.isaacsim.omniverse.nvidia.com/latest/common/licenses.html"


@dataclass(frozen=True)
class IsaacSettings:
    """Choices of the person at this machine.

    Attributes:
        installation: What `installations.installation_at` takes; empty for the first that is found.
        eula_accepted: When the licence of Isaac Sim was agreed to; empty if never.
        gpus: Numbers of the graphics cards to use, one process each.
        path_tracing: Whether pictures are path-traced: finer, and many times slower.
        subframes: Steps of the renderer for each frame; more leave fewer traces of the frame before.
        asset_root: Where Isaac's own assets lie, for machines without a network; empty for its default.
        kit_arguments: Further arguments of Kit.
        budgets: Other bounds than the usual ones, by the names in `budgets.Budgets`: for slow or small machines.
        own_engine: Which engine of ours draws beside Isaac: 'embedded', or 'flat', which needs no graphics memory.
    """

    installation: str = ""
    eula_accepted: str = ""
    gpus: tuple[int, ...] = (0,)
    path_tracing: bool = False
    subframes: int = 8
    asset_root: str = ""
    kit_arguments: tuple[str, ...] = ()
    budgets: dict[str, float] = field(default_factory=dict)
    own_engine: str = "embedded"


_NAMES = {item.name for item in fields(IsaacSettings)}


def settings_folder() -> Path:
    """Return where settings and profiles are kept; the variable SCENEWRIGHT_ISAAC names another place."""
    given = os.environ.get("SCENEWRIGHT_ISAAC")
    return Path(given) if given else Path(platformdirs.user_config_dir("scenewright")) / "isaac"


def load_settings() -> IsaacSettings:
    """Return what is remembered; what is damaged or unknown counts as never said (`settings_trouble` tells of it)."""
    try:
        data = _read()
        return IsaacSettings(**{name: _tupled(data[name]) for name in _NAMES & set(data)})
    except (OSError, ValueError, TypeError, AttributeError):
        return IsaacSettings()


def settings_trouble() -> str:
    """Return in words what of the settings' file is not used; nothing where all of it is."""
    path = settings_folder() / "settings.json"
    try:
        strange = sorted(set(_read()) - _NAMES)
    except FileNotFoundError:
        return ""
    except (OSError, ValueError, TypeError, AttributeError) as error:
        return f"{path} cannot be read, so nothing of it is used: {error}. Mend it, or remove it and choose again."
    return f"{path} has settings that are not known here: {', '.join(strange)}. Correct their names." if strange else ""


def save_settings(settings: IsaacSettings) -> None:
    """Remember settings.

    Raises:
        UserError: They cannot be written.
    """
    path = settings_folder() / "settings.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if "cannot be read" in settings_trouble():
            path.replace(path.with_suffix(".damaged.json"))
        partial = path.with_suffix(".partial")
        partial.write_text(json.dumps(asdict(settings), indent=2), encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise UserError(os_error_sentence("remember the settings of Isaac Sim", path, error)) from error


def accepted_now() -> str:
    """Return what records that the licence is agreed to at this moment."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _tupled(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _read() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((settings_folder() / "settings.json").read_text(encoding="utf-8"))
    return dict(data)
