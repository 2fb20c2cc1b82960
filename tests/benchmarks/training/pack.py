"""Pack a dataset's pictures and boxes into one small file, for a GPU machine that nothing larger can be brought to.

    python tests/benchmarks/training/pack.py DATASET FILE.tar [--training 2000] [--held-back 100] [--unseen 100]

The pictures are compressed with losses (WebP). `on_gpu.py` makes two datasets of it: "seen", whose first frames
train and whose last are held back, and "unseen".
"""

import argparse
import io
import tarfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

from scenewright.datasets import files

QUALITY = 60
FRAME_COLUMNS = ["index", "split", "camera", "intrinsics", "files"]
OBJECT_COLUMNS = ["index", "camera", "instance_id", "class_id", "box_tight", "visible_px", "skeleton", "verdict"]


def main() -> None:
    """Write the file and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("dataset", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("--training", type=int, default=2000)
    parser.add_argument("--held-back", type=int, default=100)
    parser.add_argument("--unseen", type=int, default=100)
    wanted = parser.parse_args()
    held_to = wanted.training + wanted.held_back
    with tarfile.open(wanted.file, "w") as tar:
        add_part(tar, wanted.dataset, "seen", range(held_to), wanted.training)
        add_part(tar, wanted.dataset, "unseen", range(held_to, held_to + wanted.unseen), held_to)
    print(f"{wanted.file}: {wanted.file.stat().st_size / 2**20:.1f} MiB")


def add_part(tar: tarfile.TarFile, dataset: Path, name: str, frames: range, training: int) -> None:
    """Add some frames as a dataset of their own; those from `training` on are held back."""
    add(tar, f"{name}/{files.PROJECT_FILE}", (dataset / files.PROJECT_FILE).read_bytes())
    table = rows(pq.read_table(dataset / files.FRAMES_TABLE, columns=FRAME_COLUMNS), frames)
    splits = ["train" if index < training else "validation" for index in table.column("index").to_pylist()]
    table = table.set_column(1, "split", pa.array(splits))
    named = [item["rgb"] for item in table.column("files").to_pylist()]
    table = table.set_column(4, "files", pa.array([{"rgb": path} for path in named]))
    add(tar, f"{name}/{files.FRAMES_TABLE}", parquet(table))
    objects = rows(pq.read_table(dataset / files.INSTANCES_TABLE, columns=OBJECT_COLUMNS), frames)
    add(tar, f"{name}/{files.INSTANCES_TABLE}", parquet(objects))
    with ThreadPoolExecutor(2) as threads:
        for path, content in zip(named, threads.map(lambda path: webp(dataset / path), named), strict=True):
            add(tar, f"{name}/{path}", content)


def rows(table: pa.Table, frames: range) -> pa.Table:
    """Return the rows of some frames."""
    return table.filter(pa.array([index in frames for index in table.column("index").to_pylist()]))


def parquet(table: pa.Table) -> bytes:
    """Return a table as a file's content."""
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd")
    return file.getvalue()


def webp(path: Path) -> bytes:
    """Return a picture as WebP."""
    file = io.BytesIO()
    Image.open(path).convert("RGB").save(file, "WEBP", quality=QUALITY, method=4)
    return file.getvalue()


def add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    """Add a file."""
    info = tarfile.TarInfo(name)
    info.size = len(content)
    tar.addfile(info, io.BytesIO(content))


if __name__ == "__main__":
    main()
