"""The command line: exit codes, messages with what, where and what to do, and events for other programs."""

import json
import os
import subprocess
import sys

import pytest

from scenewright import __version__
from scenewright.assets.loading import AssetLoader
from scenewright.paths import shipped
from scenewright.sampling.plan import plan_json
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.yaml_io import load_project

PROJECT = """\
name: Shapes
classes: [cube]
floor: {size_m: [6, 6], textures: [wood_oak]}
environment: {kind: color}
objects:
- name: cubes
  class_name: cube
  assets: [shape_cube]
  count: 2
  position_m: {x: {kind: uniform, low: -1, high: 1}, z: 0.5}
  scale: 4
cameras:
- {position_m: {y: -3, z: 2}, look_at_m: {z: 0.3}, width_px: 32, height_px: 24}
labels: [instance_mask]
output: {frames: 2, seed: 3}
"""

NO_DRIVER = {
    "VK_DRIVER_FILES": "/nonexistent",
    "VK_ICD_FILENAMES": "/nonexistent",
    "LIBGL_ALWAYS_SOFTWARE": "0",
    "__EGL_VENDOR_LIBRARY_FILENAMES": "/nonexistent",
    "LIBGL_DRIVERS_PATH": "/nonexistent",
}


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "project.yaml"
    path.write_text(PROJECT)
    return path


def _run(*arguments, environment=None):
    """Run the command line with a standard input that stays open, as a terminal's does."""
    command = [sys.executable, "-m", "scenewright", *map(str, arguments)]
    ours, theirs = os.pipe()
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            stdin=ours,
            timeout=100,
            check=False,
            env={**os.environ, **(environment or {}), "COLUMNS": "200"},
        )
    finally:
        os.close(ours)
        os.close(theirs)
    assert "Traceback" not in done.stderr, done.stderr
    assert "Warning" not in done.stderr, done.stderr
    return done


def _events(done):
    """Return the events on standard output, of which every line must be one."""
    return [json.loads(line) for line in done.stdout.splitlines()]


# What the program says about itself


def test_the_version_is_told():
    done = _run("--version")
    assert (done.returncode, done.stdout) == (0, f"scenewright {__version__}\n")


