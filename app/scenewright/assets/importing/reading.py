"""One model's file, of whatever format, read and looked over."""

from pathlib import Path

from scenewright.assets.doctor.shape import moved
from scenewright.assets.importing.formats import MODEL_SUFFIXES, check_source
from scenewright.assets.importing.guard import Guard
from scenewright.assets.importing.meshes import read_meshes
from scenewright.assets.importing.urdf import Machine, read_urdf
from scenewright.assets.importing.usd import opened_scene
from scenewright.assets.library import USD_SUFFIXES
from scenewright.assets.model import Model
from scenewright.assets.source_facts import SourceFacts
from scenewright.errors import UserError


def read_source(path: Path, guard: Guard | None = None) -> tuple[Model, SourceFacts]:
    """Read a model of any format that can be imported.

    Returns:
        The model in its own unit and axes, and what else its file says.

    Raises:
        UserError: It cannot be read.
    """
    check_source(path)
    guard = guard or Guard(path.parent)
    suffix = path.suffix.lower()
    if suffix in USD_SUFFIXES:
        with opened_scene(path, guard) as scene:
            return scene.model, scene.facts
    if suffix == ".urdf":
        machine = read_urdf(path, guard)
        return at_rest(machine, path), machine.facts
    if suffix in MODEL_SUFFIXES:
        return read_meshes(path, guard)
    raise UserError(f"{path} is no model: the formats are {', '.join(MODEL_SUFFIXES)}.")


def at_rest(machine: Machine, path: Path) -> Model:
    """Return all links of a machine where they rest, as one model."""
    placed = (moved(Model(link.name, link.parts), link.world_from_link) for link in machine.links if link.parts)
    return Model(str(path), tuple(part for model in placed for part in model.parts))
