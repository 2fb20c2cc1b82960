"""Cameras: where they are, what they look at, and through which lens."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from scenewright.geometry.camera import Intrinsics, lens_trouble
from scenewright.geometry.lens import Lens
from scenewright.spec.base import Note, SpecModel
from scenewright.spec.camera_models import CAMERA_MODELS
from scenewright.spec.depth_sensor import DepthSensorSpec
from scenewright.spec.distributions import Distribution, Fixed
from scenewright.spec.limits import (
    ElevationDistribution,
    NonNegativeDistribution,
    PositiveDistribution,
    Vector3,
    support,
)
from scenewright.spec.motion import CameraMotion, HandHeldSpec, OrbitMotion
from scenewright.spec.sensor import SensorSpec


class OrbitSpec(SpecModel):
    """On a shell around what the camera looks at."""

    distance_m: PositiveDistribution = Field(title="Distance", description="From what the camera looks at.")
    azimuth_deg: Distribution = Field(default=Fixed(value=0.0), title="Azimuth", description="0 is +x, 90 is +y.")
    elevation_deg: ElevationDistribution = Field(
        default=Fixed(value=30.0), title="Elevation", description="Height above the horizon; 90 looks straight down."
    )


class LookAtObjects(SpecModel):
    """What a camera looks at: one of some objects, or their common middle."""

    groups: tuple[str, ...] = Field(default=(), title="Groups", description="Which objects; all if left out.")
    which: Literal["one", "middle"] = Field(
        default="middle",
        title="Which",
        description="One: another object in each frame. Middle: the centre of all of them.",
    )
    offset_m: Vector3 = Field(default=Vector3(), title="Offset", description="Looks so far beside it.")


class IntrinsicsSpec(SpecModel):
    """A calibrated camera's K, in pixels; pixel (0, 0) is the top left one and its centre is at (0.5, 0.5)."""

    fx_px: Annotated[float, Field(gt=0)] = Field(title="fx", description="Focal length along the image's rows.")
    fy_px: Annotated[float, Field(gt=0)] = Field(title="fy", description="Focal length along the image's columns.")
    cx_px: float = Field(title="cx", description="Principal point, from the left border of the image.")
    cy_px: float = Field(title="cy", description="Principal point, from the upper border of the image.")


class OpenCvLens(SpecModel):
    """OpenCV's pinhole camera model with radial and tangential distortion; ROS calls it plumb_bob."""

    kind: Literal["opencv"] = "opencv"
    k1: float = 0.0
    k2: float = 0.0
    p1: float = 0.0
    p2: float = 0.0
    k3: float = 0.0
    k4: float = 0.0
    k5: float = 0.0
    k6: float = 0.0

    @property
    def lens(self) -> Lens:
        """The lens in OpenCV's order of coefficients."""
        return Lens("opencv", (self.k1, self.k2, self.p1, self.p2, self.k3, self.k4, self.k5, self.k6))


class FisheyeLens(SpecModel):
    """OpenCV's fisheye camera model; Kalibr and ROS call it equidistant."""

    kind: Literal["fisheye"] = "fisheye"
    k1: float = 0.0
    k2: float = 0.0
    k3: float = 0.0
    k4: float = 0.0

    @property
    def lens(self) -> Lens:
        """The lens in OpenCV's order of coefficients."""
        return Lens("fisheye", (self.k1, self.k2, self.k3, self.k4))


LensSpec = Annotated[OpenCvLens | FisheyeLens, Field(discriminator="kind")]


