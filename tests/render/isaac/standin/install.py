"""Puts up a folder that is laid out like an installation of Isaac Sim; its Python provides the few calls we make.

It is no Isaac Sim: it shows the open stage by a small rasteriser of its own. It reads the stage and what the worker
sets in it, never a plan. It can be told to misbehave as the real one is known to.
"""

import json
import sys
from pathlib import Path

PACKAGES = Path(__file__).parent / "packages"

PYTHON_SH = """#!/bin/bash
# As Isaac Sim's own: sets its variables, runs its Python, and knows no exit code but 1.
DIR="$( cd "$( dirname "${{BASH_SOURCE[0]}}" )" && pwd )"
{noise}
export CARB_APP_PATH=$DIR/kit ISAAC_PATH=$DIR EXP_PATH=$DIR/apps
export STANDIN_ROOT=$DIR STANDIN_STDOUT=$(readlink /proc/$$/fd/1)
export PYTHONPATH=$DIR/packages
"$DIR/kit/python/bin/python3" "$@"
if [ $? -ne 0 ]; then echo "There was an error running python"; exit 1; fi
"""


def put_up(root, version="5.1.0", *, noise="", **behaviour):
    """Return the folder of a stand-in; `behaviour` is read by packages/standin/behaviour.py."""
    root = Path(root)
    (root / "apps").mkdir(parents=True)
    (root / "kit/python/bin").mkdir(parents=True)
    (root / "VERSION").write_text(f"{version}-rc.19+release.26219.9c81211b.gl\n")
    (root / "apps/isaacsim.exp.base.python.kit").write_text("# an experience\n")
    _script(root / "python.sh", PYTHON_SH.format(noise=noise))
    _script(root / "kit/python/bin/python3", f'#!/bin/bash\nexec "{sys.executable}" "$@"\n')
    (root / "packages").symlink_to(PACKAGES, target_is_directory=True)
    (root / "behaviour.json").write_text(json.dumps(behaviour))
    return root


def _script(path, text):
    path.write_text(text)
    path.chmod(0o755)
