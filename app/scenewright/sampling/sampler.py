"""Every random choice of one frame."""

import math
from typing import Literal, Protocol

from scenewright.assets.suns import Sun
from scenewright.errors import UserError
from scenewright.geometry.camera import Intrinsics
from scenewright.geometry.transforms import Quaternion, Vector, from_euler, look_at
from scenewright.sampling.draw import choose
from scenewright.sampling.named import Named, rounded
from scenewright.sampling.plan import CameraPlan, EnvironmentPlan, FloorPlan, FramePlan, LightPlan, ObjectPlan, Rgb
from scenewright.spec.project import ObjectGroupSpec, ProjectSpec
from scenewright.spec.scene import (
    CameraSpec,
    DirectionalLight,
    EnvironmentSpec,
    FloorSpec,
    ImageEnvironment,
    LightSpec,
    PointLight,
    Split,
    SunLight,
)


class AssetFacts(Protocol):
    """What a frame's choices depend on that only the assets know; `assets.loading.AssetLoader` knows it."""

    def sun(self, source: str) -> Sun:
        """Return the strongest light of a surrounding picture."""
        ...


def sample_frame(spec: ProjectSpec, index: int, assets: AssetFacts) -> FramePlan:
    """Make every random choice of frame `index`.

    A frame depends on the project, its assets, its seed and the index alone. Each choice has a name of its own
    (`Named`); renaming one changes what is drawn for it, and nothing else.

    Raises:
        UserError: A drawn value makes no frame, as a camera that happens to look at its own position.
    """
    frame = Named(spec, index)
    split = split_of(index, spec.output.validation_share)
    environment = _environment(frame, spec.environment)
    return FramePlan(
        index=index,
        seed=spec.output.seed,
        floor=None if spec.floor is None else _floor(frame, spec.floor),
        environment=environment,
        lights=tuple(_light(frame, light, environment, assets) for light in spec.lights),
        cameras=tuple(_camera(frame, camera) for camera in spec.cameras),
        objects=_objects(frame, spec, split),
        split=split,
    )


def split_of(index: int, validation_share: float) -> Literal["train", "validation"]:
    """Return what a frame is for: of any run of frames the given share, to within one, is for validation."""
    before, after = math.floor(index * validation_share), math.floor((index + 1) * validation_share)
    return "validation" if after > before else "train"


def _floor(frame: Named, floor: FloorSpec) -> FloorPlan:
    moved = floor.shift == "random"
    return FloorPlan(
        size_m=floor.size_m,
        texture=frame.source("floor/texture", floor.textures),
        tile_scale=frame.number("floor/tile_scale", floor.tile_scale),
        rotation_rad=_radians(frame.number("floor/rotation", floor.rotation_deg)),
        shift=(
            rounded(frame.uniform("floor/shift/x")) if moved else 0.0,
            rounded(frame.uniform("floor/shift/y")) if moved else 0.0,
        ),
    )


def _environment(frame: Named, environment: EnvironmentSpec) -> EnvironmentPlan:
    brightness = frame.number("environment/brightness", environment.brightness)
    if isinstance(environment, ImageEnvironment):
        return EnvironmentPlan(
            image=frame.source("environment/image", environment.images),
            rotation_rad=_radians(frame.number("environment/rotation", environment.rotation_deg)),
            radiance=(brightness, brightness, brightness),
        )
    return EnvironmentPlan(image=None, rotation_rad=0.0, radiance=_radiance(environment.color, brightness))


def _light(frame: Named, light: LightSpec, environment: EnvironmentPlan, assets: AssetFacts) -> LightPlan:
    name = f"lights/{light.name}"
    intensity = frame.number(f"{name}/intensity", light.intensity)
    match light:
        case DirectionalLight():
            azimuth = _radians(frame.number(f"{name}/azimuth", light.azimuth_deg))
            elevation = _radians(frame.number(f"{name}/elevation", light.elevation_deg))
            across = math.cos(elevation)
            vector = _rounded_vector((across * math.cos(azimuth), across * math.sin(azimuth), math.sin(elevation)))
        case PointLight():
            vector = frame.vector(f"{name}/position", light.position_m)
        case SunLight():
            return _sun(light, intensity, environment, assets)
    return LightPlan(light.kind, light.name, vector, _radiance(light.color, intensity), light.cast_shadow)