class ViewRules(SpecModel):
    """What a usable view must hold; a camera is drawn anew until it does."""

    nearest_m: Annotated[float, Field(ge=0)] = Field(
        default=0.0, title="Nothing nearer than", description="The camera is never inside an object, even at 0."
    )
    groups: tuple[str, ...] = Field(default=(), title="Groups", description="Which objects count; all if left out.")
    least_in_view: Annotated[int, Field(ge=0)] = Field(
        default=0, title="Least in view", description="So many objects (or all, if there are fewer) in the image."
    )
    least_coverage: Annotated[float, Field(ge=0, le=1)] = Field(
        default=0.0, title="Least coverage", description="Share of the image that these objects' boxes fill at least."
    )
    most_coverage: Annotated[float, Field(gt=0, le=1)] = Field(
        default=1.0, title="Most coverage", description="Share of the image that they fill at most."
    )
    tries: Annotated[int, Field(ge=1, le=1000)] = Field(
        default=50, title="Tries", description="So many places are tried; the last one stays if none is good."
    )

    @model_validator(mode="after")
    def _coverage_can_be_had(self) -> Self:
        if self.least_coverage >= self.most_coverage:
            raise ValueError("least_coverage must be below most_coverage")
        return self


class MountSpec(SpecModel):
    """A place on another camera, as in a stereo or RGB-D rig: both move as one rigid body.

    Axes are the other camera's optical ones, as in calibrations: x to its right, y down, z along its line of sight.
    """

    on: str = Field(title="On", description="A camera above this one.")
    offset_m: Vector3 = Field(
        default=Vector3(), title="Offset", description="From that camera: to its right, down, and forwards."
    )
    turn_deg: Vector3 = Field(
        default=Vector3(),
        title="Turn",
        description="About that camera's x, then y, then z axis: right, down, forwards.",
    )


