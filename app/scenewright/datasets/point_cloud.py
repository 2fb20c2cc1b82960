"""Point clouds: a binary PLY for each image, as MeshLab, Open3D and CloudCompare read it.

Format: http://paulbourke.net/dataformats/ply/. Points are metres in the world; what each pixel shows is one point, the
background included. Beside x, y, z a point has its normal and colour where the dataset holds them, and its instance and
class: 0 for what is no labelled object, and for what a visibility rule drops or ignores. What it flags is as ever.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets.files import told_in_words
from scenewright.datasets.reading import Dataset
from scenewright.datasets.records import ViewRecord, matrix
from scenewright.datasets.staging import export_folder, refuse_without
from scenewright.datasets.threads import in_threads
from scenewright.errors import UserError
from scenewright.geometry.camera import pixel_rays
from scenewright.geometry.transforms import transform_points

_TYPES = {"<f4": "float", "|u1": "uchar", "<u2": "ushort"}


@dataclass(frozen=True, eq=False)
class PointCloud:
    """An image's points: a structured array (N,) with the fields x, y, z, and whatever else the file has."""

    name: str
    points: NDArray[np.void]


def write_point_cloud(dataset: Dataset, out: Path) -> None:
    """Write `000012.ply` for each image; all of it or nothing.

    Raises:
        UserError: The dataset holds no distances, or the export cannot be written.
    """
    with export_folder(dataset, out) as folder:
        refuse_without("distance_to_image_plane", dataset, "Point clouds")
        views = (view for frame in dataset.frames() for view in frame.views)
        with in_threads(lambda view: _write(dataset, view, folder), views) as written:
            for _ in written:
                pass


def read_point_cloud(folder: Path) -> Iterator[PointCloud]:
    """Yield the clouds of an export, by name.

    Raises:
        UserError: The folder holds none, or one is not as `write_point_cloud` has them.
    """
    paths = sorted(folder.glob("*.ply"))
    if not paths:
        raise UserError(f"{folder} holds no point clouds such as 000000.ply: check the path.")
    for path in paths:
        with told_in_words("read the export", path):
            try:
                head, _, content = path.read_bytes().partition(b"end_header\n")
                lines = [line.split() for line in head.decode("ascii").splitlines()]
                fields = [(words[2], _code(words[1])) for words in lines if words[0] == "property"]
                count = next(int(words[2]) for words in lines if words[:2] == ["element", "vertex"])
                yield PointCloud(path.stem, np.frombuffer(content, np.dtype(fields), count))
            except (ValueError, IndexError, StopIteration, UnicodeDecodeError) as error:
                raise UserError(f"{path} is damaged, or another kind of PLY: {error}.") from error


def _write(dataset: Dataset, view: ViewRecord, folder: Path) -> None:
    points = _points(dataset, view)
    lines = ["ply", "format binary_little_endian 1.0", f"element vertex {len(points)}"]
    lines += [f"property {_TYPES[points.dtype[name].str]} {name}" for name in points.dtype.names or ()]
    head = "\n".join([*lines, "end_header\n"]).encode("ascii")
    (folder / Path(view.files["rgb"]).with_suffix(".ply").name).write_bytes(head + points.tobytes())


def _points(dataset: Dataset, view: ViewRecord) -> NDArray[np.void]:
    depth = dataset.load(view, "distance_to_image_plane")
    hit = np.isfinite(depth)
    world = transform_points(matrix(view.world_from_camera), pixel_rays(view.intrinsics)[hit] * depth[hit, None])
    columns: dict[str, NDArray[np.generic]] = dict(zip("xyz", world.astype("<f4").T, strict=True))
    if "normals" in view.files:
        normals = dataset.load(view, "normals")[hit].astype("<f4")
        columns |= dict(zip(("nx", "ny", "nz"), normals.T, strict=True))
    columns |= dict(zip(("red", "green", "blue"), dataset.load(view, "rgb")[hit].T, strict=True))
    if "instance_mask" in view.files:
        ids = dataset.load(view, "instance_mask")
        instances, classes = np.zeros((2, int(ids.max(initial=0)) + 1), "<u2")
        for item in view.targets:
            if item.instance_id < len(classes):
                instances[item.instance_id], classes[item.instance_id] = item.instance_id, item.class_id
        columns |= {"instance": instances[ids[hit]], "class": classes[ids[hit]]}
    points = np.empty(len(world), [(name, column.dtype) for name, column in columns.items()])
    for name, column in columns.items():
        points[name] = column
    return points


def _code(name: str) -> str:
    return next(code for code, known in _TYPES.items() if known == name)
