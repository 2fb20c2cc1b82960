"""How much does a detector lose on the same frames drawn by a path tracer? Our plans, drawn by Blender's Cycles.

    pip install bpy          # in an environment of its own, of the Python that bpy's version wants
    python tests/benchmarks/cycles/frames.py DATASET OUT --blender-python PYTHON --frames 60 --samples 24
    scenewright evaluate RUN --on OUT

OUT is a COCO folder: the pictures are Cycles', the boxes those of the dataset, whose geometry and cameras are the same.
Floors, objects with their textures, surroundings and directional lights are taken along, which is all of cup_detection.
"""

import argparse
import json
import subprocess
from pathlib import Path

import numpy as np
from PIL import Image

from scenewright.assets.loading import AssetLoader
from scenewright.datasets.store import Dataset, read_dataset
from scenewright.geometry.transforms import pose_matrix
from scenewright.render.embedded.floor import floor_part
from scenewright.sampling.plan import FramePlan, plan_from_json


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--blender-python", required=True)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--frames", type=int, default=60)
    parser.add_argument("--samples", type=int, default=24)
    wish = parser.parse_args()
    dataset = read_dataset(wish.dataset)
    chosen = dataset.indices[wish.first : wish.first + wish.frames]
    scenes = wish.out / "scenes"
    loader = AssetLoader(wish.dataset)
    for index in chosen:
        write_scene(scenes, plan_from_json(dataset.frame(index).plan), loader)
    script = Path(__file__).with_name("draw.py")
    subprocess.run([wish.blender_python, str(script), str(scenes), str(wish.out), str(wish.samples)], check=True)
    write_annotations(dataset, chosen, wish.out)


def write_scene(folder: Path, plan: FramePlan, loader: AssetLoader) -> None:
    """Write a frame's meshes, materials, lights and camera as files that need nothing of ours."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays, parts = {}, []
    shown = [(floor_part(plan.floor, loader.floor(plan.floor.texture)), np.eye(4))] if plan.floor else []
    for item in plan.objects:
        pose = pose_matrix(item.position, item.rotation, item.scale)
        shown += [(part, pose) for part in loader.posed(item.asset, item.pose, item.phase).parts]
    for k, (part, pose) in enumerate(shown):
        arrays |= {
            f"p{k}": (part.positions @ pose[:3, :3].T + pose[:3, 3]).astype(np.float32),
            f"n{k}": (part.normals @ np.linalg.inv(pose[:3, :3])).astype(np.float32),
            f"u{k}": part.uvs,
            f"t{k}": part.triangles.astype(np.int32),
        }
        parts.append(material_of(folder, part.material))
    [camera] = plan.cameras
    if plan.environment.image:
        np.savez(folder / f"{plan.index:06d}_light.npz", light=loader.environment(plan.environment.image).radiance)
    np.savez(folder / f"{plan.index:06d}.npz", **arrays)
    size = camera.intrinsics
    scene = {
        "index": plan.index,
        "parts": parts,
        "environment": {"turn": plan.environment.rotation_rad, "radiance": plan.environment.radiance},
        "lights": [{"towards": light.vector, "radiance": light.radiance} for light in plan.lights],
        "camera": {
            "pose": pose_matrix(camera.position, camera.rotation).tolist(),
            "width": size.width, "height": size.height, "fx": size.fx, "stops": camera.exposure_stops,
        },
    }  # fmt: skip
    (folder / f"{plan.index:06d}.json").write_text(json.dumps(scene))


def material_of(folder: Path, material) -> dict:
    """Return a material as JSON-able data; its pictures lie beside it, each once."""
    maps = {}
    for name in ("base_color_map", "roughness_map", "metallic_map", "normal_map"):
        image = getattr(material, name)
        if image is not None:
            path = folder / f"map_{abs(hash((image.source, name))):x}.png"
            if not path.exists():
                Image.fromarray(image.pixels).save(path)
            maps[name] = str(path.resolve())
    numbers = {
        name: getattr(material, name) for name in ("base_color", "roughness", "metallic", "emissive", "clearcoat")
    }
    return {**numbers, **maps}


def write_annotations(dataset: Dataset, indices, out: Path) -> None:
    """Write the boxes of the frames as COCO, beside the pictures; marked as drawn, not photographed."""
    images, annotations = [], []
    classes = [item.name for item in dataset.spec.classes]
    for index in indices:
        [view] = dataset.frame(index).views
        size = view.intrinsics
        images.append({"id": index + 1, "file_name": f"{index:06d}.png", "width": size.width, "height": size.height,
                       "scenewright": {"frame": index, "engine": "Blender Cycles"}})  # fmt: skip
        for item in view.annotated:
            if item.box_tight is not None and item.visible_px > 0:
                x0, y0, x1, y1 = item.box_tight
                number, box = len(annotations) + 1, [x0, y0, x1 - x0, y1 - y0]
                annotations.append({"id": number, "image_id": index + 1, "category_id": item.class_id, "bbox": box,
                                    "area": item.visible_px, "iscrowd": 0})  # fmt: skip
    categories = [{"id": k, "name": name} for k, name in enumerate(classes, 1)]
    data = {"info": {}, "images": images, "annotations": annotations, "categories": categories}
    (out / "annotations.json").write_text(json.dumps(data))


if __name__ == "__main__":
    main()
