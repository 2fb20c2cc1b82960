"""The process that reads files nobody vouches for; the parent kills it when it takes too long or too much memory.

Talks JSON: one task a line on standard input, one answer a line on standard output.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scenewright.assets.importing.converting import (
    Converted,
    Task,
    as_plain,
    convert_environment,
    convert_model,
    convert_surface,
)
from scenewright.errors import UserError, os_error_sentence

MEMORY_GB = 6


def answer(task: Task) -> dict[str, Any]:
    """Return what came of a task: {"converted": ...} or {"error": one sentence}."""
    convert = _CONVERTERS[task.kind]
    try:
        return {"converted": as_plain(convert(task))}
    except UserError as error:
        return {"error": str(error)}
    except OSError as error:
        return {"error": os_error_sentence("import it", Path(task.source), error)}
    except (MemoryError, RecursionError):
        return {"error": f"{task.source} needs more than {MEMORY_GB} GB of memory to read: simplify it first."}
    except Exception as error:  # a file nobody vouches for may break anything
        return {"error": f"{task.source} cannot be read ({type(error).__name__}): it is damaged; export it again."}


_CONVERTERS: dict[str, Callable[[Task], Converted]] = {
    "object": convert_model,
    "floor": convert_surface,
    "wall": convert_surface,
    "environment": convert_environment,
}


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415  not on Windows
    except ImportError:
        return
    most = MEMORY_GB << 30
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Answer tasks until there are no more."""
    _limit_memory()
    # Libraries print what they like: only answers reach the parent.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    for line in sys.stdin:
        answers.write(json.dumps(answer(Task(**json.loads(line)))) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