def _sun(light: SunLight, intensity: float, environment: EnvironmentPlan, assets: AssetFacts) -> LightPlan:
    """Turn the picture's strongest light with the picture; without a picture there is none."""
    if environment.image is None:
        return LightPlan("directional", light.name, (0.0, 0.0, 1.0), (0.0, 0.0, 0.0), cast_shadow=False)
    sun = assets.sun(environment.image)
    cos, sin = math.cos(environment.rotation_rad), math.sin(environment.rotation_rad)
    x, y, z = sun.direction
    strength = intensity * environment.radiance[0] * sun.irradiance / math.pi
    red, green, blue = (part * strength for part in sun.color)
    return LightPlan(
        "directional",
        light.name,
        _rounded_vector((cos * x - sin * y, sin * x + cos * y, z)),
        _rounded_vector((red, green, blue)),
        light.cast_shadow,
    )


def _camera(frame: Named, camera: CameraSpec) -> CameraPlan:
    name = f"cameras/{camera.name}"
    position = frame.vector(f"{name}/position", camera.position_m)
    target = frame.vector(f"{name}/look_at", camera.look_at_m)
    try:
        rotation = look_at(position, target, _radians(frame.number(f"{name}/roll", camera.roll_deg)))
    except ValueError as error:
        raise UserError(
            f"In frame {frame.index} camera '{camera.name}' is at the very point it looks at: "
            "move its position_m and look_at_m apart."
        ) from error
    focal_px = frame.number(f"{name}/focal_length", camera.focal_length_mm) * camera.width_px / camera.sensor_width_mm
    width, height = camera.width_px, camera.height_px
    return CameraPlan(
        name=camera.name,
        position=position,
        rotation=_rounded_quaternion(rotation),
        intrinsics=Intrinsics(width, height, rounded(focal_px), rounded(focal_px), width / 2, height / 2),
        near_m=camera.near_m,
        far_m=camera.far_m,
        exposure_stops=frame.number(f"{name}/exposure", camera.exposure_stops),
    )


def _objects(frame: Named, spec: ProjectSpec, split: Split) -> tuple[ObjectPlan, ...]:
    counted = (
        (group, number)
        for group in spec.objects
        for number in range(frame.whole(f"objects/{group.name}/count", group.count))
    )
    return tuple(
        _object(frame, spec, split, group, number, instance_id)
        for instance_id, (group, number) in enumerate(counted, start=1)
    )


def _object(
    frame: Named, spec: ProjectSpec, split: Split, group: ObjectGroupSpec, number: int, instance_id: int
) -> ObjectPlan:
    name = f"objects/{group.name}/{number}"
    x, y, z = (math.radians(angle) for angle in frame.vector(f"{name}/rotation", group.rotation_deg, number))
    return ObjectPlan(
        instance_id=instance_id,
        group=group.name,
        class_id=spec.class_id(group.class_name),
        class_name=group.class_name,
        asset=_asset(frame, name, group, split),
        position=frame.vector(f"{name}/position", group.position_m, number),
        rotation=_rounded_quaternion(from_euler(x, y, z)),
        scale=frame.number(f"{name}/scale", group.scale, number),
        pose=frame.pose(f"{name}/pose", group.poses) if group.poses else "",
        phase=rounded(frame.uniform(f"{name}/phase")) if group.poses else 0.0,
    )


def _asset(frame: Named, name: str, group: ObjectGroupSpec, split: Split) -> str:
    """Choose among those that frames of this split may show, without moving any other choice."""
    weights = [asset.weight if asset.split in ("any", split) else 0.0 for asset in group.assets]
    return group.assets[choose(weights, frame.uniform(f"{name}/asset"))].source


def _radians(degrees: float) -> float:
    return rounded(math.radians(degrees))


def _radiance(color: str, intensity: float) -> Rgb:
    """Return linear RGB of an sRGB colour '#rrggbb' (IEC 61966-2-1) times an intensity."""
    red, green, blue = (_linear(int(color[start : start + 2], 16) / 255) * intensity for start in (1, 3, 5))
    return _rounded_vector((red, green, blue))


def _linear(srgb: float) -> float:
    return float(srgb / 12.92) if srgb <= 0.04045 else float(((srgb + 0.055) / 1.055) ** 2.4)


def _rounded_vector(values: Vector) -> Vector:
    return (rounded(values[0]), rounded(values[1]), rounded(values[2]))


def _rounded_quaternion(values: Quaternion) -> Quaternion:
    return (rounded(values[0]), rounded(values[1]), rounded(values[2]), rounded(values[3]))
