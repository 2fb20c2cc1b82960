"""The project: all that decides what a dataset contains."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from scenewright.spec.base import Note, SpecModel
from scenewright.spec.cameras import CameraSpec, waiting_cameras
from scenewright.spec.choices import Color
from scenewright.spec.distributions import Distribution, Expression
from scenewright.spec.formulas import FUNCTIONS, formula_names
from scenewright.spec.lights import LightSpec
from scenewright.spec.limits import support
from scenewright.spec.migrations import CURRENT_VERSION
from scenewright.spec.misfits import distractors_share_nothing, misfit
from scenewright.spec.motion import ClipSpec
from scenewright.spec.objects import ObjectGroupSpec
from scenewright.spec.placement import (
    FaceCameraRotation,
    FrustumPlacement,
    InsidePlacement,
    NextToPlacement,
    OnPlacement,
)
from scenewright.spec.places import Place
from scenewright.spec.storage import DepthFormat, PictureFormat, PngPicture
from scenewright.spec.surroundings import BackdropSpec, EnvironmentSpec, FloorSpec, ImageEnvironment, RoomSpec
from scenewright.spec.visibility import VisibilityRule

Reference = tuple[
    Literal["floor", "wall", "texture", "environment", "object", "decal", "backdrop"], tuple[str | int, ...], str
]
"""What is named: its kind, where in the file, and the name."""

DUPLICATE: Literal["duplicate_name"] = "duplicate_name"
"""The type of the validation error where a name is there more than once."""

LabelName = Literal[
    "bounding_box_2d_tight",
    "bounding_box_2d_loose",
    "bounding_box_2d_oriented",
    "bounding_box_3d",
    "semantic_mask",
    "instance_mask",
    "distance_to_camera",
    "distance_to_image_plane",
    "sensor_depth",
    "normals",
    "camera_normals",
    "amodal_mask",
    "part_mask",
    "object_coordinates",
    "forward_flow",
    "backward_flow",
    "scene_flow",
    "keypoints",
]
"""What can be written for each image. Occlusion, truncation and camera parameters are always recorded."""


def _name_is_class(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


class ClassSpec(SpecModel):
    """One class of the labels; its id is its place in the list, from 1."""

    name: str = Field(min_length=1, title="Name", description="As every label and export calls it.")
    color: Color | None = Field(
        default=None,
        title="Colour",
        description="Of the class wherever its labels are drawn; none: of a palette. No label depends on it.",
    )


class VariableSpec(SpecModel):
    """A number that is drawn once for each frame and that formulas use by its name.

    With `follows` it leans towards another variable: the two are as related as the correlation says, while each keeps
    its own distribution.
    """

    name: str = Field(
        pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=40, title="Name", description="As formulas use it."
    )
    value: Distribution = Field(title="Value", description="Drawn once for each frame.")
    follows: str | None = Field(default=None, title="Follows", description="A variable above this one.")
    correlation: float = Field(
        default=0.0, ge=-1, le=1, title="Correlation", description="1: rise together, -1: one falls as the other rises."
    )
    note: Note = ""

    @model_validator(mode="after")
    def _following_is_whole(self) -> Self:
        if (self.follows is None) != (self.correlation == 0):
            raise ValueError("follows and correlation go together: give both or neither")
        if self.name in FUNCTIONS:
            raise ValueError(f"'{self.name}' is a function's name: choose another")
        return self


class OutputSpec(SpecModel):
    """How much is made, and from which seed."""

    frames: int = Field(
        default=100, ge=1, le=10_000_000, title="Frames", description="How many images each camera takes."
    )
    seed: int = Field(default=0, ge=0, le=2**63 - 1, title="Seed", description="Another seed gives other frames.")
    coverage: Literal["random", "even"] = Field(
        default="even",
        title="Coverage",
        description="Even: any run of frames covers every range without gaps or clumps, so that small datasets hold "
        "a bit of everything. Random: independent luck.",
    )
    validation_share: float = Field(
        default=0.0,
        ge=0,
        le=1,
        title="Validation share",
        description="Share of the frames that are for validation, evenly spread; they alone show what is held out.",
    )
    picture: PictureFormat = Field(
        default=PngPicture(),
        title="Picture format",
        description="PNG and lossless WebP keep every value; JPEG makes files about a quarter as large. Labels are "
        "always exact.",
    )
    depth: DepthFormat = Field(
        default="npz", title="Depth format", description="All of them keep every value; they differ in size and speed."
    )
    note: Note = ""


class ProjectSpec(SpecModel):
    """A whole project."""

    schema_version: Literal[1] = CURRENT_VERSION
    name: str = Field(min_length=1, title="Name", description="As lists and datasets call the project.")
    description: str = Field(default="", title="Description", description="For people: what the dataset is for.")
    classes: tuple[Annotated[ClassSpec, BeforeValidator(_name_is_class)], ...] = Field(
        min_length=1,
        max_length=65_534,
        title="Classes",
        description="What the labels tell apart, in order of their ids.",
    )
    variables: tuple[VariableSpec, ...] = Field(
        default=(),
        title="Variables",
        description="Numbers drawn once for each frame, for formulas anywhere in the project.",
    )
    floor: FloorSpec | None = Field(
        default=None, title="Floor", description="A flat floor under everything; none: objects stand on nothing."
    )
    room: RoomSpec | None = Field(default=None, title="Room", description="Walls and a ceiling around the scene.")
    environment: EnvironmentSpec = Field(
        title="Environment", description="What lights the scene from all around and shows behind it."
    )
    backdrop: BackdropSpec | None = Field(
        default=None, title="Backdrop", description="None: the environment is behind everything."
    )
    objects: tuple[ObjectGroupSpec, ...] = Field(
        min_length=1, title="Objects", description="Groups of things that are shown."
    )
    lights: tuple[LightSpec, ...] = Field(
        default=(), max_length=16, title="Lights", description="Lamps beside the light of the surroundings."
    )
    cameras: tuple[CameraSpec, ...] = Field(
        min_length=1, max_length=16, title="Cameras", description="Each takes a picture of every frame."
    )
    labels: tuple[LabelName, ...] = Field(title="Labels", description="What is written for each image.")
    visibility: tuple[VisibilityRule, ...] = Field(
        default=(),
        title="Visibility",
        description="What is seen well enough to be labelled; all that is seen if empty.",
    )
    clip: ClipSpec | None = Field(default=None, title="Clips", description="None: every frame is a scene of its own.")
    output: OutputSpec = Field(default=OutputSpec(), title="Output", description="How much is made.")

    @model_validator(mode="after")
    def _parts_fit_together(self) -> Self:
        _names_are_unique("classes", (item.name for item in self.classes))
        _names_are_unique("objects", (item.name for item in self.objects))
        _names_are_unique("lights", (item.name for item in self.lights))
        _names_are_unique("cameras", (item.name for item in self.cameras))
        _names_are_unique("labels", self.labels)
        _names_are_unique("variables", (item.name for item in self.variables))
        _held_out_assets_leave_some(self)
        _variables_are_known(self)
        _carriers_stand_above(self)
        _cameras_and_objects_wait_for_each_other(self)
        _what_moves_has_time(self)
        distractors_share_nothing(self.objects)
        _depth_is_measured_by_something(self)
        _flow_needs_clips(self)
        _rules_speak_of_classes(self)
        return self

    def class_id(self, class_name: str) -> int:
        """Return the id of a class, from 1 in the order of `classes`."""
        return [item.name for item in self.classes].index(class_name) + 1


def references(spec: ProjectSpec) -> list[Reference]:
    """Return every file or library entry the project names, as (kind, location in the file, source)."""
    found: list[Reference] = []
    if spec.floor is not None:
        found += [("floor", ("floor", "textures", i, "source"), t.source) for i, t in enumerate(spec.floor.textures)]
    if spec.room is not None:
        found += [("wall", ("room", "walls", i, "source"), wall.source) for i, wall in enumerate(spec.room.walls)]
    if isinstance(spec.environment, ImageEnvironment):
        images = spec.environment.images
        found += [("environment", ("environment", "images", i, "source"), t.source) for i, t in enumerate(images)]
    if spec.backdrop is not None:
        images = spec.backdrop.images
        found += [("backdrop", ("backdrop", "images", i, "source"), t.source) for i, t in enumerate(images)]
    for g, group in enumerate(spec.objects):
        textures = () if group.look is None else group.look.textures
        decals = () if group.look is None or group.look.decals is None else group.look.decals.images
        found += [
            ("decal", ("objects", g, "look", "decals", "images", i, "source"), d.source) for i, d in enumerate(decals)
        ]
        found += [
            ("texture", ("objects", g, "look", "textures", i, "source"), t.source) for i, t in enumerate(textures)
        ]
        found += [("object", ("objects", g, "assets", i, "source"), a.source) for i, a in enumerate(group.assets)]
    return found


def _variables_are_known(spec: ProjectSpec) -> None:
    above: list[str] = []
    for variable in spec.variables:
        place = ("variables", len(above))
        for at, used in [(place, variable.follows), *_names_in_formulas(variable, place)]:
            _is_known(used, above, at, f"variable '{variable.name}'", "above it")
        above.append(variable.name)
    for field in ("floor", "room", "environment", "backdrop", "objects", "lights", "cameras"):
        part = getattr(spec, field)
        for at, used in _names_in_formulas(part, (field,)) if _holds_formula(part) else ():
            _is_known(used, above, at, "the formula", "under variables")


def _carriers_stand_above(spec: ProjectSpec) -> None:
    above: list[str] = []
    cameras = [camera.name for camera in spec.cameras]
    for number, group in enumerate(spec.objects):
        for placement in group.placements:
            match placement:
                case OnPlacement(of=of) | InsidePlacement(of=of) | NextToPlacement(of=of) if of not in above:
                    there = f"the groups above it are {', '.join(above)}" if above else "it is the first group"
                    raise misfit(
                        ("objects", number, "placement"),
                        f"objects '{group.name}' go by '{of}', which is no group above it: {there}",
                    )
                case FrustumPlacement(camera=str(name)) if name not in cameras:
                    raise misfit(
                        ("objects", number, "placement"),
                        f"objects '{group.name}' go in front of '{name}', which is no camera: "
                        f"there are {', '.join(cameras)}",
                    )
        above.append(group.name)


def _cameras_and_objects_wait_for_each_other(spec: ProjectSpec) -> None:
    """Refuse objects placed by a camera that itself is placed by objects, and stereo eyes of the same name."""
    waiting = waiting_cameras(spec.cameras)
    for number, group in enumerate(spec.objects):
        by = [item.camera or spec.cameras[0].name for item in group.placements if isinstance(item, FrustumPlacement)]
        if isinstance(group.rotation, FaceCameraRotation):
            by.append(spec.cameras[0].name)
        for camera_name in sorted({*by} & waiting):
            raise misfit(
                ("objects", number),
                f"objects '{group.name}' are placed by camera '{camera_name}', which looks at objects: give it a "
                "look_at_m and no rules, or place the objects otherwise",
            )
    names = {group.name for group in spec.objects}
    for number, camera in enumerate(spec.cameras):
        above = [item.name for item in spec.cameras[:number]]
        if camera.mount is not None and camera.mount.on not in above:
            known = f"above it are {', '.join(above)}" if above else "it is the first"
            message = f"camera '{camera.name}' is mounted on '{camera.mount.on}', which is no camera above it: {known}"
            raise misfit(("cameras", number, "mount"), message)
        wanted = {*(camera.look_at.groups if camera.look_at else ()), *(camera.rules.groups if camera.rules else ())}
        if wanted - names:
            unknown = sorted(wanted - names)[0]
            message = f"camera '{camera.name}' looks for '{unknown}', which is no group of objects"
            raise misfit(("cameras", number), message)
    stereo = [f"{camera.name}-right" for camera in spec.cameras if camera.stereo_baseline_m is not None]
    _names_are_unique("cameras", [*(camera.name for camera in spec.cameras), *stereo])


def _what_moves_has_time(spec: ProjectSpec) -> None:
    if spec.clip is not None:
        return
    advice = "but a single picture has no time: add clip: {length: 10, rate_hz: 30}"
    for number, group in enumerate(spec.objects):
        if group.motion is not None:
            raise misfit(("objects", number, "motion"), f"objects '{group.name}' move, {advice}")
    for number, camera in enumerate(spec.cameras):
        moving = [name for name in ("motion", "hand_held") if getattr(camera, name) is not None]
        if moving:
            raise misfit(("cameras", number, moving[0]), f"camera '{camera.name}' moves, {advice}")


def _depth_is_measured_by_something(spec: ProjectSpec) -> None:
    without = [number for number, camera in enumerate(spec.cameras) if camera.depth_sensor is None]
    if "sensor_depth" in spec.labels and without:
        raise misfit(
            ("cameras", without[0]),
            f"the label sensor_depth needs a depth sensor, which camera '{spec.cameras[without[0]].name}' has not: "
            "give it depth_sensor: {}, or remove the label",
        )


def _flow_needs_clips(spec: ProjectSpec) -> None:
    rolls = any(camera.sensor and support(camera.sensor.rolling_shutter_px)[1] > 0 for camera in spec.cameras)
    for number, label in enumerate(spec.labels):
        if label not in ("forward_flow", "backward_flow", "scene_flow"):
            continue
        if spec.clip is None:
            raise misfit(
                ("labels", number), f"{label} needs clips: add clip: {{length: 10, rate_hz: 30}}, or remove the label"
            )
        if rolls:
            raise misfit(
                ("labels", number),
                f"{label} cannot be true where a rolling shutter moves each row of the picture on its own: remove the "
                "label, or set rolling_shutter_px to 0",
            )


def _rules_speak_of_classes(spec: ProjectSpec) -> None:
    known = [item.name for item in spec.classes]
    for number, rule in enumerate(spec.visibility):
        for name in rule.classes:
            if name not in known:
                raise misfit(
                    ("visibility", number, "classes"),
                    f"class '{name}' is not in the list of classes: there are {', '.join(known)}",
                )


def _holds_formula(whole: Any) -> bool:
    """Tell whether a part of a project has a formula; few have, and a hand that drags waits for the answer."""
    parts = [whole]
    while parts:
        part = parts.pop()
        if isinstance(part, Expression):
            return True
        if isinstance(part, SpecModel):
            parts += vars(part).values()
        elif isinstance(part, tuple):
            parts += part
    return False


def _names_in_formulas(part: Any, place: Place) -> Iterator[tuple[Place, str]]:
    """Yield every name that a formula in a part of a project uses, with the formula's place."""
    if isinstance(part, Expression):
        yield from ((place, name) for name in sorted(formula_names(part.formula)))
    inner = part if isinstance(part, SpecModel) else enumerate(part) if isinstance(part, tuple) else ()
    for step, value in inner:
        yield from _names_in_formulas(value, (*place, step))


def _is_known(name: str | None, known: list[str], place: Place, who: str, where: str) -> None:
    if name is not None and name not in known:
        there = f"there are {', '.join(known)}" if known else "there are none"
        raise misfit(place, f"{who} uses '{name}', which is no variable {where}: {there}")


def _held_out_assets_leave_some(spec: ProjectSpec) -> None:
    share = spec.output.validation_share
    needed: dict[Literal["train", "validation"], bool] = {"train": share < 1, "validation": share > 0}
    for number, group in enumerate(spec.objects):
        for split, is_needed in needed.items():
            usable = sum(asset.weight for asset in group.assets if asset.split in ("any", split))
            if is_needed and usable <= 0:
                raise misfit(
                    ("objects", number, "assets"),
                    f"objects '{group.name}': no asset may be shown in {split} frames: set the split of one to any or "
                    f"{split}, or change output.validation_share ({share:g})",
                )


def _names_are_unique(what: str, names: Iterable[str]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        message = f"{what}: {', '.join(map(repr, twice))} is there more than once: names must differ"
        raise PydanticCustomError(DUPLICATE, "{message}", {"message": message})
