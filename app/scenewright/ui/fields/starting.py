"""What a part of a project is at first, when the user adds it, and what of one kind fits another."""

from typing import Any

from pydantic import ValidationError

from scenewright.spec.base import SpecModel
from scenewright.spec.cameras import IntrinsicsSpec, OrbitSpec
from scenewright.spec.distributions import Fixed, Uniform
from scenewright.spec.lights import AreaLight, DirectionalLight, LightOrbit, PointLight, SpotLight, SunLight
from scenewright.spec.limits import Vector3
from scenewright.spec.looks import DecalsSpec, HsvColor, PaletteColor
from scenewright.spec.motion import CameraDrift, CameraPath, ClipSpec
from scenewright.spec.placement import (
    BoxZone,
    Circle,
    FrustumPlacement,
    InsidePlacement,
    NextToPlacement,
    OneOfPlacement,
    OnPlacement,
    Polygon,
    Rectangle,
    SpherePlacement,
    SurfacePlacement,
    TiltRotation,
    UprightRotation,
    VolumePlacement,
    WeightedPlace,
)
from scenewright.spec.project import VariableSpec
from scenewright.spec.surroundings import BackdropSpec, FloorSpec, ImageEnvironment, RoomSpec

_FLOOR = {"kind": "surface", "area": {"kind": "rectangle", "size_m": (2.0, 2.0)}}

_FIRST: dict[type[SpecModel], dict[str, Any]] = {
    Rectangle: {"size_m": (2.0, 2.0)},
    Circle: {"radius_m": 1.0},
    Polygon: {"points_m": ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0))},
    BoxZone: {"low_m": (-0.2, -0.2, 0.0), "high_m": (0.2, 0.2, 1.0)},
    SpherePlacement: {"radius_m": 1.0},
    VolumePlacement: {"low_m": (-0.5, -0.5, 0.1), "high_m": (0.5, 0.5, 1.0)},
    SurfacePlacement: {"area": {"kind": "rectangle", "size_m": (2.0, 2.0)}},
    FrustumPlacement: {"distance_m": {"kind": "uniform", "low": 0.8, "high": 1.5}},
    WeightedPlace: {"placement": _FLOOR},
    OneOfPlacement: {"places": ({"placement": _FLOOR}, {"placement": _FLOOR})},
    TiltRotation: {"most_deg": 20.0},
    UprightRotation: {"yaw_deg": Uniform(low=0, high=360)},
    FloorSpec: {"textures": ("concrete_polished",)},
    RoomSpec: {"walls": ("plaster_white",)},
    ImageEnvironment: {"images": ("warehouse_skylights",)},
    BackdropSpec: {"images": ("photos",)},
    DecalsSpec: {"images": ("shipping_label",)},
    HsvColor: {"hue_deg": Uniform(low=0, high=360)},
    PaletteColor: {"colors": ("#c0392b",)},
    OrbitSpec: {"distance_m": 1.0},
    LightOrbit: {"distance_m": 2.0},
    IntrinsicsSpec: {"fx_px": 600.0, "fy_px": 600.0, "cx_px": 320.0, "cy_px": 240.0},
    ClipSpec: {"length": 10},
    CameraDrift: {"velocity_m_s": Vector3(y=Fixed(value=0.5))},
    CameraPath: {"points_m": ((0.0, 0.5, 0.0),), "seconds": 2.0},
    DirectionalLight: {"name": "sunlight"},
    PointLight: {"name": "lamp"},
    SpotLight: {"name": "spot"},
    AreaLight: {"name": "panel"},
    SunLight: {"name": "sun"},
    VariableSpec: {"name": "x", "value": Uniform(low=0, high=1)},
}

_NUMBERS = {
    "temperature_k": 5500.0,
    "f_number": 4.0,
    "jpeg_quality": 90.0,
    "roughness": 0.5,
    "metallic": 0.0,
    "opacity": 0.3,
    "dirt": 0.2,
    "azimuth_deg": 0.0,
    "speed_m_s": 1.2,
    "stereo_baseline_m": 0.05,
}


def first_number(name: str) -> float:
    """Return what an optional number is when it is turned on."""
    return _NUMBERS.get(name, 0.0)


def first_of(model: type[SpecModel], **fields: Any) -> Any:
    """Return a part as it is when the user adds it.

    Args:
        model: What it is.
        fields: What is known of it.
    """
    return model.model_validate({**_FIRST.get(model, {}), **fields})


def refitted(part: Any, model: type[SpecModel], **fields: Any) -> Any:
    """Return a part of another kind that keeps of the first all that fits."""
    if isinstance(part, model):
        return part
    kept: dict[str, Any] = {**fields, **_translated(part, model)}
    if isinstance(part, SpecModel):
        shared = [name for name in type(part).model_fields if name in model.model_fields and name != "kind"]
        kept |= {name: getattr(part, name) for name in shared}
    while True:
        try:
            return first_of(model, **kept)
        except ValidationError as error:
            wrong = {str(detail["loc"][0]) for detail in error.errors() if detail["loc"]} & {*kept}
            if not wrong:
                return first_of(model, **fields)
            kept = {name: value for name, value in kept.items() if name not in wrong}


def _translated(part: Any, model: type[SpecModel]) -> dict[str, Any]:
    """Return what an outline or a volume gives another kind of it, in that kind's fields."""
    if model not in (Rectangle, Circle, Polygon, VolumePlacement, SpherePlacement):
        return {}
    match part:
        case Rectangle(center_m=(x, y), size_m=(width, depth)):
            half = (width / 2, depth / 2)
        case Circle(center_m=(x, y), radius_m=radius):
            half = (radius, radius)
        case Polygon(points_m=points):
            xs, ys = [point[0] for point in points], [point[1] for point in points]
            x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
            half = (max((max(xs) - min(xs)) / 2, 0.01), max((max(ys) - min(ys)) / 2, 0.01))
        case VolumePlacement(low_m=low, high_m=high) if model is SpherePlacement:
            center = {axis: (a + b) / 2 for axis, a, b in zip("xyz", low, high, strict=True)}
            return {"center_m": center, "radius_m": max(max(b - a for a, b in zip(low, high, strict=True)) / 2, 0.01)}
        case SpherePlacement(center_m=Vector3(x=Fixed(value=x), y=Fixed(value=y), z=Fixed(value=z)), radius_m=r):
            return {"low_m": (x - r, y - r, z - r), "high_m": (x + r, y + r, z + r)}
        case _:
            return {}
    corners = [(x - half[0], y - half[1]), (x + half[0], y - half[1]), (x + half[0], y + half[1])]
    given: dict[type[SpecModel], dict[str, Any]] = {
        Rectangle: {"center_m": (x, y), "size_m": (2 * half[0], 2 * half[1])},
        Circle: {"center_m": (x, y), "radius_m": min(half)},
        Polygon: {"points_m": (*corners, (x - half[0], y + half[1]))},
    }
    return given.get(model, {})


def carriers(model: type[SpecModel]) -> bool:
    """Tell whether a placement goes by other objects, which must be named."""
    return model in (OnPlacement, InsidePlacement, NextToPlacement)
