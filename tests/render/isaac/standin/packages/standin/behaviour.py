"""How the stand-in behaves: what 'behaviour.json' in its folder says, and how often that happened already."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(os.environ["STANDIN_ROOT"])
WISHES = json.loads((ROOT / "behaviour.json").read_text())
VERSION = tuple(int(part) for part in (ROOT / "VERSION").read_text().split("-")[0].split(".")[:2])

hoard = []


def happens(name, step=None):
    """Whether a misbehaviour is due: `{"name": {"at": step, "times": n}}`, or True for always.

    With "after" the steps of all processes together count.
    """
    wish = WISHES.get(name)
    if not wish:
        return False
    if wish is True:
        return True
    if step is not None and step < wish.get("at", 0):
        return False
    if _all_steps() < wish.get("after", 0):
        return False
    uses = ROOT / f"uses_of_{name}"
    used = len(uses.read_text()) if uses.exists() else 0
    if used >= wish.get("times", 1):
        return False
    uses.write_text("x" * (used + 1))
    return True


def hang():
    """Do nothing for ever, deaf to everything but a kill."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        time.sleep(1000)


def on_start():
    os.write(1, b"[Info] [carb] Logging to file\n[Warning] half of a line")
    if happens("hang_in_start"):
        hang()
    if happens("leave_a_child"):
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"], start_new_session=True)
    if happens("no_gpu"):
        sys.stderr.write("[Error] [gpu.foundation.plugin] No device could be created.\n")
        os._exit(0)


def _all_steps():
    counted = ROOT / "steps"
    return counted.stat().st_size if counted.exists() else 0


def on_step(step):
    """What happens when a frame is rendered."""
    with (ROOT / "steps").open("a") as counted:
        counted.write("x")
    if WISHES.get("noise"):
        print("[Info] [omni.rtx] noise", flush=True)
        os.write(1, b'{"type": "frame", "ind')
    if happens("half_line", step):
        os.write(_events(), b'{"type": "frame", "index": 9')
        os.kill(os.getpid(), signal.SIGKILL)
    if happens("exit_0", step):
        os._exit(0)
    if happens("hang_in_step", step):
        hang()
    if happens("raise", step):
        raise RuntimeError("Replicator lost its way")
    if happens("gpu_lost", step):
        sys.stderr.write("[Error] [carb.graphics-vulkan.plugin] VkResult: ERROR_DEVICE_LOST\n")
        sys.stderr.flush()
        raise RuntimeError("device lost")
    if WISHES.get("memory_growth"):
        hoard.append(bytearray(os.urandom(1) * (WISHES["memory_growth"] << 20)))


def on_close():
    if happens("hang_in_close"):
        hang()
    if happens("segfault_in_close"):
        os.kill(os.getpid(), signal.SIGSEGV)
    os._exit(0)  # fast_shutdown, whatever happened before


def _events():
    """The descriptor that the worker keeps for its events."""
    for path in Path("/proc/self/fd").iterdir():
        if int(path.name) > 2 and str(path.readlink()) == os.environ["STANDIN_STDOUT"]:
            return int(path.name)
    raise RuntimeError("the worker kept no standard output")