def test_help_names_every_command():
    done = _run("--help")
    assert done.returncode == 0
    for command in ("generate", "preview", "plan", "check", "export", "merge", "doctor"):
        assert command in done.stdout


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a screen")
def test_no_command_at_all_opens_the_designer_or_says_that_there_is_no_screen():
    done = _run(environment={"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""})
    assert done.returncode == 2
    assert "no screen" in done.stderr


def test_asking_for_help_loads_none_of_the_large_libraries():
    code = (
        "import sys; sys.argv = ['scenewright', '--help']\n"
        "from scenewright.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "large = {'wgpu', 'pygfx', 'pxr', 'pyarrow', 'numpy', 'PIL', 'pydantic', 'OpenEXR', 'torch'}\n"
        "print(sorted(large & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr.strip() == "[]"


def test_the_doctor_is_content_where_the_engine_can_draw():
    done = _run("doctor")
    assert done.returncode == 0, done.stdout
    assert f"ok  Scenewright {__version__}" in done.stdout
    assert "ok  The built-in engine draws on" in done.stdout
    assert "!!" not in done.stdout


def test_the_doctor_says_what_to_install_where_there_is_no_driver():
    done = _run("doctor", environment=NO_DRIVER)
    assert done.returncode == 1
    [finding] = [line for line in done.stdout.splitlines() if line.startswith("!!")]
    assert "Vulkan driver" in finding
    assert "apt-get install mesa-vulkan-drivers" in finding


@pytest.mark.parametrize("workers", [1, 2])
def test_generating_without_a_driver_says_what_to_install(workers, project, tmp_path):
    done = _run("generate", project, "--out", tmp_path / "out", "--workers", workers, environment=NO_DRIVER)
    assert done.returncode == 2
    assert "apt-get install mesa-vulkan-drivers" in done.stderr


# Plans


@pytest.mark.parametrize("frame", [0, 1, 123_456])
def test_a_plan_is_printed_as_the_sampler_makes_it(frame):
    preset = shipped("presets") / "cup_detection.yaml"
    done = _run("plan", preset, "--frame", frame)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == json.loads(
        plan_json(sample_frame(load_project(preset).spec, frame, AssetLoader(preset.parent)))
    )


def test_a_plan_is_the_same_under_any_hash_seed_and_locale(project):
    first = _run("plan", project, "--frame", 1, environment={"PYTHONHASHSEED": "1", "LC_ALL": "C"})
    second = _run("plan", project, "--frame", 1, environment={"PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8"})
    assert first.stdout == second.stdout != ""


# Wrong usage


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["generate"], "Missing argument 'project'"),
        (["generate", "p.yaml"], "Missing option '--out'"),
        (["preview"], "Missing argument 'project'"),
        (["plan", "p.yaml"], "Missing option '--frame'"),
        (["plan", "p.yaml", "--frame", "-1"], "Invalid value for '--frame'"),
        (["plan", "p.yaml", "--frame", "x"], "Invalid value for '--frame'"),
        (["check"], "Missing argument 'dataset'"),
        (["export", "d"], "Missing option"),
        (["export", "d", "--out", "o", "--format", "coco", "--split-by", "luck"], "'luck' is not one of"),
        (["merge", "--out", "o"], "Missing argument 'datasets"),
        (["export", "d", "--out", "o"], "Missing option '--format'"),
        (["generate", "p.yaml", "--out", "o", "--workers", "0"], "Invalid value for '--workers'"),
        (["generate", "p.yaml", "--out", "o", "--engine", "crayon"], "'crayon' is not one of"),
        (["generate", "p.yaml", "--out", "o", "--events", "xml"], "'xml' is not one of"),
        (["preview", "p.yaml", "--frames", "101"], "Invalid value for '--frames'"),
        (["paint"], "No such command 'paint'"),
        (["--colour"], "No such option: --colour"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_told_with_exit_code_2(arguments, words):
    done = _run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr


@pytest.mark.parametrize(
    ("frames", "words"),
    [
        ("x", "is no range: write it as 0:100."),
        ("1:y", "is no range: write it as 0:100."),
        ("1:2:3", "is no range: write it as 0:100."),
        ("3:3", "holds no frame: the first must be below the last."),
        ("5:2", "holds no frame"),
        ("-3:2", "holds no frame"),
    ],
)
def test_a_wrong_range_is_told_before_anything_is_made(frames, words, project, tmp_path):
    done = _run("generate", project, "--out", tmp_path / "out", "--engine", "flat", f"--frames={frames}")
    assert done.returncode == 2
    assert words in done.stderr
    assert not (tmp_path / "out").exists()


# Wrong projects

BAD = {
    "unknown field": (PROJECT.replace("seed: 3", "sead: 3"), 15, "did you mean 'seed'?"),
    "unknown model": (PROJECT.replace("[shape_cube]", "[shape_cub]"), 8, "did you mean 'shape_cube'"),
    "unknown floor": (PROJECT.replace("[wood_oak]", "[wood_oka]"), 3, "did you mean 'wood_oak'"),
    "missing model file": (PROJECT.replace("[shape_cube]", "[./gone.usdc]"), 8, "does not exist: check the path"),
    "missing texture": (PROJECT.replace("[shape_cube]", "[./bare.usda]"), 8, "missing.png"),
    "broken model": (PROJECT.replace("[shape_cube]", "[./broken.usda]"), 8, "broken.usda"),
    "model that is a picture": (PROJECT.replace("[shape_cube]", "[./noise.usdc]"), 8, "noise.usdc"),
    "model of another kind": (PROJECT.replace("[shape_cube]", "[./model.blend]"), 8, "convert it to one of"),
    "floor that is no picture": (PROJECT.replace("[wood_oak]", "[./noise.png]"), 3, "noise.png"),
    "broken yaml": (PROJECT.replace("[cube]", "[cube"), 3, "this is not valid YAML"),
    "newer version": ("schema_version: 99\n" + PROJECT, 1, "update Scenewright to open it"),
    "two mistakes": (PROJECT.replace("seed: 3", "seed: x").replace("32,", "3,"), 15, "must be a whole number"),
    "class without objects": (PROJECT.replace("[cube]", "[cube, ball]"), 2, "class 'ball' has no assets"),
}

TEXTURED = """#usda 1.0
(
  defaultPrim = "Root"
  metersPerUnit = 1
  upAxis = "Z"
)
def Xform "Root" {
  def Mesh "Plane" (prepend apiSchemas = ["MaterialBindingAPI"]) {
    int[] faceVertexCounts = [3]
    int[] faceVertexIndices = [0, 1, 2]
    point3f[] points = [(0, 0, 0), (1, 0, 0), (0, 1, 1)]
    texCoord2f[] primvars:st = [(0, 0), (1, 0), (0, 1)] ( interpolation = "vertex" )
    rel material:binding = </Root/Paint>
  }
  def Material "Paint" {
    token outputs:surface.connect = </Root/Paint/Surface.outputs:surface>
    def Shader "Surface" {
      uniform token info:id = "UsdPreviewSurface"
      color3f inputs:diffuseColor.connect = </Root/Paint/Picture.outputs:rgb>
      token outputs:surface
    }
    def Shader "Picture" {
      uniform token info:id = "UsdUVTexture"
      asset inputs:file = @./missing.png@
      float3 outputs:rgb
    }
  }
}
"""


@pytest.fixture
def bad_project(tmp_path):
    """Write a bad project beside the bad files it names."""
    (tmp_path / "bare.usda").write_text(TEXTURED)
    (tmp_path / "broken.usda").write_text("#usda 1.0\ndef Mesh {{{")
    (tmp_path / "noise.usdc").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "noise.png").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "model.blend").write_bytes(b"BLENDER")

    def write(text):
        path = tmp_path / "bad.yaml"
        path.write_text(text)
        return path

    return write


@pytest.mark.parametrize("name", BAD)
def test_a_bad_project_is_told_with_file_line_and_remedy(name, bad_project, tmp_path):
    text, line, words = BAD[name]
    path = bad_project(text)
    done = _run("generate", path, "--out", tmp_path / "out", "--engine", "flat")
    assert (done.returncode, done.stdout) == (2, "")
    assert str(path) in done.stderr
    assert words in done.stderr.partition(f"line {line}: ")[2], done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", [("preview", "--engine", "flat"), ("plan", "--frame", "0")])
def test_every_command_that_reads_a_project_tells_its_mistakes(command, bad_project, tmp_path):
    name, *options = command
    done = _run(name, bad_project(BAD["unknown field"][0]), *options)
    assert done.returncode == 2
    assert "line 15: output.sead: unknown field: did you mean 'seed'?" in done.stderr
    assert not (tmp_path / "sheet.png").exists()


@pytest.mark.parametrize("command", ["generate", "preview", "plan", "check", "export"])
def test_a_path_that_is_not_there_is_told(command, tmp_path):
    options = {
        "generate": ["--out", tmp_path / "out"],
        "preview": ["--out", tmp_path / "sheet.png"],
        "plan": ["--frame", "0"],
        "check": [],
        "export": ["--out", tmp_path / "out", "--format", "coco"],
    }[command]
    done = _run(command, tmp_path / "nowhere", *options)
    assert done.returncode == 2
    assert str(tmp_path / "nowhere") in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_camera_that_looks_at_itself_by_chance_is_told_with_its_frame(bad_project, tmp_path):
    here = "{x: {kind: choice, values: [0]}, y: 1, z: {kind: choice, values: [2]}}"
    text = PROJECT.replace("{y: -3, z: 2}", here).replace("look_at_m: {z: 0.3}", "look_at_m: {y: 1, z: 2}")
    done = _run("plan", bad_project(text), "--frame", 5)
    assert done.returncode == 2
    assert "In frame 5 camera 'camera' is at the very point it looks at" in done.stderr
    done = _run("generate", tmp_path / "bad.yaml", "--out", tmp_path / "out", "--engine", "flat", "--workers", 2)
    assert done.returncode == 2
    assert "is at the very point it looks at" in done.stderr


# Events


def test_events_are_the_only_output_for_programs(project, tmp_path):
    out = tmp_path / "out"
    for arguments in (
        ("generate", project, "--out", out, "--engine", "flat"),
        ("preview", project, "--out", tmp_path / "sheet.png", "--engine", "flat"),
        ("check", out),
        ("export", out, "--format", "coco", "--out", tmp_path / "coco"),
    ):
        done = _run(*arguments, "--events", "json")
        assert (done.returncode, done.stderr) == (0, "")
        events = _events(done)
        assert [event["type"] for event in events].count("finished") == 1
        assert (events[-1]["type"], events[-1]["outcome"]) == ("finished", "succeeded")


@pytest.mark.parametrize(
    "arguments",
    [
        ("generate", "BAD", "--out", "OUT"),
        ("generate", "GOOD", "--out", "GOOD"),
        ("generate", "GOOD", "--out", "OUT", "--engine", "flat", "--frames", "x"),
        ("preview", "BAD", "--out", "OUT"),
        ("preview", "GOOD", "--out", "GOOD/sheet.png", "--engine", "flat", "--frames", "1"),
        ("check", "OUT"),
        ("export", "OUT", "--format", "coco", "--out", "OUT2"),
        ("export", "OUT", "--format", "nothing", "--out", "OUT2"),
    ],
    ids=" ".join,
)
def test_events_end_with_finished_on_every_error(arguments, project, bad_project, tmp_path):
    places = {
        "BAD": bad_project(BAD["unknown field"][0]),
        "GOOD": project,
        "OUT": tmp_path / "o",
        "OUT2": tmp_path / "p",
    }
    real = [word.replace(key, str(path)) for word in arguments for key, path in [_place(word, places)]]
    done = _run(*real, "--events", "json")
    events = _events(done)
    assert done.returncode == 2
    assert [event["type"] for event in events].count("finished") == 1
    assert (events[-1]["type"], events[-1]["outcome"]) == ("finished", "failed")
    assert events[-1]["message"]


def _place(word, places):
    key = word.partition("/")[0]
    return (key, places[key]) if key in places else ("\0", "")


def test_a_failed_check_is_an_exit_code_of_1_and_told_as_failed(project, tmp_path):
    out = tmp_path / "out"
    _run("generate", project, "--out", out, "--engine", "flat")
    record = out / "records/000000.json"
    record.write_text(record.read_text().replace('"visible_px":', '"visible_px":1'))
    done = _run("check", out, "--events", "json")
    assert (done.returncode, _events(done)[-1]["outcome"]) == (1, "failed")
    done = _run("check", out)
    assert done.returncode == 1
    assert "contradictions in 2 frames; the first is in frame 0" in done.stderr
    assert str(out / "certificate.html") in done.stderr


def test_text_with_brackets_in_a_name_is_shown_as_it_is(tmp_path):
    folder = tmp_path / "my [bold] project"
    folder.mkdir()
    (folder / "p [red].yaml").write_text(PROJECT)
    done = _run("generate", folder / "p [red].yaml", "--out", folder / "out [1]", "--engine", "flat", "--frames", "0")
    assert done.returncode == 0
    assert done.stderr.startswith(f"1 frames are in {folder / 'out [1]'}. 1 frames hold all")
