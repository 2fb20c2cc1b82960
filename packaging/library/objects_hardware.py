"""The hardware, machine parts and tools of the library, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import hardware_connectors
import hardware_drill
import hardware_fasteners
import hardware_machine
import hardware_tools

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OBJECTS_HARDWARE: dict[str, Callable[[Path], None]] = {
    **hardware_fasteners.BUILDERS,
    **hardware_machine.BUILDERS,
    **hardware_tools.BUILDERS,
    **hardware_connectors.BUILDERS,
    **hardware_drill.BUILDERS,
}
"""Function of the objects folder that writes each entry."""
