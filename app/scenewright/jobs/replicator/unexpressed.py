"""What of a project a Replicator script leaves out: whatever is set and is not known to reach it."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


NO_MATTER = frozenset({"kind", "name", "note", "description", "schema_version", "classes", "tries", "model"})
"""Words for people, and what changes no frame or is said by other fields too."""

SAID: dict[str, frozenset[str]] = {
    "ProjectSpec": _names(
        "variables floor room environment backdrop objects lights cameras labels visibility clip output"
    ),
    "OutputSpec": _names("frames seed"),
    "FloorSpec": _names("size_m textures"),
    "Weighted": _names("source"),
    "WeightedAsset": _names("source weight class_name"),
    "ImageEnvironment": _names("images brightness"),
    "ColorEnvironment": _names("color brightness"),
    "ObjectGroupSpec": _names(
        "role class_name assets mix poses look count class_counts position_m placement rotation_deg rotation scale "
        "collisions keep_out settle motion"
    ),
    "LookSpec": _names("share color roughness metallic textures decals dirt"),
    "FrustumPlacement": _names("distance_m horizontal vertical ground"),
    "DirectionalLight": _names("count intensity color temperature_k flicker azimuth_deg elevation_deg"),
    "PointLight": _names("count intensity color temperature_k flicker position_m orbit"),
    "SpotLight": _names("count intensity color temperature_k flicker position_m orbit beam_deg softness"),
    "AreaLight": _names("count intensity color temperature_k flicker position_m orbit target_m"),
    "CameraSpec": _names(
        "position_m orbit mount look_at_m look_at roll_deg shake_m focal_length_mm sensor_width_mm intrinsics lens "
        "width_px height_px near_m far_m sensor depth_sensor stereo_baseline_m rules motion hand_held"
    ),
}
"""The fields of each part that the script has, or has a remark on where it would stand. What lies in a part that is not
here belongs to such a field as a whole."""


def unexpressed(part: BaseModel, place: str = "") -> Iterator[str]:
    """Yield what is set in a part of a project and does not reach the script, by its place in the project file."""
    said = SAID[type(part).__name__]
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if name in NO_MATTER or value == field.get_default(call_default_factory=True):
            continue
        where = f"{place}.{name}" if place else name
        if name not in said:
            yield where
        elif isinstance(value, tuple):
            for number, item in enumerate(value):
                yield from _within(item, f"{where}[{number}]")
        else:
            yield from _within(value, where)


def _within(value: Any, place: str) -> Iterator[str]:
    if isinstance(value, BaseModel) and type(value).__name__ in SAID:
        yield from unexpressed(value, place)
