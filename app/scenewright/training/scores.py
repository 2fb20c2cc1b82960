"""How good a model is: COCO's metrics by faster-coco-eval, and mean IoU for class maps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from faster_coco_eval import COCO, COCOeval_faster
from numpy.typing import NDArray
from pycocotools import mask as run_lengths

from scenewright.training.predictions import Found
from scenewright.training.samples import VOID, SampleTable, Task
from scenewright.training.targets import class_map, instance_masks

_KINDS: Mapping[Task, str] = {"detection": "bbox", "instances": "segm", "keypoints": "keypoints"}
_BOX_NAMES = ("AP", "AP50", "AP75", "AP_small", "AP_medium", "AP_large", "AR_1", "AR_10", "AR_100")
_SIZES = ("AP", "AP_small", "AP_medium", "AP_large")
_POINT_NAMES = ("AP", "AP50", "AP75", "AP_medium", "AP_large", "AR")


@dataclass(frozen=True, slots=True)
class Scores:
    """A model's results on a dataset.

    Attributes:
        task: What was measured.
        images: On so many pictures.
        overall: By name: COCO's "AP", "AP50", ..., or "mIoU" and "accuracy"; what cannot be said is left out.
        by_class: The same names for each class.
        score: The one that counts for early stopping and comparing.
    """

    task: Task
    images: int
    overall: dict[str, float]
    by_class: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """The number that counts: AP, or mean IoU."""
        return self.overall.get("mIoU" if self.task == "semantic" else "AP", 0.0)


def scores_of(table: SampleTable, found: Mapping[int, Found], task: Task) -> Scores:
    """Return how well what was found agrees with the labels of the same pictures.

    Args:
        table: The labels.
        found: By place in the table.
        task: What is measured; instances by their masks, keypoints by object keypoint similarity with the points' own
            sigmas.
    """
    if task == "semantic":
        return _class_scores(table, found)
    truth = _truth(table, list(found), task)
    results = _results(found, task)
    overall, matrix = _coco_scores(truth, results, task, table)
    by_class = {name: _of_class(matrix, k, task) for k, name in enumerate(table.classes)}
    return Scores(task, len(found), overall, {name: values for name, values in by_class.items() if values})


def _truth(table: SampleTable, images: Sequence[int], task: Task) -> dict[str, Any]:
    annotations: list[dict[str, Any]] = []
    for image in images:
        span = table.objects(image)
        size = int(table.sizes[image, 0]), int(table.sizes[image, 1])
        masks = instance_masks(table, image, size) if task == "instances" else None
        for k, place in enumerate(range(span.start, span.stop)):
            annotations.append(_annotation(table, place, image, len(annotations) + 1))
            if masks is not None:
                runs = run_lengths.encode(np.asfortranarray(masks[k]))
                annotations[-1] |= {"segmentation": runs, "area": float(run_lengths.area(runs))}
    return {
        "info": {},
        "images": [{"id": k + 1, "width": int(table.sizes[k, 0]), "height": int(table.sizes[k, 1])} for k in images],
        "annotations": annotations,
        "categories": [{"id": k, "name": name} for k, name in enumerate(table.classes, 1)],
    }


def _annotation(table: SampleTable, place: int, image: int, number: int) -> dict[str, Any]:
    x0, y0, x1, y1 = (float(value) for value in table.boxes[place])
    ignored = bool(table.ignored[place])
    annotation: dict[str, Any] = {
        "id": number,  # from 1: 0 means "no match" to the evaluation
        "image_id": image + 1,
        "category_id": int(table.labels[place]),
        "bbox": [x0, y0, x1 - x0, y1 - y0],
        "area": float(table.areas[place]),
        "iscrowd": int(ignored),
        "ignore": int(ignored),
    }
    if table.keypoints is not None:
        points = table.keypoints[place]
        annotation |= {"keypoints": points.ravel().tolist(), "num_keypoints": int((points[:, 2] > 0).sum())}
    return annotation


def _results(found: Mapping[int, Found], task: Task) -> list[dict[str, Any]]:
    results = []
    for image, one in found.items():
        for k, (x0, y0, x1, y1) in enumerate(one.boxes.tolist()):
            result: dict[str, Any] = {
                "image_id": image + 1,
                "category_id": int(one.labels[k]),
                "score": float(one.scores[k]),
            }
            if task == "instances" and one.runs is not None:
                result["segmentation"] = one.runs[k]
            elif task == "keypoints" and one.keypoints is not None:
                result["keypoints"] = one.keypoints[k].ravel().tolist()
            else:
                result["bbox"] = [x0, y0, x1 - x0, y1 - y0]
            results.append(result)
    return results


def _coco_scores(
    truth: dict[str, Any], results: list[dict[str, Any]], task: Task, table: SampleTable
) -> tuple[dict[str, float], NDArray[np.float64] | None]:
    """Return COCO's numbers, and precision (10 thresholds, 101 recalls, classes, sizes) of the best 100 or 20."""
    if not results or not truth["annotations"]:
        return {"AP": 0.0, "AP50": 0.0, "AP75": 0.0}, None
    labels = COCO(truth)
    sigmas = None if table.points is None else np.array(table.points.sigmas)
    measured = COCOeval_faster(
        labels, labels.loadRes(results), _KINDS[task], print_function=_silent, kpt_oks_sigmas=sigmas
    )
    measured.evaluate()
    measured.accumulate()
    measured.summarize()
    names = _POINT_NAMES if task == "keypoints" else _BOX_NAMES
    values = [float(value) for value in measured.stats[: len(names)]]
    pairs = zip(names, values, strict=False)
    precision = np.asarray(measured.eval["precision"])[..., -1]
    return {name: value for name, value in pairs if value >= 0}, precision


def _silent(*_: Any) -> None:
    """Print nothing."""


def _of_class(precision: NDArray[np.float64] | None, k: int, task: Task) -> dict[str, float]:
    if precision is None:
        return {}
    mine = precision[:, :, k]
    sizes = ("AP", "AP_medium", "AP_large") if task == "keypoints" else _SIZES
    by_size = {name: float(mine[..., n].mean()) for n, name in enumerate(sizes) if (mine[..., n] >= 0).all()}
    if "AP" not in by_size:
        return {}  # the dataset shows none of it
    whole = mine[..., 0]
    return {**by_size, "AP50": float(whole[0].mean()), "AP75": float(whole[5].mean())}


def _class_scores(table: SampleTable, found: Mapping[int, Found]) -> Scores:
    count = len(table.classes) + 1
    confusion = np.zeros((count, count), np.int64)
    for image, one in found.items():
        size = int(table.sizes[image, 0]), int(table.sizes[image, 1])
        truth = class_map(table, image, size)
        if one.classes is not None:
            asked = truth != VOID
            pairs = truth[asked].astype(np.int64) * count + one.classes[asked]
            confusion += np.bincount(pairs, minlength=count * count).reshape(count, count)
    hits = np.diag(confusion).astype(float)
    union = confusion.sum(axis=0) + confusion.sum(axis=1) - hits
    names = ("background", *table.classes)
    by_class = {names[k]: {"IoU": float(hits[k] / union[k])} for k in range(count) if union[k] > 0}
    overall = {
        "mIoU": float(np.mean([values["IoU"] for values in by_class.values()])) if by_class else 0.0,
        "accuracy": float(hits.sum() / max(1, confusion.sum())),
    }
    return Scores("semantic", len(found), overall, by_class)
