"""What Isaac Sim's log says about why it failed, in words and with the remedy."""

from pathlib import Path

_TAIL_BYTES = 200_000

CAUSES = {
    "ERROR_DEVICE_LOST": "The graphics card was lost: another program may have used it up, or its driver crashed; "
    "restart the machine, and install the driver that this version of Isaac Sim is validated with.",
    "GPU has fallen off the bus": "The graphics card was lost: check its power and cooling, and restart the machine.",
    "CUDA out of memory": "The graphics card's memory is used up: close other programs, or make images smaller.",
    "ERROR_OUT_OF_DEVICE_MEMORY": "The graphics card's memory is used up: close other programs or make images smaller.",
    "No space left on device": "The disk is full: free some space.",
    "GLIBC_": "This system's C library is too old for this version of Isaac Sim.",
    "No device could be created": "Isaac Sim found no graphics card that it can use: it needs one with RT cores.",
    "MemoryError": "The machine's memory is used up: close other programs.",
}


def cause_in(log: Path) -> str:
    """Return a sentence on the cause that a log names; empty where it names none that is known."""
    try:
        with log.open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - _TAIL_BYTES))
            text = file.read().decode("utf-8", errors="replace")
    except OSError:
        return ""
    return next((sentence for mark, sentence in CAUSES.items() if mark in text), "")
