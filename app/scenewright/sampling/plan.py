"""One frame with every choice made: plain numbers that any engine shows alike.

All lengths are metres, colours linear RGB, quaternions (w, x, y, z). Numbers are rounded to nine decimals, so that the
last bit of a machine's sine does not make another plan. A plan is stored with every frame of a dataset.
"""

import json
from dataclasses import dataclass, fields
from typing import Any, Literal

from scenewright.geometry.camera import Intrinsics, intrinsics_from
from scenewright.geometry.transforms import Quaternion, Vector

Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class FloorPlan:
    """A floor at z = 0, centred on the origin.

    Attributes:
        size_m: Extent along x and y.
        texture: Name in the library, or path from the project file.
        tile_scale: Size of the pattern relative to the material's own.
        rotation_rad: Turn of the pattern about +Z.
        shift: Where the pattern starts, as shares (0 to 1) of one tile.
    """

    size_m: tuple[float, float]
    texture: str
    tile_scale: float
    rotation_rad: float
    shift: tuple[float, float]


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """Walls that stand on the rim of a rectangle around the origin, and a ceiling.

    Attributes:
        size_m: Extent along x, y and z.
        wall: Name in the library, or path from the project file.
        tile_scale: Size of the pattern relative to the material's own.
        ceiling: Its colour; None for no ceiling.
    """

    size_m: Vector
    wall: str
    tile_scale: float
    ceiling: Rgb | None


@dataclass(frozen=True, slots=True)
class SkyPlan:
    """A sky by Preetham's model, in its own frame: the sun stands over +y; `sampling.sky` has the formulas.

    Attributes:
        elevation_rad: Of the sun; below 0 at dusk.
        turbidity: 2 to 10.
        ground: Linear RGB of what lies below the horizon.
    """

    elevation_rad: float
    turbidity: float
    ground: Rgb


@dataclass(frozen=True, slots=True)
class BackdropPlan:
    """A picture behind everything that a camera sees.

    Attributes:
        image: Path from the project file; a folder stands for the pictures in it.
        pick: Which of a folder's pictures, as a share (0 to 1) of their list by name.
        zoom: How much larger than to fill the image.
        shift: Which part is seen, as shares (0 to 1) of what is to spare along x and y.
        flipped: Whether it is mirrored.
        blur_px: Standard deviation.
        brightness: Multiplies its light.
    """

    image: str
    pick: float
    zoom: float
    shift: tuple[float, float]
    flipped: bool
    blur_px: float
    brightness: float


@dataclass(frozen=True, slots=True)
class EnvironmentPlan:
    """Light from all around: an image or a sky where there is one, else a colour.

    Attributes:
        image: Name in the library, or path from the project file.
        rotation_rad: Turn of the image or the sky about +Z.
        radiance: Multiplies the image or the sky, or is the light itself.
        sky: In place of an image.
    """

    image: str | None
    rotation_rad: float
    radiance: Rgb
    sky: SkyPlan | None = None


