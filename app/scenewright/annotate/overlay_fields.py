"""Labels that have a value for each pixel, as colours over a picture."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from scenewright.annotate import colors
from scenewright.annotate.overlay_style import Drawn

Field = tuple[colors.Picture, NDArray[np.float32]]
"""A colour (H, W, 3) for each pixel, and how much of it covers the picture (H, W), 0 to 1."""

FieldOf = Callable[[Drawn], Field | None]

_STRIPES_PX = 4
_OCCLUDED: colors.Color = (230, 40, 60)


def depth(name: str) -> FieldOf:
    """Return the field of a distance."""
    return lambda drawn: _whole(drawn, name, colors.depth_colors)


def normals(name: str) -> FieldOf:
    """Return the field of normals."""
    return lambda drawn: _whole(drawn, name, colors.normal_colors)


def flow(name: str) -> FieldOf:
    """Return the field of optical flow."""
    return lambda drawn: _whole(drawn, name, colors.flow_colors)


def coordinates(drawn: Drawn) -> Field | None:
    """Return the field of object coordinates."""
    return _whole(drawn, "object_coordinates", colors.coordinate_colors)


def scene_flow(drawn: Drawn) -> Field | None:
    """Return the field of motion in space."""
    return _whole(drawn, "scene_flow", colors.motion_colors)


def occlusion(name: str) -> FieldOf:
    """Return the field of what is hidden in another frame."""

    def field(drawn: Drawn) -> Field | None:
        hidden = drawn.sampled(name)
        if hidden is None:
            return None
        color = np.broadcast_to(np.array(_OCCLUDED, np.uint8), (*hidden.shape, 3))
        return color, ((hidden == 1) * 0.5).astype(np.float32)

    return field


def semantic(drawn: Drawn) -> Field | None:
    """Return the field of the classes."""
    ids = drawn.sampled("semantic_mask")
    return None if ids is None else _tinted(drawn, ids, colors.id_colors(ids, drawn.style.chosen))


def instances(drawn: Drawn) -> Field | None:
    """Return the field of the visible masks, each outlined."""
    ids = _shown_ids(drawn)
    if ids is None:
        return None
    table = _table(int(ids.max(initial=0)))
    for item in drawn.shown():
        if item.instance_id < len(table):
            table[item.instance_id] = drawn.color(item)
    return _tinted(drawn, ids, table[ids])


def panoptic(drawn: Drawn) -> Field | None:
    """Return the field of the classes, each instance in a shade of its own."""
    ids = _shown_ids(drawn)
    if ids is None:
        return None
    table = _table(int(ids.max(initial=0)))
    count: dict[int, int] = {}
    for item in drawn.record.instances:
        if item.instance_id < len(table):
            step = count[item.class_id] = count.get(item.class_id, -1) + 1
            table[item.instance_id] = colors.shaded(colors.class_color(item.class_id, drawn.style.chosen), step)
    return _tinted(drawn, ids, table[ids])


def parts(drawn: Drawn) -> Field | None:
    """Return the field of the parts: shades of their object's colour."""
    numbers, ids = drawn.sampled("part_mask"), _shown_ids(drawn)
    if numbers is None:
        return None
    if ids is None:
        return _tinted(drawn, numbers, colors.id_colors(numbers))
    highest = int(ids.max(initial=0))
    classes = {item.instance_id: item.class_id for item in drawn.record.instances}
    owners = [colors.object_color(k, classes.get(k, 0), drawn.style.chosen) for k in range(highest + 1)]
    shades = np.array([[colors.shaded(owner, step) for step in range(5)] for owner in owners], np.uint8)
    pairs = ids.astype(np.int64) * 256 + np.where(ids > 0, numbers, 0)
    return _tinted(drawn, pairs, shades[ids, (numbers.astype(np.int64) - 1) % 5])


def amodal(drawn: Drawn) -> Field | None:
    """Return the field of whole objects: outlined, and hatched where something hides them."""
    bits, ids = drawn.sampled("amodal_mask"), drawn.sampled("instance_mask")
    if bits is None:
        return None
    rows, columns = np.mgrid[0 : drawn.height, 0 : drawn.width]
    color = np.zeros((drawn.height, drawn.width, 3), np.uint8)
    share = np.zeros((drawn.height, drawn.width), np.float32)
    for item in drawn.shown():
        word, bit = divmod(item.instance_id - 1, 32)
        if word >= bits.shape[2]:
            continue
        whole = (bits[..., word] >> np.uint32(bit)) & 1 == 1
        hidden = whole if ids is None else whole & (ids != item.instance_id)
        stripe = (rows + columns + 2 * item.instance_id) // _STRIPES_PX % 2 == 0
        color[whole], share[whole & (share == 0)] = drawn.color(item), drawn.style.mask_opacity / 2
        share[hidden & stripe] = max(0.6, drawn.style.mask_opacity)
        share[_edges(whole.astype(np.uint8))] = 1.0
    return color, share


def _whole(drawn: Drawn, name: str, colored: Callable[[NDArray[np.floating]], colors.Picture]) -> Field | None:
    image = drawn.sampled(name)
    if image is None:
        return None
    return colored(image), np.full(image.shape[:2], drawn.style.field_opacity, np.float32)


def _tinted(drawn: Drawn, ids: NDArray[np.integer], color: colors.Picture) -> Field:
    """Return colours that tint whatever has an id, and cover its edge."""
    share = np.where(ids > 0, drawn.style.mask_opacity, 0.0).astype(np.float32)
    share[_edges(ids)] = 1.0
    return color, share


def _shown_ids(drawn: Drawn) -> NDArray[np.unsignedinteger] | None:
    ids = drawn.sampled("instance_mask")
    if ids is None or drawn.style.only is None:
        return ids
    kept: NDArray[np.unsignedinteger] = np.where(np.isin(ids, list(drawn.style.only)), ids, 0).astype(ids.dtype)
    return kept


def _table(highest: int) -> NDArray[np.uint8]:
    return np.array([colors.id_color(number) for number in range(highest + 1)], np.uint8)


def _edges(ids: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Return the pixels of things that lie beside something else."""
    edge = np.zeros(ids.shape, bool)
    across, down = ids[:, 1:] != ids[:, :-1], ids[1:] != ids[:-1]
    edge[:, 1:] |= across
    edge[:, :-1] |= across
    edge[1:] |= down
    edge[:-1] |= down
    return edge & (ids > 0)
