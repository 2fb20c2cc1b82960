"""Find things in pictures with the model of this folder, or check that it still finds what it found when it was made.

    python3 infer.py picture.jpg ...
    python3 infer.py --self-test

Needs numpy, pillow and onnxruntime (on a Jetson: NVIDIA's build of onnxruntime-gpu, which uses TensorRT and CUDA).
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image

HERE = Path(__file__).resolve().parent
BUNDLE = json.loads((HERE / "bundle.json").read_text(encoding="utf-8"))
CLASSES = BUNDLE["classes"]


def load():
    """Return a session on the best engine that is here."""
    wanted = ("TensorrtExecutionProvider", "CUDAExecutionProvider", "CPUExecutionProvider")
    here = onnxruntime.get_available_providers()
    # A tuning by TensorRT takes minutes; it is kept beside the model.
    options = {
        "TensorrtExecutionProvider": {"trt_engine_cache_enable": True, "trt_engine_cache_path": str(HERE / "cache")}
    }
    providers = [(name, options.get(name, {})) for name in wanted if name in here]
    return onnxruntime.InferenceSession(str(HERE / BUNDLE["onnx"]), providers=providers)


def prepare(picture):
    """Return a PIL picture as the model wants it: float32 (1, 3, H, W), RGB from 0 to 1."""
    width, height = BUNDLE["input"]["width"], BUNDLE["input"]["height"]
    scaled = picture.convert("RGB").resize((width, height), Image.Resampling.BILINEAR)
    return np.ascontiguousarray(np.asarray(scaled, np.float32).transpose(2, 0, 1)[None] / 255)


def find(session, picture, threshold=None):
    """Return what is found in a PIL picture, in the picture's own pixels: a list, best first.

    A class map comes as one item with the share of each class.
    """
    names = [item["name"] for item in BUNDLE["outputs"]]
    outputs = dict(zip(names, session.run(names, {"image": prepare(picture)}), strict=True))
    if "classes" in outputs:
        counts = np.bincount(outputs["classes"].ravel(), minlength=len(CLASSES) + 1) / outputs["classes"].size
        return [{"class": name, "share": round(float(counts[k]), 4)} for k, name in enumerate(["background", *CLASSES])]
    threshold = BUNDLE["threshold"] if threshold is None else threshold
    scale = np.tile([picture.width / BUNDLE["input"]["width"], picture.height / BUNDLE["input"]["height"]], 2)
    boxes, labels, scores = (
        outputs[name].reshape(-1, *tail) for name, tail in (("boxes", (4,)), ("labels", ()), ("scores", ()))
    )
    found = []
    for k in np.argsort(-scores, kind="stable"):
        if scores[k] < threshold:
            break
        item = {"class": CLASSES[int(labels[k]) - 1], "score": round(float(scores[k]), 4)}
        item["box"] = [round(float(value), 2) for value in boxes[k] * scale]
        if "keypoints" in outputs:
            item["keypoints"] = [
                [round(float(x), 2), round(float(y), 2)] for x, y in outputs["keypoints"][k][:, :2] * scale[:2]
            ]
        if "masks" in outputs:
            item["mask_pixels"] = int((outputs["masks"][k] > 0.5).sum())
        found.append(item)
    return found


def self_test(session):
    """Return whether the model finds in the pictures of self_test/ what it found when the bundle was made."""
    folder = HERE / "self_test"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    is_well = True
    for name, wanted in expected.items():
        found = find(session, Image.open(folder / name), BUNDLE.get("self_test_threshold"))
        same = len(found) == len(wanted) and all(any(is_same(one, other) for other in found) for one in wanted)
        print(("as expected  " if same else "DIFFERENT    ") + name)
        is_well &= same
    return is_well


def is_same(one, other):
    """Return whether two finds mean the same: 16-bit arithmetic moves boxes a little."""
    if one["class"] != other["class"]:
        return False
    if "share" in one:
        return abs(one["share"] - other["share"]) < 0.02
    near = max(abs(a - b) for a, b in zip(one["box"], other["box"], strict=True)) < 3
    if "mask_pixels" in one:
        near &= abs(one["mask_pixels"] - other["mask_pixels"]) <= max(20, 0.1 * one["mask_pixels"])
    for (x, y), (u, v) in zip(one.get("keypoints", []), other.get("keypoints", []), strict=True):
        near &= max(abs(x - u), abs(y - v)) < 3
    return near and abs(one["score"] - other["score"]) < 0.05


def main():
    """Run the command line; the exit code is 1 when the self-test fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pictures", nargs="*", type=Path)
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--threshold", type=float, help=f"so sure a find must be; {BUNDLE['threshold']} if left out")
    arguments = parser.parse_args()
    session = load()
    if arguments.self_test:
        return 0 if self_test(session) else 1
    for path in arguments.pictures:
        print(json.dumps({"picture": str(path), "found": find(session, Image.open(path), arguments.threshold)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
