"""Read our exports with supervision and datumaro (tests/datasets/test_heavy_readers.py); a missing one is a failure.

Usage: python3 packaging/oracles.py [arguments for pytest]

supervision and datumaro want older versions of packages than the program itself, so they get an environment of their
own, `.venv-oracles` (about 3 GB; SCENEWRIGHT_VENV names another place).
"""

from __future__ import annotations

import os
import sys

import environment
import steps

READERS = "tests/datasets/test_heavy_readers.py"


def main() -> int:
    """Set the environment up, run the readers' tests, and return 0 when every reader read everything."""
    os.environ.setdefault("SCENEWRIGHT_VENV", str(environment.ROOT / ".venv-oracles"))
    folder = environment.prepare("test,oracles")
    os.environ["SCENEWRIGHT_ALL_READERS"] = "1"
    return environment.call(folder, "pytest", "-m", "long", "-n", "0", READERS, *sys.argv[1:])


if __name__ == "__main__":
    steps.run_main(main)
