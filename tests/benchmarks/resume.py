"""How long a run of a million frames takes until it goes on: records only, no images.

    python tests/benchmarks/resume.py [--frames 1000000] [--folder DIR]

Makes a small dataset, then copies of one of its records under all other numbers, sealed as a run seals them, and times
what a resumed run does before it draws: reading which frames are there, and what is missing.
"""

import argparse
import tempfile
from pathlib import Path
from time import perf_counter, process_time

import pyarrow.parquet as pq

from scenewright.datasets import sealing
from scenewright.datasets.believing import believed_frames
from scenewright.datasets.layout import BLOCK_FRAMES, record_name, sealed_path
from scenewright.datasets.records import FrameRecord, record_json
from scenewright.datasets.store import open_for_writing, read_dataset
from scenewright.jobs.drawing import start_drawing
from scenewright.paths import shipped
from scenewright.sampling.plan import plan_json
from scenewright.spec.yaml_io import load_project


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--frames", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = wanted.folder or Path(temporary) / "dataset"
        if not folder.exists():
            make_records(folder, wanted.frames)
        begun, used = perf_counter(), process_time()
        done = believed_frames(folder, frozenset())
        missing = [index for index in range(wanted.frames) if index not in done]
        resumed, spent = perf_counter(), process_time() - used
        dataset = read_dataset(folder)
        opened = perf_counter()
        record = dataset.frame(wanted.frames - 1)
        read = perf_counter()
        size = sum(path.stat().st_size for path in (folder / "records").rglob("*") if path.is_file())
    print(f"{len(done)} frames believed, {len(missing)} missing; {size / 1e6:.0f} MB of records")
    print(f"taken up in {resumed - begun:.1f} s, {spent:.1f} s of processor")
    print(f"opened for reading: {opened - resumed:.1f} s; frame {record.index} read: {1000 * (read - opened):.0f} ms")


def make_records(folder: Path, frames: int) -> None:
    """Write a dataset of records without images: one real record under every number."""
    file = load_project(shipped("presets") / "cup_detection.yaml")
    open_for_writing(folder, file.spec)
    drawing = start_drawing(file.spec, file.path.parent, "flat")
    frame = next(drawing.frames([0]))
    views = tuple(view.record for view in drawing.labelled(frame))
    text = record_json(FrameRecord(0, plan_json(frame.plan), views))
    rest = text.removeprefix('{"index":0')

    def numbered(index: int) -> bytes:
        return f'{{"index":{index}{rest}'.encode()

    for index in range(min(frames, BLOCK_FRAMES)):
        (folder / record_name(index)).write_bytes(numbered(index))
    for block in range(1, frames // BLOCK_FRAMES):
        first = block * BLOCK_FRAMES
        with pq.ParquetWriter(sealed_path(folder, block), sealing.SCHEMA, compression="zstd") as writer:
            for start in range(first, first + BLOCK_FRAMES, sealing.ROWS_AT_A_TIME):
                texts = [numbered(start + row) for row in range(sealing.ROWS_AT_A_TIME)]
                writer.write_table(sealing.record_rows(start, texts))


if __name__ == "__main__":
    main()
