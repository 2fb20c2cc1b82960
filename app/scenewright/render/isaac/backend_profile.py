"""What an Isaac Sim does where its documentation leaves that open: written by the self-test, read ever after."""

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from scenewright import __version__
from scenewright.render.isaac.installations import Installation
from scenewright.render.isaac.settings import IsaacSettings, settings_folder
from scenewright.render.stage.values import Gains

_FORMAT = 1


@dataclass(frozen=True)
class BackendProfile:
    """How to read what Isaac's annotators give.

    Attributes:
        depth_background: What stands where nothing is hit.
        normals: The frame that normals are in; None where they could not be understood.
        normals_sign: -1 where they point away from the camera.
        transforms: Whether matrices act on row vectors, as USD's do, or on column vectors; None if neither fits.
        view_transforms: The same of the camera's.
        motion_unit: Of motion vectors; None where they could not be understood.
        motion_sign: Of x and y, relative to previous minus current position with x right and y down.
        off_centre: Whether an aperture offset moves the image as it should.
        omnipbr: Whether OmniPBR shows the colours that are asked for.
        gains: How strong lights must be to be as bright as the plan says.
        refused: What cannot be trusted, by what it concerns: "engine", or a label's name, or "brightness".
    """

    depth_background: Literal["infinite", "zero"] = "infinite"
    normals: Literal["world", "camera"] | None = "world"
    normals_sign: int = 1
    transforms: Literal["rows", "columns"] | None = "rows"
    view_transforms: Literal["rows", "columns"] | None = "rows"
    motion_unit: Literal["pixels", "shares"] | None = "pixels"
    motion_sign: tuple[int, int] = (1, 1)
    off_centre: bool = True
    omnipbr: bool = True
    gains: Gains = field(default_factory=Gains)
    refused: dict[str, str] = field(default_factory=dict)


def profile_path(installation: Installation, settings: IsaacSettings, driver: str) -> Path:
    """Return where the profile of an installation with this driver and renderer is kept."""
    key = (_FORMAT, __version__, installation.place, installation.version, driver, settings.path_tracing)
    digest = hashlib.blake2b(repr(key).encode(), digest_size=8).hexdigest()
    return settings_folder() / "profiles" / f"{installation.version}_{digest}.json"


def load_profile(path: Path) -> BackendProfile | None:
    """Return a profile; none where there is no usable one."""
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        names = {item.name for item in fields(BackendProfile)}
        gains = data["gains"] | {"dome_turn": tuple(data["gains"]["dome_turn"])}
        data |= {"gains": Gains(**gains), "motion_sign": tuple(data["motion_sign"])}
        return BackendProfile(**{name: data[name] for name in names})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save_profile(path: Path, profile: BackendProfile) -> None:
    """Keep a profile; where that cannot be, the self-test runs again next time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.write_text(json.dumps(asdict(profile), indent=2), encoding="utf-8")
        partial.replace(path)
    except OSError:
        return
