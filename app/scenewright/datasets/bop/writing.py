"""Writing BOP."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.assets.loading import AssetLoader
from scenewright.datasets.bop.conventions import CENTER_PX, MM, OWN_FILE, OWN_KEY
from scenewright.datasets.bop.models import (
    RigidModel,
    Shape,
    check_unchanged,
    rigid_models,
    shape_of,
)
from scenewright.datasets.bop.scenes import Scene, add, annotation, json_file, write_scene
from scenewright.datasets.bop.silhouettes import Mask, Silhouette, silhouette
from scenewright.datasets.images import encode_png
from scenewright.datasets.needs import axial_depth, need_label, need_pinhole, whole_depth
from scenewright.datasets.original_assets import dataset_assets
from scenewright.datasets.reading import Dataset
from scenewright.datasets.records import FrameRecord, InstanceRecord, ViewRecord, matrix
from scenewright.datasets.staging import export_folder, place_png
from scenewright.datasets.threads import in_threads
from scenewright.geometry.boxes import Box2D, mask_box
from scenewright.geometry.camera import Intrinsics
from scenewright.geometry.transforms import inverse
from scenewright.sampling.plan import plan_from_json

SPLITS = {"train": "train_pbr", "validation": "val_pbr"}

_IMAGES_IN_A_SCENE = 1000
_DEPTH_SCALES = (0.1, 1.0)
"""Millimetres per unit: up to 6.5 m as fine as most BOP datasets, beyond it up to 65 m."""
_CONVENTIONS = {
    "cam_K": "centres of pixels at whole numbers, as in OpenCV",
    "objects": "every labelled object of which something lies inside the image, hidden ones too, by their ids; not "
    "those that a visibility rule dropped",
    "models": "as in the library, without a project's looks; colours at the vertices",
    "bbox": "x, y of the first pixel, then width and height in pixels; bbox_obj goes beyond the image where the object "
    "does (there to a pixel), on a plane three times as wide and as high",
    "depth": "0 where nothing is hit, or farther than 65.5 m",
    "scene_gt_coco": "bbox of the whole silhouette, segmentation of the visible part; ignore: less than 10 % visible, "
    "or a visibility rule says so",
}


@dataclass(frozen=True)
class _Image:
    """One image to write: its split, scene and number, and where it comes from."""

    split: str
    scene: int
    number: int
    frame: FrameRecord
    view: ViewRecord

    @property
    def key(self) -> tuple[str, int]:
        return self.split, self.scene


def write_bop(dataset: Dataset, out: Path, *, link: bool = True) -> None:
    """Write a dataset as BOP, scene by scene; all of it or nothing.

    Args:
        dataset: What to export.
        out: A folder that is new or empty.
        link: Whether the pictures are hard links to the dataset's where that is possible.

    Raises:
        UserError: The dataset has no instance masks, a camera's lens bends the image, an asset is gone or has changed,
            there are too many rigid models, or the export cannot be written.
    """
    need_label(dataset, "instance_mask", "BOP")
    assets = dataset_assets(dataset)
    with export_folder(dataset, out) as folder:
        models = rigid_models((plan_from_json(frame.plan) for frame in dataset.frames()), assets)
        _write_models(folder, models)
        first = dataset.frame(dataset.indices[0]).views[0].intrinsics
        json_file(folder / "camera.json", {**_camera_numbers(first), "depth_scale": _DEPTH_SCALES[0]})
        scenes: dict[str, tuple[int, Scene]] = {}
        names = sorted({model.object_id for model in models.values()})

        def write(image: _Image) -> tuple[_Image, Scene]:
            return image, _write_image(dataset, image, folder, models, assets, link=link)

        with in_threads(write, _images(dataset, folder)) as written:
            for image, part in written:
                scene, so_far = scenes.get(image.split, (image.scene, Scene()))
                if scene != image.scene:
                    write_scene(folder / image.split / f"{scene:06d}", so_far, names)
                    so_far = Scene()
                add(so_far, part)
                scenes[image.split] = image.scene, so_far
        for split, (scene, so_far) in scenes.items():
            write_scene(folder / split / f"{scene:06d}", so_far, names)


def _write_models(folder: Path, models: dict[Shape, RigidModel]) -> None:
    (folder / "models").mkdir()
    for model in models.values():
        place = folder / "models" / f"obj_{model.object_id:06d}.ply"
        place.write_text(model.ply(), encoding="ascii")
    infos = {str(model.object_id): model.info() for model in models.values()}
    json_file(folder / "models" / "models_info.json", infos)
    objects = {
        str(model.object_id): {**asdict(model.shape), "origin_in_asset_m": model.center} for model in models.values()
    }
    json_file(folder / OWN_FILE, {"conventions": _CONVENTIONS, "objects": objects})


def _images(dataset: Dataset, folder: Path) -> Iterator[_Image]:
    """Yield all images with their places, whose folders exist from then on."""
    numbers = {split: count() for split in SPLITS.values()}
    has_depth = {"distance_to_image_plane", "distance_to_camera"} & set(dataset.spec.labels)
    for frame in dataset.frames():
        split = SPLITS[json.loads(frame.plan).get("split", "train")]
        for view in frame.views:
            scene, number = divmod(next(numbers[split]), _IMAGES_IN_A_SCENE)
            if number == 0:
                for name in ("rgb", "mask", "mask_visib", *(("depth",) if has_depth else ())):
                    (folder / split / f"{scene:06d}" / name).mkdir(parents=True)
            yield _Image(split, scene, number, frame, view)


def _write_image(
    dataset: Dataset, image: _Image, folder: Path, models: dict[Shape, RigidModel], assets: AssetLoader, *, link: bool
) -> Scene:
    """Write an image's files and return what its scene's files say about it."""
    need_pinhole(image.view, "BOP")
    place, stem = folder / image.split / f"{image.scene:06d}", f"{image.number:06d}"
    place_png(dataset, image.view, place / "rgb" / f"{stem}.png", link=link)
    depth = axial_depth(dataset, image.view)
    scale = _depth_scale(depth)
    if depth is not None:
        (place / "depth" / f"{stem}.png").write_bytes(encode_png(whole_depth(depth, MM / scale)))
    ids = dataset.load(image.view, "instance_mask")
    stored = dataset.load(image.view, "amodal_mask") if "amodal_mask" in image.view.files else None
    shapes = {item.instance_id: shape_of(item, assets) for item in plan_from_json(image.frame.plan).labelled}
    size = image.view.intrinsics
    part = Scene(camera={stem: _camera(image, scale)}, poses={stem: []}, info={stem: []})
    part.images.append({"id": image.number, "file_name": f"rgb/{stem}.png", "width": size.width, "height": size.height})
    in_view = [item for item in image.view.annotated if item.box_loose is not None]
    for place_in_list, item in enumerate(in_view):
        model = models[shapes[item.instance_id]]
        check_unchanged(item, model)
        visible = ids == item.instance_id
        whole = silhouette(image.view, item, visible, model.triangles, stored)
        name = f"{stem}_{place_in_list:06d}.png"
        (place / "mask" / name).write_bytes(encode_png(whole.mask.astype(np.uint8) * 255))
        (place / "mask_visib" / name).write_bytes(encode_png(visible.astype(np.uint8) * 255))
        info = _info(item, whole, visible, depth)
        part.poses[stem].append(_pose(image.view, item, model))
        part.info[stem].append(info)
        if info["px_count_visib"]:
            part.annotations.append(annotation(image.number, model.object_id, info, visible, item.verdict == "ignore"))
    return part


def _camera_numbers(i: Intrinsics) -> dict[str, float]:
    return {
        "width": i.width, "height": i.height, "fx": i.fx, "fy": i.fy, "cx": i.cx - CENTER_PX, "cy": i.cy - CENTER_PX,
    }  # fmt: skip


def _camera(image: _Image, depth_scale: float) -> dict[str, Any]:
    i = image.view.intrinsics
    camera_from_world = inverse(matrix(image.view.world_from_camera))
    return {
        "cam_K": [i.fx, 0.0, i.cx - CENTER_PX, 0.0, i.fy, i.cy - CENTER_PX, 0.0, 0.0, 1.0],
        "depth_scale": depth_scale,
        "cam_R_w2c": camera_from_world[:3, :3].ravel().tolist(),
        "cam_t_w2c": (camera_from_world[:3, 3] * MM).tolist(),
        OWN_KEY: {"frame": image.frame.index, "camera": image.view.camera},
    }


def _pose(view: ViewRecord, item: InstanceRecord, model: RigidModel) -> dict[str, Any]:
    """Return an entry of scene_gt.json: the pose of the model, whose origin is the middle of its box."""
    camera_from_object = inverse(matrix(view.world_from_camera)) @ matrix(item.world_from_object)
    turn = camera_from_object[:3, :3] / np.linalg.norm(camera_from_object[:3, :3], axis=0)
    place = camera_from_object @ np.array([*model.center, 1.0])
    return {
        "cam_R_m2c": turn.ravel().tolist(),
        "cam_t_m2c": (place[:3] * MM).tolist(),
        "obj_id": model.object_id,
        OWN_KEY: {
            "instance_id": item.instance_id,
            **({"verdict": item.verdict, "reason": item.reason} if item.verdict else {}),
        },
    }


def _info(item: InstanceRecord, whole: Silhouette, visible: Mask, depth: NDArray[np.float32] | None) -> dict[str, Any]:
    seen = int(np.count_nonzero(visible))
    measured = whole.mask if depth is None else whole.mask & np.isfinite(depth)
    return {
        "bbox_obj": _bbox(whole.box),
        "bbox_visib": _bbox(mask_box(visible)),
        "px_count_all": item.amodal_total_px,
        "px_count_valid": int(np.count_nonzero(measured)),
        "px_count_visib": seen,
        "visib_fract": seen / item.amodal_total_px if item.amodal_total_px else 0.0,
    }


def _depth_scale(depth: NDArray[np.float32] | None) -> float:
    farthest_mm = 0.0 if depth is None else float(depth[np.isfinite(depth)].max(initial=0.0)) * MM
    return next((scale for scale in _DEPTH_SCALES if farthest_mm / scale < 65_535), _DEPTH_SCALES[-1])


def _bbox(box: Box2D | None) -> list[int]:
    if box is None:
        return [-1, -1, -1, -1]
    return [int(box[0]), int(box[1]), int(box[2] - box[0]), int(box[3] - box[1])]
