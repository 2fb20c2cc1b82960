"""What forms of the parts of a project show at first and what under "More", and what is said in one of two ways."""

from dataclasses import dataclass
from typing import Any

from scenewright.spec.cameras import CameraSpec, OpenCvLens
from scenewright.spec.depth_sensor import DepthSensorSpec
from scenewright.spec.lights import AreaLight, DirectionalLight, PointLight, SpotLight
from scenewright.spec.looks import LookSpec
from scenewright.spec.objects import ObjectGroupSpec
from scenewright.spec.sensor import SensorSpec
from scenewright.spec.surroundings import BackdropSpec, FloorSpec, RoomSpec

LAST: dict[type[Any], tuple[str, ...]] = {
    FloorSpec: ("rotation_deg", "shift", "note"),
    RoomSpec: ("tile_scale", "ceiling", "note"),
    BackdropSpec: ("zoom", "flip", "blur_px", "brightness", "note"),
    DirectionalLight: ("count", "drawn_color", "temperature_k", "flicker", "cast_shadow", "note"),
    PointLight: ("count", "drawn_color", "temperature_k", "flicker", "cast_shadow", "note"),
    SpotLight: ("count", "softness", "drawn_color", "temperature_k", "flicker", "cast_shadow", "note"),
    AreaLight: ("count", "drawn_color", "temperature_k", "flicker", "cast_shadow", "note"),
    LookSpec: ("share", "opacity", "textures", "texture_scale", "decals", "dirt", "dirt_color"),
    DepthSensorSpec: ("noise_size_px", "step_px", "nearest_m", "farthest_m", "steepest_deg", "lost"),
    SensorSpec: (
        "f_number",
        "focus_m",
        "rolling_shutter_px",
        "chromatic_aberration_px",
        "read_noise",
        "contrast",
        "saturation",
    ),
    OpenCvLens: ("k4", "k5", "k6"),
}
"""The settings that come after the usual ones, folded away."""


@dataclass(frozen=True)
class Either:
    """Two settings of which only one may speak.

    Attributes:
        title: What both decide.
        plain: The one with numbers of its own.
        plain_title: What choosing it is called.
        instead: The one that takes its place.
        instead_title: What choosing that is called, where it has no kinds.
        neither_title: What it is called that neither speaks; empty where one of them must.
    """

    title: str
    plain: str
    plain_title: str
    instead: str
    instead_title: str = ""
    neither_title: str = ""


_LAMP = {"orbit": Either("Where", "position_m", "At a point", "orbit", "On a shell around its target")}

EITHER: dict[type[Any], dict[str, Either]] = {
    ObjectGroupSpec: {
        "placement": Either("Where", "position_m", "At a point", "placement"),
        "rotation": Either("Turned", "rotation_deg", "By angles, or as modelled", "rotation"),
    },
    CameraSpec: {
        "orbit": Either("Where", "position_m", "At a point", "orbit", "On a shell around its target"),
        "look_at": Either("Looks at", "look_at_m", "A point", "look_at", "The objects", "The world's origin"),
    },
    PointLight: _LAMP,
    SpotLight: _LAMP,
    AreaLight: _LAMP,
}
