"""The NVIDIA graphics cards of this machine, as nvidia-smi tells them."""

import subprocess
from dataclasses import dataclass
from functools import lru_cache

_QUERY = "index,name,driver_version,memory.total"


@dataclass(frozen=True)
class GraphicsCard:
    """One card."""

    number: int
    name: str
    driver: str
    memory_gb: float


def graphics_cards() -> tuple[GraphicsCard, ...]:
    """Return the cards; none where there is no driver."""
    try:
        answer = subprocess.run(
            ["nvidia-smi", f"--query-gpu={_QUERY}", "--format=csv,noheader,nounits"],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return parsed_cards(answer.stdout) if answer.returncode == 0 else ()


def parsed_cards(text: str) -> tuple[GraphicsCard, ...]:
    """Return the cards that nvidia-smi's table lists."""
    found = []
    for line in text.splitlines():
        parts = [part.strip() for part in line.split(",")]
        if len(parts) == len(_QUERY.split(",")) and parts[0].isdigit():
            memory = float(parts[3]) / 1024 if parts[3].replace(".", "").isdigit() else 0.0
            found.append(GraphicsCard(int(parts[0]), parts[1], parts[2], memory))
    return tuple(found)


@lru_cache(1)
def driver_version() -> str:
    """Return the driver's version; empty where there is none."""
    cards = graphics_cards()
    return cards[0].driver if cards else ""