@dataclass(frozen=True, slots=True)
class LightPlan:
    """A light.

    Attributes:
        kind: What it is.
        name: Its name; lights of one entry have numbers behind it.
        vector: A directional light's unit vector towards the light, else the light's position.
        radiance: The irradiance over pi that a directional light gives to a surface facing it; that of others at 1 m,
            along the middle of their beam. An area light's is that of the whole, as from a point.
        cast_shadow: Whether it does.
        target: What a spot or area light points at.
        beam_rad: From the middle of a spot's beam to its end.
        softness: Share of the beam over which it fades out.
        size_m: Width and height of an area light; its height is upright, as far as its direction allows.
    """

    kind: Literal["directional", "point", "spot", "area"]
    name: str
    vector: Vector
    radiance: Rgb
    cast_shadow: bool
    target: Vector | None = None
    beam_rad: float = 0.0
    softness: float = 0.0
    size_m: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class SensorPlan:
    """What a camera does to its picture; `spec.sensor.SensorSpec` says what each means.

    Attributes:
        gains: Of red, green and blue, from the white balance.
        vignetting: Share of light lost in the corners.
        blur_px: Standard deviation.
        motion_px: Way along x and y during the exposure.
        aberration_px: Distance of red and blue in the corners.
        shot_noise: Deviation of white, as a share of it.
        read_noise: The same for black.
        contrast: About middle grey.
        saturation: 0 is grey.
        jpeg_quality: 1 to 100; None for no compression.
        seed: Of the noise.
        aperture_m: Diameter of the opening; 0 for endless depth of field.
        focus_m: Distance at which the picture is sharp.
        rolling_px: Way along x and y from the first row's moment to the last one's.
    """

    gains: Rgb
    vignetting: float
    blur_px: float
    motion_px: tuple[float, float]
    aberration_px: float
    shot_noise: float
    read_noise: float
    contrast: float
    saturation: float
    jpeg_quality: int | None
    seed: int
    aperture_m: float = 0.0
    focus_m: float = 1.0
    rolling_px: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class DepthSensorPlan:
    """What a depth camera measures; `spec.depth_sensor.DepthSensorSpec` says what each number means."""

    baseline_m: float
    noise_px: float
    noise_size_px: float
    step_px: float
    nearest_m: float
    farthest_m: float
    steepest_deg: float
    lost: float
    seed: int


@dataclass(frozen=True, slots=True)
class CameraPlan:
    """A camera; `rotation` turns its OpenCV optical frame into the world. Without a sensor its picture is perfect."""

    name: str
    position: Vector
    rotation: Quaternion
    intrinsics: Intrinsics
    near_m: float
    far_m: float
    exposure_stops: float
    sensor: SensorPlan | None = None
    depth_sensor: DepthSensorPlan | None = None


@dataclass(frozen=True, slots=True)
class DecalPlan:
    """A sticker.

    Attributes:
        image: Name in the library, or path from the project file.
        place: Where on the surface: the share (0 to 1) of all area, triangle by triangle, at which it lies.
        size_m: Its width.
        angle_rad: Its turn on the texture map.
    """

    image: str
    place: float
    size_m: float
    angle_rad: float


@dataclass(frozen=True, slots=True)
class DirtPlan:
    """Dirt: the share of the surface it covers, its linear RGB, and which of some patterns it has."""

    amount: float
    color: Rgb
    pattern: int


@dataclass(frozen=True, slots=True)
class LookPlan:
    """Changes of all materials of an object; what is None stays.

    Attributes:
        color: Multiplies the object's colours, or covers them.
        covers: Whether it does the latter.
        roughness: 0 to 1.
        metallic: 0 to 1.
        texture: A surface worn instead: name of a floor or wall of the library, or path from the project file.
        texture_scale: Copies of it along the object's texture coordinates.
        decals: Stickers, the later over the earlier ones.
        dirt: Over all of that.
        opacity: 1 hides what is behind, 0.2 is like glass.
    """

    color: Rgb | None
    covers: bool
    roughness: float | None
    metallic: float | None
    texture: str | None
    texture_scale: float
    decals: tuple[DecalPlan, ...] = ()
    dirt: DirtPlan | None = None
    opacity: float | None = None


@dataclass(frozen=True, slots=True)
class ObjectPlan:
    """One object; `instance_id` is 1..N in the order of the plan, 0 (with class 0) for what is not labelled.

    `pose` names one of the asset's poses or clips, empty for its default; `phase` (0 to 1) is how far into a clip.
    """

    instance_id: int
    group: str
    class_id: int
    class_name: str
    asset: str
    position: Vector
    rotation: Quaternion
    scale: float
    pose: str = ""
    phase: float = 0.0
    look: LookPlan | None = None


@dataclass(frozen=True, slots=True)
class LeftOutPlan:
    """An object that was wanted but found no place, and why."""

    group: str
    number: int
    asset: str
    reason: str


