"""The engine stays inside what WebGPU promises everywhere, not only inside what this machine's adapter offers."""

import subprocess
import sys

SCRIPT = """
import wgpu

PROMISED = {
    "max-bind-groups": 4,
    "max-buffer-size": 256 << 20,
    "max-color-attachment-bytes-per-sample": 32,
    "max-color-attachments": 8,
    "max-compute-invocations-per-workgroup": 256,
    "max-inter-stage-shader-variables": 16,
    "max-sampled-textures-per-shader-stage": 16,
    "max-storage-buffer-binding-size": 128 << 20,
    "max-storage-buffers-per-shader-stage": 8,
    "max-texture-dimension-2d": 8192,
    "max-uniform-buffer-binding-size": 64 << 10,
}
wgpu.preconfigure_default_device("test", required_limits=PROMISED)

from scenewright.assets.loading import AssetLoader
from scenewright.paths import shipped
from scenewright.render.embedded.device import gpu_device
from scenewright.render.embedded.engine import EmbeddedRenderer
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.yaml_io import load_project

file = load_project(shipped("presets") / "cup_detection.yaml")
assets = AssetLoader(file.path.parent)
frame = next(EmbeddedRenderer(assets).render([sample_frame(file.spec, 0, assets)]))
assert gpu_device().limits["max-color-attachment-bytes-per-sample"] == 32
assert frame.views[0].instance_ids.any()
"""


def test_a_frame_is_drawn_within_the_limits_that_webgpu_promises():
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
