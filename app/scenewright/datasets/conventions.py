"""The conventions of `scenewright.geometry`, for programs: what `conventions.json` in every dataset says."""

from typing import Any

CONVENTIONS: dict[str, Any] = {
    "format": "scenewright dataset",
    "format_version": 1,
    "world": {"unit": "metre", "handedness": "right", "up": "+Z", "floor": "z = 0"},
    "matrices": {
        "order": "row by row, 16 numbers",
        "act_on": "column vectors: world = world_from_camera @ camera",
        "quaternions": "w, x, y, z",
    },
    "camera": {
        "frame": "OpenCV optical frame: +X right, +Y down, +Z forward",
        "pixel_centre_of_top_left": [0.5, 0.5],
        "intrinsics": "fx, fy, cx, cy in pixels; K maps to the continuous coordinate in which pixel centres lie at .5",
        "lens": "null, or OpenCV's distortion (opencv: k1, k2, p1, p2, k3, k4, k5, k6; fisheye: k1 to k4), before K; "
        "all labels are of the distorted image",
        "distortion": "none",
    },
    "boxes_2d": {
        "order": "x_min, y_min, x_max, y_max",
        "unit": "pixel, float",
        "edges": "half-open, on pixel edges: a one-pixel mask at column 12 goes from x = 12 to x = 13",
        "box_tight": "bounds of the visible pixels; null where nothing is visible",
        "box_oriented": "x, y of the four corners of the smallest turned rectangle around the visible pixels that "
        "stays in the image, clockwise as seen, from the topmost (of two, the left one); null where nothing is visible",
        "box_loose": "bounds of the whole object inside the image, as if nothing hid it; null where it is out of view",
    },
    "boxes_3d": {
        "extents": "extent_low and extent_high in the object's own frame, before world_from_object scales it",
        "pose": "world_from_object, with scale",
        "corner_order": "x changes fastest, then y, then z, from low to high",
    },
    "ids": {
        "instance": "1..N within a frame, 0 is background",
        "class": "1..K in the order of the project's classes, 0 is background",
    },
    "ratios": {
        "occlusion_ratio": "1 - visible_px / amodal_px, both inside the image; null where amodal_px is 0",
        "truncation_ratio": "1 - amodal_px / amodal_total_px, the latter on a larger image plane; null where it is 0",
    },
    "keypoints": {
        "x_y": "pixels, as boxes; null behind the camera",
        "visibility": "0: outside the image; 1: in it but hidden; 2: visible",
        "rule": "visible unless something lies in front of it by more than 2 below_surface_m + 4 mm along the axis",
        "world": "metres",
        "skeletons.json": "names, edges and symmetry pairs by skeleton, and each class's skeleton",
    },
    "split": "train or validation, in each frame's plan",
    "channels": {
        "rgb": {
            "file": "PNG",
            "type": "uint8",
            "shape": "H, W, 3",
            "meaning": "sRGB; labels are of the scene at "
            "the middle row's moment: a camera's rolling_px in the plan puts colour beside them by up to half of it, "
            "at the upper and lower border",
        },
        "instance_mask": {"file": "PNG", "type": "uint16", "shape": "H, W", "meaning": "instance id"},
        "semantic_mask": {
            "file": "PNG",
            "type": "uint8; uint16 where a class id is above 254",
            "shape": "H, W",
            "meaning": "class id",
        },
        "distance_to_camera": {
            "file": "NPZ",
            "type": "float32",
            "shape": "H, W",
            "meaning": "metres along the ray; +inf where nothing is hit",
        },
        "distance_to_image_plane": {
            "file": "NPZ",
            "type": "float32",
            "shape": "H, W",
            "meaning": "metres along the optical axis; +inf where nothing is hit",
        },
        "sensor_depth": {
            "file": "NPZ",
            "type": "float32",
            "shape": "H, W",
            "meaning": "metres along the optical axis as a depth sensor would measure them, with its errors; 0 where "
            "it measures nothing; never used by any other label",
        },
        "normals": {
            "file": "NPZ",
            "type": "float16 (no component is off by more than 0.00025)",
            "shape": "H, W, 3",
            "meaning": "unit shading normal in the world frame, facing the camera; 0, 0, 0 where nothing is hit",
        },
        "camera_normals": {
            "file": "NPZ",
            "type": "float16",
            "shape": "H, W, 3",
            "meaning": "the same in the camera's optical frame: x right, y down, z ahead",
        },
        "amodal_mask": {
            "file": "NPZ",
            "type": "uint32",
            "shape": "H, W, words",
            "meaning": "bit (id - 1) % 32 of word (id - 1) // 32 is set where the instance would be seen if nothing "
            "hid it",
        },
        "part_mask": {
            "file": "PNG",
            "type": "uint8",
            "shape": "H, W",
            "meaning": "number of the part (material) of its object, from 1 in the model's order; 0 is background",
        },
        "object_coordinates": {
            "file": "NPZ",
            "type": "float32",
            "shape": "H, W, 3",
            "meaning": "0 to 1 along each axis of the object's own 3D box (extent_low to extent_high); NaN elsewhere",
        },
        "forward_flow": {
            "file": "NPZ",
            "type": "float32",
            "shape": "H, W, 2",
            "meaning": "pixels, x right and y down: where the surface point is in the clip's next frame, less where it "
            "is in this one; NaN where unknown, as in a clip's last frame",
        },
        "forward_occlusion": {
            "file": "PNG",
            "type": "uint8",
            "shape": "H, W",
            "meaning": "0: the point is seen in the next frame; 1: hidden there, or outside its image; 255: no flow",
        },
        "backward_flow": {
            "file": "NPZ",
            "type": "float32",
            "shape": "H, W, 2",
            "meaning": "the same to the frame before",
        },
        "backward_occlusion": {
            "file": "PNG",
            "type": "uint8",
            "shape": "H, W",
            "meaning": "the same for the frame before",
        },
        "scene_flow": {
            "file": "NPZ",
            "type": "float32",
            "shape": "H, W, 3",
            "meaning": "metres in the world: where the surface point is in the clip's next frame, less where it is "
            "now; NaN where unknown",
        },
    },
    "files": {
        "names": "<channel>/<frame>.<suffix>, or <channel>/<frame>_<camera>.<suffix> with several cameras",
        "npz": "one array each; in Python: numpy.load(path)['image']",
        "records": "a frame is complete once records/<frame>.json is there; the Parquet tables are made from these",
    },
}
