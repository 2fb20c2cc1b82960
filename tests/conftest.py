"""What all tests share."""

import gc
import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_SHAPES = """\
name: Shapes
classes: [cube, ball]
floor: {{size_m: [6, 6], textures: [wood_oak]}}
environment: {{kind: color}}
objects:
- name: cubes
  class_name: cube
  assets: [shape_cube]
  count: {cubes}
  position_m:
    x: {{kind: uniform, low: -1, high: 1}}
    y: {{kind: uniform, low: -1, high: 1}}
    z: {{kind: uniform, low: 0.2, high: 1}}
  rotation_deg: {{x: {{kind: uniform, low: 0, high: 360}}, z: {{kind: uniform, low: 0, high: 360}}}}
  look: {look}
  scale: {scale}
- name: balls
  class_name: ball
  assets: [shape_sphere]
  position_m: {{x: {{kind: uniform, low: -1, high: 1}}, z: {{kind: uniform, low: 0.2, high: 1}}}}
  scale: {scale}
lights:
- {{name: key, kind: directional, azimuth_deg: {{kind: uniform, low: 0, high: 360}}}}
cameras:
- {{position_m: {{y: -3, z: 2}}, look_at_m: {{z: 0.3}}, width_px: {width_px}, height_px: {height_px}}}
labels:
- bounding_box_2d_tight
- bounding_box_2d_loose
- bounding_box_3d
- semantic_mask
- instance_mask
- distance_to_camera
- distance_to_image_plane
- normals
{labels}
output: {{frames: {frames}, seed: 3}}
"""


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files instead of comparing")


@pytest.fixture(autouse=True, scope="session")
def _no_library_of_the_person_at_this_machine(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCENEWRIGHT_LIBRARY", str(tmp_path_factory.mktemp("library")))
        patch.setenv("SCENEWRIGHT_CONFIG", str(tmp_path_factory.mktemp("config")))
        yield


@pytest.fixture(autouse=True)
def _widgets_are_deleted_on_their_own_thread(request):
    """As in the program, where Python's collection never runs on a thread that reads frames."""
    if "qapp" in request.fixturenames:
        gc.disable()
    yield
    if not gc.isenabled():
        gc.collect(1)


@pytest.fixture(autouse=True, scope="module")
def _old_garbage_too():
    yield
    if not gc.isenabled():
        gc.collect()
        gc.enable()


@pytest.fixture
def golden(request):
    """Compare a text with a golden file; review what `--update-golden` changed as a diff."""

    def check(name: str, text: str) -> None:
        path = request.config.rootpath / "tests" / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"{path} differs; if it should, run pytest --update-golden"

    return check


@pytest.fixture(scope="session")
def write_shapes(tmp_path_factory):
    """Write a small project of cubes and a ball; return its path."""

    def write(*, frames, width_px, height_px, cubes, scale, look="null", labels=()):
        path = tmp_path_factory.mktemp("project") / "shapes.yaml"
        more = "".join(f"- {name}\n" for name in labels).rstrip()
        path.write_text(
            _SHAPES.format(
                frames=frames, width_px=width_px, height_px=height_px, cubes=cubes, scale=scale, look=look, labels=more
            ).replace("\n\n", "\n")
        )
        return path

    return write
