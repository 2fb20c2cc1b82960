"""JSON files of long lists, written element by element and never held in memory."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TextIO

from scenewright.datasets.files import part_path

Append = Callable[[Mapping[str, Any]], None]


@contextmanager
def json_lists(path: Path, head: Mapping[str, Any], names: Sequence[str]) -> Iterator[tuple[Append, ...]]:
    """Give a function for each list that appends to it; lists may grow in turn.

    Args:
        path: The file: one JSON object.
        head: Its short members, written first.
        names: The members that are lists, in their order in the file. All but the first wait in files of their own.
    """
    waiting = [part_path(path.with_name(f"{path.name}.{name}")) for name in names[1:]]
    try:
        with ExitStack() as stack:
            places = [path, *waiting]
            files = [stack.enter_context(place.open("w+", encoding="utf-8", newline="\n")) for place in places]
            files[0].write(compact_json(head).removesuffix("}") + ("," if head else ""))
            for name, file in zip(names, files, strict=True):
                file.write(f'\n"{name}":[')
            yield tuple(_appender(file) for file in files)
            files[0].write("]")
            for file in files[1:]:
                files[0].write(",")
                file.seek(0)
                shutil.copyfileobj(file, files[0])
                files[0].write("]")
            files[0].write("}\n")
    finally:
        for place in waiting:
            place.unlink(missing_ok=True)


def compact_json(data: Any) -> str:
    """Return data as JSON without spaces, in which letters of any script stay as they are."""
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _appender(file: TextIO) -> Append:
    before = "\n"

    def append(item: Mapping[str, Any]) -> None:
        nonlocal before
        file.write(before + compact_json(item))
        before = ",\n"

    return append
