"""Set Scenewright up and run all its checks: style, types, layers and tests.

Usage: python3 packaging/test.py [--training] [arguments for pytest]

With --training PyTorch is set up too (up to 6 GB), and what needs it is tested; without it those tests are left out.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import environment
import steps

if TYPE_CHECKING:
    from pathlib import Path

TRAINING = "--training"
CHECKS = (("ruff", "check"), ("ruff", "format", "--check"), ("mypy",), ("lint-imports",))
PARALLEL = ("-n", "2", "--dist", "loadfile")
# With these, pytest's own processes are the caller's business, or it talks with the terminal.
UNSHARED = ("-n", "--numprocesses", "--dist", "-p", "-s", "--capture", "--pdb", "--trace")


def main() -> int:
    """Set up, run every check whatever the others say, and return 0 when all passed."""
    arguments = [argument for argument in sys.argv[1:] if argument != TRAINING]
    folder = environment.prepare("test,train" if TRAINING in sys.argv[1:] else "test")
    failed = []
    for check in CHECKS:
        print(f"== {' '.join(check)}", flush=True)
        if environment.call(folder, *check) != 0:
            failed.append(" ".join(check))
    print("==", "pytest", *arguments, flush=True)
    code = run_pytest(folder, arguments, failed)
    return code or int(bool(failed))


def run_pytest(folder: Path, arguments: list[str], failed: list[str]) -> int:
    """Run the tests, passing on what pytest prints; its closing line comes last.

    Args:
        folder: The environment.
        arguments: The caller's arguments for pytest.
        failed: The checks that failed before, named just above the closing line.

    Returns:
        pytest's exit code.
    """
    if any(argument.startswith(UNSHARED) for argument in arguments):
        if failed:
            print(f"FAILED before: {', '.join(failed)}", flush=True)
        return environment.call(folder, "pytest", *arguments)
    color = "yes" if sys.stdout.isatty() else "auto"
    command = [environment.program(folder, "pytest"), *PARALLEL, f"--color={color}", *arguments]
    closing = b""
    with subprocess.Popen(
        command, cwd=environment.ROOT, env=steps.children_environment(), stdout=subprocess.PIPE
    ) as pytest:
        for line in pytest.stdout or ():
            sys.stdout.buffer.write(closing)
            sys.stdout.buffer.flush()
            closing = line
        code = pytest.wait()
    if failed:
        print(f"FAILED before: {', '.join(failed)}", flush=True)
    sys.stdout.buffer.write(closing)
    sys.stdout.buffer.flush()
    return code


if __name__ == "__main__":
    steps.run_main(main)
