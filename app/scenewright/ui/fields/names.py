"""Settings that name other parts of the project, and what they can name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scenewright.spec.camera_models import CAMERA_MODELS
from scenewright.spec.cameras import CameraSpec, LookAtObjects, MountSpec, ViewRules
from scenewright.spec.choices import WeightedAsset
from scenewright.spec.objects import ClassCount, ObjectGroupSpec
from scenewright.spec.placement import FrustumPlacement, InsidePlacement, NextToPlacement, OnPlacement
from scenewright.spec.places import Place
from scenewright.spec.project import ProjectSpec, VariableSpec
from scenewright.spec.visibility import VisibilityRule
from scenewright.ui.language import translate

Choices = list[tuple[str | None, str]]


@dataclass(frozen=True)
class Named:
    """What a setting can name.

    Attributes:
        choices: Gives, for a project and the setting's place, the names and what people read.
        is_free: Whether it may name what is not there yet.
    """

    choices: Callable[[ProjectSpec, Place], Choices]
    is_free: bool = False


def groups_above(spec: ProjectSpec, place: Place) -> Choices:
    """Return the groups of objects that stand above the group in which a place is."""
    number = place[1] if len(place) > 1 and place[0] == "objects" and isinstance(place[1], int) else len(spec.objects)
    return [(group.name, group.name) for group in spec.objects[:number]]


def _groups(spec: ProjectSpec, _: Place) -> Choices:
    return [(group.name, group.name) for group in spec.objects]


def _classes(spec: ProjectSpec, _: Place) -> Choices:
    return [(item.name, item.name) for item in spec.classes]


def _classes_or_none(spec: ProjectSpec, place: Place) -> Choices:
    nothing = translate("fields", "not labelled") if len(place) < 4 else translate("fields", "as the group")
    return [(None, nothing), *_classes(spec, place)]


def _classes_of_group(spec: ProjectSpec, place: Place) -> Choices:
    return [(name, name) for name in _group_of(spec, place).class_names]


def uncounted_class(spec: ProjectSpec, place: Place) -> str:
    """Return a class of the group in which a place is that has no count of its own yet; any if all have one."""
    group = _group_of(spec, place)
    counted = [item.class_name for item in group.class_counts]
    return [*(name for name in group.class_names if name not in counted), *group.class_names, "?"][0]


def _group_of(spec: ProjectSpec, place: Place) -> ObjectGroupSpec:
    return spec.objects[int(place[1])]


def _cameras_or_first(spec: ProjectSpec, _: Place) -> Choices:
    cameras: Choices = [(camera.name, camera.name) for camera in spec.cameras]
    return [(None, translate("fields", "The first camera")), *cameras]


def cameras_above(spec: ProjectSpec, place: Place) -> Choices:
    """Return the cameras on which the one at a place may be mounted."""
    return [(camera.name, camera.name) for camera in spec.cameras[: int(place[1])]]


def _models(_: ProjectSpec, __: Place) -> Choices:
    models: Choices = [(name, model.title) for name, model in CAMERA_MODELS.items()]
    return [(None, translate("fields", "Own numbers")), *models]


def _variables_above(spec: ProjectSpec, place: Place) -> Choices:
    number = place[1] if len(place) > 1 and isinstance(place[1], int) else len(spec.variables)
    variables: Choices = [(item.name, item.name) for item in spec.variables[:number]]
    return [(None, translate("fields", "Nothing")), *variables]


NAMED: dict[tuple[type[Any], str], Named] = {
    (ObjectGroupSpec, "class_name"): Named(_classes_or_none, is_free=True),
    (WeightedAsset, "class_name"): Named(_classes_or_none, is_free=True),
    (ClassCount, "class_name"): Named(_classes_of_group),
    (OnPlacement, "of"): Named(groups_above),
    (InsidePlacement, "of"): Named(groups_above),
    (NextToPlacement, "of"): Named(groups_above),
    (FrustumPlacement, "camera"): Named(_cameras_or_first),
    (MountSpec, "on"): Named(cameras_above),
    (LookAtObjects, "groups"): Named(_groups),
    (ViewRules, "groups"): Named(_groups),
    (VisibilityRule, "classes"): Named(_classes),
    (VariableSpec, "follows"): Named(_variables_above),
    (CameraSpec, "model"): Named(_models),
}
