"""One clear sentence where nothing can draw."""

import os
import subprocess
import sys

import pytest

ASK = """
from scenewright.errors import UserError
from scenewright.render.embedded.device import gpu_device
try:
    gpu_device()
except UserError as error:
    print(f"told: {error}")
"""
NO_VULKAN = {"VK_DRIVER_FILES": "/nonexistent.json", "VK_ICD_FILENAMES": "/nonexistent.json"}
NO_OPENGL = {
    "LIBGL_DRIVERS_PATH": "/nonexistent",
    "__EGL_VENDOR_LIBRARY_DIRS": "/nonexistent",
    "__EGL_VENDOR_LIBRARY_FILENAMES": "/nonexistent.json",
}


@pytest.mark.skipif(sys.platform != "linux", reason="drivers are hidden through variables of Linux's loaders")
@pytest.mark.parametrize("hidden", [NO_VULKAN, NO_VULKAN | NO_OPENGL], ids=["no Vulkan", "no driver at all"])
def test_without_an_adapter_the_message_names_the_package_to_install(hidden):
    environment = {**os.environ, **hidden}
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    told = [line for line in done.stdout.splitlines() if line.startswith("told: ")]
    assert len(told) == 1
    assert "mesa-vulkan-drivers" in told[0]
    assert "Traceback" not in done.stderr
