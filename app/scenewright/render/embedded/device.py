"""The GPU device that colour and labels share."""

import os
import platform
import tempfile
from functools import cache
from typing import Any

import wgpu

from scenewright.errors import UserError


@cache
def gpu_device() -> Any:
    """Return the process's one wgpu device.

    Raises:
        UserError: There is no usable graphics adapter; says what to install.
    """
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())  # silences two harmless lines of the Vulkan loader
    adapter = _adapter()
    if adapter is None:
        raise UserError(f"There is no graphics adapter that can draw. {_remedy()}")
    if adapter.info["backend_type"] == "OpenGL":
        raise UserError(
            f"Only OpenGL was found ({adapter.info['device']}), which cannot draw exact labels. {_remedy()}"
        )
    wgpu.preconfigure_default_device("scenewright", adapter=adapter)
    try:
        from pygfx.renderers.wgpu import get_shared  # noqa: PLC0415  (the device is made when pygfx is first used)

        return get_shared().device
    except RuntimeError as error:
        raise UserError(f"The graphics adapter {adapter.summary} cannot be used. {_remedy()}") from error


def describe_adapter() -> dict[str, str]:
    """Return the adapter's name, kind, driver and interface."""
    info = gpu_device().adapter.info
    return {
        "adapter": str(info["device"]),
        "adapter_type": str(info["adapter_type"]),
        "driver": str(info["description"]),
        "interface": str(info["backend_type"]),
    }


def _adapter() -> Any | None:
    """Return the best adapter; of several cards alike, drawing processes take turns (`SCENEWRIGHT_ADAPTER`)."""
    try:
        best = wgpu.gpu.request_adapter_sync(power_preference="high-performance")
        if best.info["adapter_type"] == "CPU":
            return best
        alike = [one for one in wgpu.gpu.enumerate_adapters_sync() if _is_like(one, best)]
    except RuntimeError:
        return None
    return alike[int(os.environ.get("SCENEWRIGHT_ADAPTER", 0)) % len(alike)] if alike else best


def _is_like(one: Any, other: Any) -> bool:
    return all(one.info[name] == other.info[name] for name in ("device", "backend_type", "adapter_type"))


def _remedy() -> str:
    if platform.system() == "Linux":
        return (
            "Install a Vulkan driver: `sudo apt-get install mesa-vulkan-drivers libvulkan1` gives one that runs on any "
            "processor; a graphics card wants its maker's driver. Then run `scenewright doctor`."
        )
    return "Update the graphics driver, then run `scenewright doctor`."
