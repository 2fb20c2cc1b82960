"""The Replicator script of a project: it runs, and calls nothing that Replicator does not have."""

import ast
import inspect
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from scenewright.jobs.replicator.script import script, write_script
from scenewright.spec.yaml_io import load_project

PRESETS = sorted((Path(__file__).parents[3] / "presets").glob("*.yaml"))


class Calls:
    """Replicator's functions with their documented signatures (omni.replicator.core 1.12): they note what they get."""

    def __init__(self):
        self.made = []

    def function(self, name, signature):
        namespace = {}
        exec(f"def f{signature}: pass", namespace)
        shape = inspect.signature(namespace["f"])

        def call(*arguments, **named):
            shape.bind(*arguments, **named)
            self.made.append((name, arguments, named))
            return self.node()

        return call

    def node(self):
        node = SimpleNamespace()
        return _WithBlock(node)


class _WithBlock:
    def __init__(self, node):
        self.node = node

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False

    def __getattr__(self, name):
        return lambda *a, **k: None


SIGNATURES = {
    "distribution.uniform": "(lower, upper, num_samples=1, seed=None, name=None)",
    "distribution.normal": "(mean, std, num_samples=1, seed=None, name=None)",
    "distribution.log_uniform": "(lower, upper, num_samples=1, seed=None, name=None)",
    "distribution.choice": "(choices, weights=None, num_samples=1, seed=-1, with_replacements=True, name=None)",
    "distribution.sequence": "(items, ordered=True, seed=-1, name=None, stride=None)",
    "distribution.combine": "(distributions, name=None)",
    "randomizer.instantiate": "(paths, size, weights=None, mode='scene_instance', with_replacements=True, seed=-1, "
    "name=None, use_cache=True, semantics=None)",
    "randomizer.rotation": "(min_angle=(-180,)*3, max_angle=(180,)*3, seed=-1, name=None, input_prims=None)",
    "randomizer.texture": "(textures, texture_scale=None, texture_rotate=None, per_sub_mesh=False, project_uvw=False, "
    "seed=-1, input_prims=None, name=None)",
    "randomizer.color": "(colors, per_sub_mesh=False, seed=-1, input_prims=None, name=None)",
    "randomizer.scatter_2d": "(surface_prims, no_coll_prims=None, min_samp=None, max_samp=None, seed=-1, offset=0, "
    "check_for_collisions=False, input_prims=None, name=None)",
    "modify.pose": "(position=None, position_x=None, position_y=None, position_z=None, rotation=None, rotation_x=None, "
    "rotation_y=None, rotation_z=None, rotation_order='XYZ', scale=None, size=None, pivot=None, look_at=None, "
    "look_at_up_axis=None, input_prims=None, name=None)",
    "modify.pose_orbit": "(barycentre, distance, azimuth, elevation, look_at_barycentre=True, input_prims=None, "
    "name=None)",
    "modify.pose_camera_relative": "(camera, render_product, distance, horizontal_location=0, vertical_location=0, "
    "input_prims=None, name=None)",
    "trigger.on_frame": "(interval=1, num_frames=0, name='on_frame', rt_subframes=1, max_execs=0)",
    "create.camera": "(position=None, rotation=None, look_at=None, look_at_up_axis=None, focal_length=24, "
    "focus_distance=400, f_stop=0, horizontal_aperture=20.955, horizontal_aperture_offset=0, "
    "vertical_aperture_offset=0, clipping_range=(1, 1e6), projection_type='pinhole', count=1, parent=None, name=None)",
    "create.light": "(position=None, scale=None, rotation=None, look_at=None, look_at_up_axis=None, "
    "light_type='Distant', color=(1, 1, 1), intensity=1000, exposure=None, temperature=6500, texture=None, count=1, "
    "name=None, parent=None)",
    "create.plane": "(position=None, scale=None, rotation=None, semantics=None, visible=True, count=1, name=None)",
    "create.render_product": "(camera, resolution, force_new=False, name=None, render_vars=None)",
    "settings.set_stage_up_axis": "(up_axis)",
    "settings.set_stage_meters_per_unit": "(meters_per_unit)",
    "orchestrator.set_capture_on_play": "(value)",
    "orchestrator.run_until_complete": "(num_frames=None, start_timeline=False)",
    "orchestrator.wait_until_complete": "()",
    "WriterRegistry.get": "(name)",
    "set_global_seed": "(seed)",
}


def replicator(calls):
    core = ModuleType("omni.replicator.core")
    for name, signature in SIGNATURES.items():
        parts = name.split(".")
        function = calls.function(name, signature)
        if len(parts) == 1:
            setattr(core, name, function)
        else:
            if not hasattr(core, parts[0]):
                setattr(core, parts[0], SimpleNamespace())
            setattr(getattr(core, parts[0]), parts[1], function)
    return core


@pytest.fixture
def run(monkeypatch):
    def of(text):
        calls = Calls()
        app = ModuleType("isaacsim")
        app.SimulationApp = lambda config: SimpleNamespace(close=lambda: None)
        modules = {"isaacsim": app, "omni": ModuleType("omni"), "omni.replicator": ModuleType("omni.replicator")}
        modules["omni.replicator.core"] = modules["omni.replicator"].core = replicator(calls)
        modules["omni"].replicator = modules["omni.replicator"]
        for name, module in modules.items():
            monkeypatch.setitem(sys.modules, name, module)
        monkeypatch.setattr(sys, "argv", ["script", "out"])
        exec(compile(text, "replicator_job.py", "exec"), {"__name__": "__main__"})
        return calls.made

    return of


@pytest.mark.parametrize("preset", PRESETS, ids=lambda path: path.stem)
def test_the_script_of_every_preset_runs_with_replicators_own_signatures(preset, run):
    file = load_project(preset)
    made = run(script(file))
    names = [name for name, _, _ in made]
    assert names.count("randomizer.instantiate") == len(file.spec.objects)
    assert names.count("create.camera") == len(file.spec.cameras)
    assert ("trigger.on_frame", (), {"num_frames": file.spec.output.frames, "rt_subframes": 8}) in made


def test_distributions_have_the_projects_numbers(run):
    made = run(script(load_project(PRESETS[0].with_name("cup_detection.yaml"))))
    spec = load_project(PRESETS[0].with_name("cup_detection.yaml")).spec
    low, high = spec.objects[0].position_m.z.low, spec.objects[0].position_m.z.high
    uniform = [arguments for name, arguments, _ in made if name == "distribution.uniform"]
    assert any(a[2:] == (low,) and b[2:] == (high,) for a, b in (u for u in uniform if isinstance(u[0], tuple)))


def test_what_replicator_cannot_say_stands_above_the_line_that_it_is_about():
    lines = script(load_project(PRESETS[0].with_name("bin_picking.yaml"))).splitlines()
    remark = next(k for k, line in enumerate(lines) if "Not expressed: letting objects come to rest" in line)
    following = next(line for line in lines[remark:] if not line.strip().startswith("#"))
    assert following.strip().startswith("with ")


def test_the_script_is_python_that_people_can_read(tmp_path):
    said = write_script(load_project(PRESETS[0]), tmp_path / "deep" / "job.py")
    text = (tmp_path / "deep" / "job.py").read_text()
    ast.parse(text)
    assert "job.py" in said
    assert "python.sh" in said
