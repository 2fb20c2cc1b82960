"""The formats a dataset can be exported to, as the user knows them, and what each asks of a project."""

from dataclasses import dataclass

from scenewright.spec.project import ProjectSpec
from scenewright.ui.language import translate


@dataclass(frozen=True)
class ExportFormat:
    """One format.

    Attributes:
        name: As the command line calls it.
        title: As its users call it.
        words: What it is for.
        labels: Which labels it cannot do without.
        needs_pinhole: Whether it has no words for a lens that bends the image.
    """

    name: str
    title: str
    words: str
    labels: tuple[str, ...] = ()
    needs_pinhole: bool = False


def export_formats() -> tuple[ExportFormat, ...]:
    """Return all formats, the best known first."""
    masks, keypoints = ("instance_mask",), ("keypoints",)
    return (
        ExportFormat("coco", "COCO", _tr("Boxes, masks as run lengths, keypoints")),
        ExportFormat("yolo_detect", "YOLO detect", _tr("Boxes, as Ultralytics reads them")),
        ExportFormat("yolo_segment", "YOLO segment", _tr("Polygons"), masks),
        ExportFormat("yolo_pose", "YOLO pose", _tr("Keypoints"), keypoints),
        ExportFormat("yolo_obb", "YOLO OBB", _tr("Oriented boxes"), masks),
        ExportFormat("coco_polygons", _tr("COCO with polygons"), _tr("Polygons along the edges of pixels"), masks),
        ExportFormat("coco_detection", _tr("COCO boxes only"), _tr("For detectors")),
        ExportFormat("coco_keypoints", _tr("COCO keypoints"), _tr("With the sigmas for their score"), keypoints),
        ExportFormat("coco_panoptic", _tr("COCO panoptic"), _tr("A segment for every pixel"), masks),
        ExportFormat("voc", "Pascal VOC", _tr("XML and palette masks")),
        ExportFormat("kitti", "KITTI", _tr("Objects and calibration, for 3D detection"), needs_pinhole=True),
        ExportFormat("bop", "BOP", _tr("6D poses with models in millimetres"), masks, needs_pinhole=True),
        ExportFormat("dope", "DOPE", _tr("Poses for Deep Object Pose"), needs_pinhole=True),
        ExportFormat("basicwriter", "BasicWriter", _tr("The layout of Omniverse Replicator")),
        ExportFormat("hdf5", "HDF5", _tr("200 frames a file, everything in it")),
        ExportFormat("webdataset", "WebDataset", _tr("Tar files for training at scale")),
        ExportFormat("fiftyone", "FiftyOne", _tr("Pictures and boxes to look through in FiftyOne")),
    )


def trouble_of(item: ExportFormat, spec: ProjectSpec) -> str:
    """Return why a format cannot be written of a project; empty where it can."""
    missing = [label for label in item.labels if label not in spec.labels]
    if missing:
        words = translate("formats", "{format} needs the label {label}.")
        return words.format(format=item.title, label=missing[0].replace("_", " "))
    if item.needs_pinhole and any(camera.lens is not None for camera in spec.cameras):
        words = translate("formats", "{format} knows pinhole cameras only; a camera of this project has a lens.")
        return words.format(format=item.title)
    return ""


def _tr(text: str) -> str:
    """Return a text in the user's language."""
    return translate("formats", text)