@dataclass(frozen=True, slots=True)
class ClipPlan:
    """Where in a clip a frame is.

    Attributes:
        scene: The clip's number; all its frames share the scene's choices.
        step: 0 for the clip's first frame.
        length: Frames in a whole clip.
        time_s: Since the clip's first frame.
    """

    scene: int
    step: int
    length: int
    time_s: float


@dataclass(frozen=True, slots=True)
class FramePlan:
    """One frame, every choice made.

    `split` says what the frame is for, `left_out` which objects found no place, `troubles` what else could not be had.
    """

    index: int
    seed: int
    floor: FloorPlan | None
    environment: EnvironmentPlan
    lights: tuple[LightPlan, ...]
    cameras: tuple[CameraPlan, ...]
    objects: tuple[ObjectPlan, ...]
    split: Literal["train", "validation"] = "train"
    left_out: tuple[LeftOutPlan, ...] = ()
    troubles: tuple[str, ...] = ()
    room: RoomPlan | None = None
    clip: ClipPlan | None = None
    backdrop: BackdropPlan | None = None

    @property
    def labelled(self) -> tuple[ObjectPlan, ...]:
        """The objects that have labels, in the order of their ids."""
        return tuple(item for item in self.objects if item.instance_id > 0)


def plan_json(plan: FramePlan) -> str:
    """Return the plan as JSON: the same plan gives the same bytes."""
    return json.dumps(plan, default=_fields, separators=(",", ":"), ensure_ascii=False)


def plan_from_json(text: str) -> FramePlan:
    """Return the plan that `plan_json` wrote.

    Raises:
        KeyError, TypeError, ValueError: The text is no plan of this version.
    """
    data = json.loads(text)
    floor = data["floor"]
    return FramePlan(
        index=data["index"],
        seed=data["seed"],
        floor=None if floor is None else FloorPlan(**_tupled(floor)),
        environment=_environment(data["environment"]),
        lights=tuple(LightPlan(**_tupled(light)) for light in data["lights"]),
        cameras=tuple(_camera(camera) for camera in data["cameras"]),
        objects=tuple(_object(item) for item in data["objects"]),
        split=data.get("split", "train"),
        left_out=tuple(LeftOutPlan(**item) for item in data.get("left_out", ())),
        troubles=tuple(data.get("troubles", ())),
        room=None if data.get("room") is None else RoomPlan(**_tupled(data["room"])),
        clip=None if data.get("clip") is None else ClipPlan(**data["clip"]),
        backdrop=None if data.get("backdrop") is None else BackdropPlan(**_tupled(data["backdrop"])),
    )


def _environment(data: dict[str, Any]) -> EnvironmentPlan:
    sky = data.get("sky")
    return EnvironmentPlan(**(_tupled(data) | {"sky": sky and SkyPlan(**_tupled(sky))}))


def _object(data: dict[str, Any]) -> ObjectPlan:
    return ObjectPlan(**(_tupled(data) | {"look": data.get("look") and _look(data["look"])}))


def _look(data: dict[str, Any]) -> LookPlan:
    dirt = data.get("dirt")
    decals = tuple(DecalPlan(**item) for item in data.get("decals", ()))
    return LookPlan(**(_tupled(data) | {"decals": decals, "dirt": dirt and DirtPlan(**_tupled(dirt))}))


def _camera(data: dict[str, Any]) -> CameraPlan:
    sensor, depth = data.get("sensor"), data.get("depth_sensor")
    whole = {
        "intrinsics": intrinsics_from(data["intrinsics"]),
        "sensor": sensor and SensorPlan(**_tupled(sensor)),
        "depth_sensor": depth and DepthSensorPlan(**depth),
    }
    return CameraPlan(**(_tupled(data) | whole))


def _fields(part: Any) -> dict[str, Any]:
    return {item.name: getattr(part, item.name) for item in fields(part)}


def _tupled(data: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
