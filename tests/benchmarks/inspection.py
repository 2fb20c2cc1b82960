"""How a dataset of many frames is looked through: its records are real, its pictures are repeated.

Usage: python tests/benchmarks/inspection.py DATASET [FRAMES]
"""

import resource
import shutil
import sys
import tempfile
from collections import deque
from itertools import islice
from pathlib import Path
from time import perf_counter

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from scenewright.datasets.files import FRAMES_TABLE, INSTANCES_TABLE, PROJECT_FILE
from scenewright.inspection.examining import evidence_of
from scenewright.inspection.findings import look
from scenewright.inspection.histograms import histogram
from scenewright.inspection.measures import MEASURES, Source
from scenewright.inspection.native import native_columns
from scenewright.inspection.opening import project_of
from scenewright.inspection.query import matching, parsed_filter, sorted_rows


def repeated(dataset: Path, frames: int, out: Path) -> None:
    """Write the tables of a dataset with many times its frames, and links to its pictures."""
    shutil.copy(dataset / PROJECT_FILE, out / PROJECT_FILE)
    for channel in (path for path in dataset.iterdir() if path.is_dir() and path.name not in ("records", "frames")):
        (out / channel.name).symlink_to(channel.absolute())
    (out / "records").symlink_to((dataset / "records").absolute())
    for name in (FRAMES_TABLE, INSTANCES_TABLE):
        table = pq.read_table(dataset / name)
        index = table.column("index").to_numpy()
        step = int(index.max()) + 1
        place = table.schema.get_field_index("index")
        with pq.ParquetWriter(out / name, table.schema, compression="zstd") as writer:
            for lap in range(-(-frames // step)):
                moved = index + lap * step
                part = table.set_column(place, "index", pa.array(moved)).filter(pa.array(moved < frames))
                writer.write_table(part)


def main(dataset: Path, frames: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        repeated(dataset, frames, out)
        rows = []
        began = perf_counter()
        parts = native_columns(out, project_of(out))
        next(parts)
        rows.append(("first page known", perf_counter() - began))
        columns = deque(parts, maxlen=1).pop()
        rows.append(("all columns", perf_counter() - began))
        source = Source(columns)
        began = perf_counter()
        for measure in MEASURES:
            histogram(source, measure)
        rows.append((f"{len(MEASURES)} histograms", perf_counter() - began))
        began = perf_counter()
        found = look(evidence_of(columns, None))
        rows.append((f"findings ({len(found)})", perf_counter() - began))
        began = perf_counter()
        shown = matching(source, parsed_filter("occlusion<0.5 objects>=3"))
        sorted_rows(source, np.flatnonzero(shown), "distance")
        rows.append(("a filter and a sort", perf_counter() - began))
        print(f"{len(columns.images)} images, {len(columns.objects)} objects")
        for name, seconds in rows:
            print(f"{name:24} {seconds:7.2f} s")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{'peak memory':24} {peak:7.0f} MiB")


if __name__ == "__main__":
    path, *count = list(islice(sys.argv[1:], 2))
    main(Path(path), int(count[0]) if count else 100_000)
