"""The certificate: relations that must hold between the channels of one view, checked on what is on disk.

A relation is a function of a view that yields one sentence for everything that contradicts it, and `None` alone where
the dataset lacks the channels it speaks about.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from scenewright.annotate import (
    asset_relations,
    background_relations,
    keypoint_relations,
    mask_relations,
    normal_relations,
    object_relations,
    record_relations,
    surface_relations,
)
from scenewright.annotate.flow_relations import PAIR_RELATIONS, follow_each_other
from scenewright.annotate.labelled_view import LabelledView

Relation = Callable[[LabelledView], Iterator[str | None]]

RELATIONS: Mapping[str, tuple[str, Relation]] = {
    "channels_have_one_size": ("Every image has the camera's width and height.", record_relations.one_size),
    "objects_are_complete": ("Every object of the plan has exactly one record.", record_relations.complete),
    "poses_follow_the_plan": ("Object and camera poses are those of the plan.", record_relations.poses),
    "ids_agree": ("The ids in the mask are those the records call visible.", mask_relations.ids),
    "boxes_lie_in_the_image": ("2D boxes have a size and lie in the image.", record_relations.boxes),
    "tight_box_is_mask_bounds": ("The tight box is the bounds of the visible mask.", mask_relations.tight_boxes),
    "visible_inside_amodal": ("What is visible lies inside the whole object's box and count.", mask_relations.amodal),
    "ratios_follow_counts": ("Occlusion and truncation follow from the pixel counts.", mask_relations.ratios),
    "semantic_is_class_of_instance": ("Each pixel's class is its instance's class.", mask_relations.semantic),
    "depth_is_complete": ("Every object pixel has a depth; no depth is negative.", surface_relations.depth_complete),
    "depths_agree": ("Distance to camera is distance to image plane along the ray.", surface_relations.depths_agree),
    "depth_inside_3d_box": ("Depth puts each pixel inside its object's 3D box.", surface_relations.inside_box),
    "box_3d_around_mask": ("The projected 3D box encloses the whole object.", surface_relations.box_around_mask),
    "keypoints_follow_depth": (
        "Keypoints lie where their 3D points project, and are visible where the depth says so.",
        keypoint_relations.keypoints,
    ),
    "keypoints_are_the_assets": (
        "Keypoints are the named points of the assets in the plan's poses.",
        keypoint_relations.of_the_assets,
    ),
    "normals_are_unit": ("Normals have length 1 where something is hit, else 0.", normal_relations.unit_normals),
    "amodal_masks_are_recorded": ("Amodal masks agree with the records.", object_relations.amodal_masks),
    "camera_normals_turn": ("Normals in the camera's frame are the world's, turned.", object_relations.camera_normals),
    "coordinates_follow_depth": ("Object coordinates lie where the depth says.", object_relations.coordinates),
    "parts_cover_objects": ("Parts are numbered exactly where objects are seen.", object_relations.parts),
    "parts_are_the_assets": ("Each part is one of the object's asset, and where that is.", asset_relations.parts),
    "boxes_3d_are_the_assets": ("3D boxes are the bounds of the assets in their poses.", asset_relations.boxes),
    "background_follows_plan": (
        "Nothing lies behind the plan's floor and walls; where they are bare, depth and normals are theirs.",
        background_relations.follows_plan,
    ),
    "oriented_boxes_hold_masks": (
        "The oriented box holds the visible mask, and each of its sides touches it.",
        mask_relations.oriented_boxes,
    ),
    "verdicts_have_reasons": (
        "What a visibility rule judged has a reason, and is judged as the project's rules say.",
        object_relations.verdicts,
    ),
    "normals_follow_depth": (
        "Normals agree with the slope of the depth, and are not turned against it.",
        normal_relations.normals_follow_depth,
    ),
}


@dataclass(frozen=True, slots=True)
class Violation:
    """One contradiction: which relation, which frame and camera, and what is wrong."""

    relation: str
    frame: int
    camera: str
    message: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was checked and what was found.

    Attributes:
        frames: Frames looked at.
        checked: How many views each relation was checked on; 0 where the dataset lacks its channels.
        violations: All contradictions.
        pixels: Of objects, whose depth was compared with their 3D box.
        edge_pixels: Those of them at edges one pixel wide that look past their object: what a pixel's one sample cannot
            decide. They are no contradictions while they are few.
        not_looked_at: Why relations whose labels there are were not checked on any view, in words, by their names.
        color_beside_labels_px: By how many pixels at most effects of the sensor put colour beside the labels, which are
            exact for the scene at the middle row's moment, by the effects' names; without those that do not.
    """

    frames: int
    checked: Mapping[str, int]
    violations: tuple[Violation, ...]
    pixels: int = 0
    edge_pixels: int = 0
    not_looked_at: Mapping[str, str] = field(default_factory=dict)
    color_beside_labels_px: Mapping[str, float] = field(default_factory=dict)


def check_view(view: LabelledView, usable: LabelledView | None = None) -> tuple[set[str], list[Violation]]:
    """Return the relations that could be checked on a view, and what contradicts them.

    Args:
        view: The view.
        usable: The same without images of a wrong size, where that is at hand.
    """
    checked: set[str] = set()
    violations = []
    usable = usable or record_relations.with_fitting_images(view)
    for name, (_, relation) in RELATIONS.items():
        messages = list(relation(view if relation is record_relations.one_size else usable))
        if messages != [None]:
            checked.add(name)
        violations += [Violation(name, view.plan.index, view.record.camera, text) for text in messages if text]
    return checked, violations


def check_pair(view: LabelledView, after: LabelledView) -> tuple[set[str], list[Violation]]:
    """Return the same for two views of neighbouring frames of a clip."""
    checked: set[str] = set()
    violations = []
    one, other = record_relations.with_fitting_images(view), record_relations.with_fitting_images(after)
    for name, (_, relation) in PAIR_RELATIONS.items():
        messages = list(relation(one, other))
        if messages != [None]:
            checked.add(name)
        violations += [Violation(name, view.plan.index, view.record.camera, text) for text in messages if text]
    return checked, violations


def certify(views: Iterable[LabelledView]) -> Certificate:
    """Check every relation on every view, and on every two that follow each other in a clip."""
    counts = dict.fromkeys(SENTENCES, 0)
    frames: set[int] = set()
    violations: list[Violation] = []
    pixels = edge_pixels = 0
    last: dict[str, LabelledView] = {}
    for view in views:
        usable = record_relations.with_fitting_images(view)
        results = [check_view(view, usable)]
        before = last.get(view.record.camera)
        if before is not None and follow_each_other(before, view):
            results.append(check_pair(before, view))
        if view.plan.clip is not None:
            last[view.record.camera] = view
        compared, strays = surface_relations.edge_strays(usable)
        pixels, edge_pixels = pixels + compared, edge_pixels + strays
        frames.add(view.plan.index)
        for checked, found in results:
            violations += found
            for name in checked:
                counts[name] += 1
    return Certificate(len(frames), counts, tuple(violations), pixels, edge_pixels)


SENTENCES: Mapping[str, str] = {name: words for name, (words, _) in (*RELATIONS.items(), *PAIR_RELATIONS.items())}
"""What each relation says, by its name."""