class CameraSpec(SpecModel):
    """A pinhole camera."""

    name: str = Field(
        default="camera",
        pattern=r"^[A-Za-z0-9-]+$",
        max_length=40,
        title="Name",
        description="In the names of files and records.",
    )
    model: str | None = Field(default=None, title="Model", description="A known camera, which gives lens and size.")
    position_m: Vector3 | None = Field(default=None, title="Position", description="Where the camera is in the world.")
    orbit: OrbitSpec | None = Field(
        default=None, title="Orbit", description="On a shell around what it looks at, instead of a position."
    )
    mount: MountSpec | None = Field(
        default=None,
        title="Mounted",
        description="On another camera, with which it moves; a place and a target of its own do not count then.",
    )
    look_at_m: Vector3 | None = Field(
        default=None, title="Looks at", description="The point in the middle of the image."
    )
    look_at: LookAtObjects | None = Field(
        default=None,
        title="Looks at objects",
        description="What is in the middle of the image: an object, or all of them; instead of a point.",
    )
    roll_deg: Distribution = Field(default=Fixed(value=0.0), title="Roll", description="Turn about the line of sight.")
    shake_m: NonNegativeDistribution = Field(
        default=Fixed(value=0.0), title="Shake", description="How far it is off its place, to any side."
    )
    focal_length_mm: PositiveDistribution = Field(
        default=Fixed(value=24.0),
        title="Focal length",
        description="Longer shows less, larger; with the sensor's width it gives the field of view.",
    )
    sensor_width_mm: float = Field(default=20.955, gt=0, title="Sensor width", description="Horizontal aperture.")
    intrinsics: IntrinsicsSpec | None = Field(
        default=None, title="Intrinsics", description="From a calibration, instead of a focal length."
    )
    cx_shift_px: Distribution = Field(
        default=Fixed(value=0.0),
        title="Shift of cx",
        description="Of the principal point to the right: off the image's middle, or off where a calibration has it.",
    )
    cy_shift_px: Distribution = Field(
        default=Fixed(value=0.0), title="Shift of cy", description="The same downwards: no two cameras are built alike."
    )
    lens: LensSpec | None = Field(
        default=None,
        title="Lens",
        description="How it bends the image: colour and every label are of the bent image. None: not at all.",
    )
    width_px: int = Field(default=640, ge=16, le=8192, title="Image width", description="Of every image and label.")
    height_px: int = Field(default=480, ge=16, le=8192, title="Image height", description="Of every image and label.")
    near_m: float = Field(default=0.05, gt=0, title="Near plane", description="Nothing nearer is seen.")
    far_m: float = Field(default=200.0, gt=0, title="Far plane", description="Nothing farther is seen.")
    exposure_stops: Distribution = Field(
        default=Fixed(value=0.0), title="Exposure", description="Brightness of the picture; +1 is twice as bright."
    )
    sensor: SensorSpec | None = Field(default=None, title="Sensor", description="None: a perfect one.")
    depth_sensor: DepthSensorSpec | None = Field(
        default=None, title="Depth sensor", description="Measures depth as a real one, for the label sensor_depth."
    )
    stereo_baseline_m: Annotated[float, Field(gt=0, le=10)] | None = Field(
        default=None,
        title="Stereo baseline",
        description="Adds a second camera, '...-right', so far to the right.",
    )
    rules: ViewRules | None = Field(default=None, title="A usable view", description="In a clip, of its first picture.")
    motion: CameraMotion | None = Field(default=None, title="Motion", description="In clips.")
    hand_held: HandHeldSpec | None = Field(default=None, title="Hand-held", description="In clips.")
    note: Note = ""

    @model_validator(mode="before")
    @classmethod
    def _model_gives_the_lens(cls, data: Any) -> Any:
        name = data.get("model") if isinstance(data, dict) else None
        if name is None:
            return data
        if name not in CAMERA_MODELS:
            raise ValueError(f"there is no camera model '{name}': known are {', '.join(CAMERA_MODELS)}")
        return {**CAMERA_MODELS[name].lens, **data}

    @model_validator(mode="after")
    def _can_see(self) -> Self:
        if self.near_m >= self.far_m:
            raise ValueError("the near plane must be closer than the far plane")
        if self.mount is not None:
            own = [name for name in ("motion", "hand_held", "rules") if getattr(self, name) is not None]
            if own:
                raise ValueError(f"a mounted camera moves with the one that it is on: remove its {own[0]} or its mount")
        if self.position_m is not None and self.orbit is not None:
            raise ValueError("position_m and orbit both say where the camera is: remove one")
        if self.mount is None and self.position_m is None and self.orbit is None:
            raise ValueError("give the camera a position_m or an orbit, or mount it on another")
        if self.look_at_m is not None and self.look_at is not None:
            raise ValueError("look_at_m and look_at both say where the camera looks: remove one")
        here, there = self.position_m, self.look_at_m or Vector3()
        fixed = here is not None and all(isinstance(axis, Fixed) for axis in (here.x, here.y, here.z))
        if self.look_at is None and fixed and here == there:
            raise ValueError("the camera looks at its own position: move position_m or look_at_m")
        if isinstance(self.motion, OrbitMotion) and self.orbit is None:
            raise ValueError("the camera moves on an orbit but has none: give it an orbit instead of a position_m")
        if self.lens is not None and (trouble := lens_trouble(self._widest(), self.lens.lens)):
            raise ValueError(trouble)
        return self

    def _widest(self) -> Intrinsics:
        """Return the intrinsics with the shortest focal length that can be drawn."""
        given, width, height = self.intrinsics, self.width_px, self.height_px
        if given is not None:
            return Intrinsics(width, height, given.fx_px, given.fy_px, given.cx_px, given.cy_px)
        focal_px = support(self.focal_length_mm)[0] * width / self.sensor_width_mm
        return Intrinsics(width, height, focal_px, focal_px, width / 2, height / 2)

    @property
    def needs_objects(self) -> bool:
        """Whether it can be placed only once the objects are, as far as it says itself."""
        return self.mount is None and (self.look_at is not None or self.rules is not None)


def waiting_cameras(cameras: Sequence[CameraSpec]) -> set[str]:
    """Return the names of those that can be placed only once the objects are, what is mounted on them included."""
    waiting: set[str] = set()
    for camera in cameras:
        if camera.needs_objects or (camera.mount is not None and camera.mount.on in waiting):
            waiting.add(camera.name)
    return waiting
