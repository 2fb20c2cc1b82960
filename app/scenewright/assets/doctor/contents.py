"""What else is in the file: textures, cameras, lights, labels, movement, hidden things, materials."""

from collections.abc import Iterator

import numpy as np

from scenewright.assets.doctor.finding import Finding
from scenewright.assets.model import Model
from scenewright.assets.source_facts import SourceFacts

_MANY_MATERIALS = 24
_LARGEST_TEXTURE_PX = 4096
_TINY_SHARE = 0.002


def contents(model: Model, facts: SourceFacts) -> Iterator[Finding]:
    """Yield what is odd about the file's contents; nothing of it needs mending in the model."""
    yield from _textures(model, facts)
    yield from _companions(facts)
    yield from _materials(model)
    yield from _hidden(model, facts)
    for note in facts.notes:
        yield Finding("note", "note", note)


def _textures(model: Model, facts: SourceFacts) -> Iterator[Finding]:
    if facts.missing_textures:
        words = f"{_list(facts.missing_textures)} cannot be found: what wears them is plain. Put them beside the file."
        yield Finding("missing_textures", "warning", words)
    if facts.outside_textures:
        words = (
            f"{_list(facts.outside_textures)} lie outside the asset's folder and were not read: what wears them is "
            "plain. Import it with --allow-outside if you trust it."
        )
        yield Finding("outside_textures", "warning", words)
    images = {
        image.source: image
        for part in model.parts
        for image in (part.material.base_color_map, part.material.normal_map, part.material.roughness_map)
        if image is not None
    }
    large = [image for image in images.values() if max(image.pixels.shape[:2]) > _LARGEST_TEXTURE_PX]
    if large:
        yield Finding("large_textures", "warning", f"{len(large)} textures are wider than 4096 px: they cost memory.")


def _companions(facts: SourceFacts) -> Iterator[Finding]:
    extras = [
        f"{count} {name}{'s' if count > 1 else ''}"
        for count, name in ((facts.camera_count, "camera"), (facts.light_count, "light"))
        if count
    ]
    if extras:
        words = f"The file also holds {' and '.join(extras)}: left out, since projects bring their own."
        yield Finding("companions", "note", words, mended=True)
    if facts.semantic_labels:
        words = f"The file carries the labels {_list(facts.semantic_labels)}: kept as tags; set the class with --class."
        yield Finding("labels", "note", words)
    if facts.has_skeleton:
        yield Finding("skeleton", "note", "It has a skeleton: its poses can be chosen in a project.")
    elif facts.animated:
        words = "Something in it moves: it is shown as it stands at the start."
        yield Finding("animated", "note", words)


def _materials(model: Model) -> Iterator[Finding]:
    if len(model.parts) > _MANY_MATERIALS:
        words = f"It has {len(model.parts)} materials: fewer draw faster."
        yield Finding("many_materials", "note", words)
    if model.parts and all(part.material.opacity < 0.1 for part in model.parts):
        yield Finding("invisible", "error", "All of its materials are see-through: set their opacity to 1.")


def _hidden(model: Model, facts: SourceFacts) -> Iterator[Finding]:
    if facts.hidden_mesh_count:
        words = f"{facts.hidden_mesh_count} hidden meshes (invisible, or for collisions) were left out."
        yield Finding("hidden", "note", words, mended=True)
    low, high = (np.array(corner) for corner in model.bounds)
    size = float(np.linalg.norm(high - low))
    tiny = sum(float(np.ptp(part.positions, axis=0).max()) < _TINY_SHARE * size for part in model.parts)
    if tiny and len(model.parts) > 1:
        words = f"{tiny} of its parts are tiny (under {_TINY_SHARE:.1%} of its size): perhaps leftovers."
        yield Finding("tiny_parts", "note", words)
    inside = sum(_is_inside(model, place) for place in range(len(model.parts)))
    if inside:
        yield Finding("inside", "note", f"{inside} of its parts lie wholly inside the boxes of others.")


def _is_inside(model: Model, place: int) -> bool:
    """Tell whether a part's box lies well inside another part's: a hint at hidden geometry, no proof."""
    own = model.parts[place].positions
    low, high = own.min(axis=0), own.max(axis=0)
    for other, part in enumerate(model.parts):
        below, above = part.positions.min(axis=0), part.positions.max(axis=0)
        margin = 0.05 * (above - below)
        if other != place and (low > below + margin).all() and (high < above - margin).all():
            return True
    return False


def _list(names: tuple[str, ...]) -> str:
    shown = ", ".join(f"'{name}'" for name in names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"
