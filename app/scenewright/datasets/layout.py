"""Where a frame's files lie: one rule, from the frame's number alone, that keeps every folder small.

The first ten thousand frames lie at the top: rgb/000012.png, records/000012.json. Each further ten thousand, a block,
has a folder of its own in each of those: rgb/0001/012345.png. So a small dataset looks simple, a large one has no
folder that a file system or a person cannot open, and a dataset that grows never moves a file.

A block that is whole is sealed: its records become one Parquet file, records/0001.parquet.
"""

from pathlib import Path

BLOCK_FRAMES = 10_000
RECORDS_FOLDER = "records"


def block_of(index: int) -> int:
    """Return the block of a frame; block 0 lies at the top."""
    return index // BLOCK_FRAMES


def block_name(block: int) -> str:
    """Return a block's name; four digits, more where the number needs them."""
    return f"{block:04d}"


def frame_name(index: int) -> str:
    """Return the number in the names of a frame's files; six digits, more where the number needs them."""
    return f"{index:06d}"


def image_name(channel: str, index: int, camera: str, suffix: str) -> str:
    """Return an image's place, relative to the dataset, with forward slashes.

    Args:
        channel: As 'rgb'.
        index: The frame.
        camera: Empty where the frame has only one.
        suffix: As '.png'.
    """
    stem = f"{frame_name(index)}_{camera}" if camera else frame_name(index)
    return f"{_in_block(channel, index)}/{stem}{suffix}"


def record_name(index: int) -> str:
    """Return the place of a frame's record, relative to the dataset."""
    return f"{_in_block(RECORDS_FOLDER, index)}/{frame_name(index)}.json"


def record_folder(folder: Path, block: int) -> Path:
    """Return the folder of a block's records, as far as each has a file of its own."""
    place = folder / RECORDS_FOLDER
    return place if block == 0 else place / block_name(block)


def record_places(folder: Path, index: int) -> tuple[Path, ...]:
    """Return where a frame's record may be: in its place, or, by earlier versions, at the top."""
    place, top = folder / record_name(index), folder / RECORDS_FOLDER / f"{frame_name(index)}.json"
    return (place,) if place == top else (place, top)


def sealed_path(folder: Path, block: int) -> Path:
    """Return the place of a whole block's records."""
    return folder / RECORDS_FOLDER / f"{block_name(block)}.parquet"


def table_path(folder: Path, name: str, block: int) -> Path:
    """Return the place of a table's part: frames.parquet for the first block, frames/0001.parquet for others."""
    return folder / (f"{name}.parquet" if block == 0 else f"{name}/{block_name(block)}.parquet")


def table_paths(folder: Path, name: str) -> list[Path]:
    """Return the parts of a table that are there, in the order of their frames; read together they are the table.

    Args:
        folder: The dataset.
        name: 'frames' or 'instances'.
    """
    first = [path for path in (table_path(folder, name, 0),) if path.is_file()]
    return [*first, *sorted((folder / name).glob("*.parquet"), key=lambda path: int(path.stem))]


def _in_block(name: str, index: int) -> str:
    block = block_of(index)
    return name if block == 0 else f"{name}/{block_name(block)}"
