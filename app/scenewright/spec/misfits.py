"""Parts of a project that do not fit together, told at their place."""

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic_core import PydanticCustomError

from scenewright.spec.limits import support
from scenewright.spec.looks import PaletteColor
from scenewright.spec.objects import ObjectGroupSpec
from scenewright.spec.placement import SurfacePlacement
from scenewright.spec.places import Place
from scenewright.spec.surroundings import FloorSpec, RoomSpec

MISFIT: Literal["misfit"] = "misfit"
"""The type of the validation error where parts of a project do not fit together; its context says where."""


def misfit(place: tuple[str | int, ...], message: str) -> PydanticCustomError:
    """Return the error of parts that do not fit together, at one of their places."""
    return PydanticCustomError(MISFIT, "{message}", {"message": message, "place": place})


def distractors_share_nothing(groups: Sequence[ObjectGroupSpec]) -> None:
    """Refuse distractors that have a class, a model or a look of a target, unless they may.

    Raises:
        PydanticCustomError: A misfit.
    """
    targets = [_shareable(group) for group in groups if group.role == "target"]
    for number, group in enumerate(groups):
        if group.role != "distractor" or group.may_share:
            continue
        for what, mine in _shareable(group).items():
            shared = sorted(mine & {name for target in targets for name in target[what]})
            if shared:
                raise misfit(
                    ("objects", number),
                    f"distractors '{group.name}' share the {what} '{shared[0]}' with a target: give them another, or "
                    "say may_share: true",
                )


def areas_beyond_the_floor(
    groups: Sequence[ObjectGroupSpec], floor: FloorSpec | None, room: RoomSpec | None
) -> Iterator[tuple[Place, str]]:
    """Yield areas of the floor that reach beyond it, or beyond the walls, where things would stand on nothing."""
    if room is not None:
        size = (support(room.width_m)[0], support(room.depth_m)[0])
        end, advice = "the walls of the smallest room", "room.width_m and room.depth_m"
    elif floor is not None:
        size, end, advice = floor.size_m, "the floor", "floor.size_m"
    else:
        return
    for number, group in enumerate(groups):
        for item in group.placements:
            if not isinstance(item, SurfacePlacement) or item.height_m != 0:
                continue
            low, high = item.area.bounds_m
            beyond = max(max(-low[axis], high[axis]) - size[axis] / 2 for axis in range(2))
            if beyond > 1e-6:
                yield (
                    ("objects", number, "placement"),
                    f"the area of '{group.name}' reaches {beyond:.2g} m beyond {end}: make the area smaller, or "
                    f"enlarge {advice}.",
                )


def _shareable(group: ObjectGroupSpec) -> dict[str, set[str]]:
    look = group.look
    colors = look.color.colors if look is not None and isinstance(look.color, PaletteColor) else ()
    return {
        "class": set(group.class_names),
        "asset": {asset.source for asset in group.assets},
        "texture": set() if look is None else {texture.source for texture in look.textures},
        "colour": set(colors),
    }
