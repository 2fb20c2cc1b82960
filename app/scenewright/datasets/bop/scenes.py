"""The files that describe a scene of BOP."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from scenewright.datasets.bop.silhouettes import Mask

_LEAST_VISIBLE = 0.1


@dataclass(frozen=True)
class Scene:
    """What a scene's files say about its images, or about one of them.

    Attributes:
        camera: Entries of scene_camera.json by the image's six digits.
        poses: Of scene_gt.json.
        info: Of scene_gt_info.json.
        images: Of scene_gt_coco.json.
        annotations: Of the same; numbered once they are in a scene.
    """

    camera: dict[str, Any] = field(default_factory=dict)
    poses: dict[str, Any] = field(default_factory=dict)
    info: dict[str, Any] = field(default_factory=dict)
    images: list[dict[str, Any]] = field(default_factory=list)
    annotations: list[dict[str, Any]] = field(default_factory=list)


def add(scene: Scene, part: Scene) -> None:
    """Add what is said about an image to its scene."""
    scene.camera.update(part.camera)
    scene.poses.update(part.poses)
    scene.info.update(part.info)
    scene.images.extend(part.images)
    # COCO's own evaluation takes annotation 0 for "no match".
    first = len(scene.annotations) + 1
    scene.annotations.extend({"id": number, **item} for number, item in enumerate(part.annotations, first))


def write_scene(place: Path, scene: Scene, object_ids: list[int]) -> None:
    """Write a scene's four files into its folder."""
    named = {"scene_camera": scene.camera, "scene_gt": scene.poses, "scene_gt_info": scene.info}
    for name, by_image in named.items():
        json_file(place / f"{name}.json", {str(int(stem)): entry for stem, entry in by_image.items()})
    categories = [{"id": number, "name": str(number), "supercategory": "object"} for number in object_ids]
    coco = {"info": {}, "licenses": [], "categories": categories}
    json_file(place / "scene_gt_coco.json", {**coco, "images": scene.images, "annotations": scene.annotations})


def annotation(image_id: int, object_id: int, info: dict[str, Any], visible: Mask, is_ignored: bool) -> dict[str, Any]:
    """Return an object's entry in scene_gt_coco.json, without its number; `info` is that in scene_gt_info.json."""
    return {
        "image_id": image_id,
        "category_id": object_id,
        "iscrowd": 0,
        "area": info["px_count_visib"],
        "bbox": info["bbox_obj"],
        "segmentation": {"counts": _run_lengths(visible), "size": list(visible.shape)},
        "width": visible.shape[1],
        "height": visible.shape[0],
        "ignore": is_ignored or info["visib_fract"] < _LEAST_VISIBLE,
    }


def _run_lengths(mask: Mask) -> list[int]:
    """Return the lengths of runs of 0, 1, 0, ... column by column, as COCO's uncompressed masks."""
    line = mask.ravel(order="F")
    ends = np.flatnonzero(line[1:] != line[:-1]) + 1
    lengths: list[int] = np.diff(np.concatenate([[0], ends, [len(line)]])).tolist()
    return [0, *lengths] if line[0] else lengths


def json_file(path: Path, data: dict[str, Any]) -> None:
    """Write an object with each of its members on a line of its own, as the toolkit does."""
    members = (f"  {json.dumps(name)}: {json.dumps(value, allow_nan=False)}" for name, value in data.items())
    path.write_text("{\n" + ",\n".join(members) + "\n}\n", encoding="utf-8")
