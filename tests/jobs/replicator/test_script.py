"""The Replicator script of a project: it runs, and calls nothing that Replicator does not have."""

import ast
import inspect
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import get_args

import pytest
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from scenewright.jobs.replicator.script import script, write_script
from scenewright.jobs.replicator.unexpressed import NO_MATTER, SAID
from scenewright.spec.distributions import Choice, Fixed, LogUniform, Normal, Sequence, Uniform
from scenewright.spec.limits import Vector3
from scenewright.spec.objects import ClassCount
from scenewright.spec.project import ProjectSpec
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


OVERRULED_BY = {"position_m": ("placement", "orbit"), "rotation_deg": ("rotation",)}
"""What changes no frame either where the project sets one of the others."""


def _otherwise(name, value):
    """Another value of the same kind, or None where this test knows none."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value * 2 + 1
        case Vector3():
            return Vector3(x=Fixed(value=3.625), y=value.y, z=value.z)
        case Fixed() | Uniform() | LogUniform() | Normal() | Choice() | Sequence():
            return Fixed(value=0.625 if name == "share" else 3.625)
    return None


def _changes(part):
    """Yield the name of each thing that can be set in a part of a project, with it as by default and otherwise."""
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if name in NO_MATTER or any(getattr(part, other, None) for other in OVERRULED_BY.get(name, ())):
            continue
        default = field.get_default(call_default_factory=True)
        start = value if default is PydanticUndefined else default
        if (other := _otherwise(name, start)) is not None:
            yield name, part.model_copy(update={name: start}), part.model_copy(update={name: other})
        if isinstance(value, tuple) and value and isinstance(value[0], BaseModel) and type(value[0]).__name__ in SAID:
            for inner, *copies in _changes(value[0]):
                yield f"{name}[0].{inner}", *(part.model_copy(update={name: (c, *value[1:])}) for c in copies)
        elif isinstance(value, BaseModel) and type(value).__name__ in SAID:
            for inner, *copies in _changes(value):
                yield f"{name}.{inner}", *(part.model_copy(update={name: copy}) for copy in copies)


@pytest.mark.parametrize("preset", ["bin_picking", "person_pose", "robot_drive_clips", "warehouse_robot"])
def test_nothing_can_be_set_that_the_script_neither_has_nor_remarks_on(preset):
    file = load_project(PRESETS[0].with_name(f"{preset}.yaml"))
    silent, tried = [], 0
    for name, before, after in _changes(file.spec):
        tried += 1
        if script(replace(file, spec=before)) == script(replace(file, spec=after)):
            silent.append(name)
    assert not silent
    assert tried > 25


def test_the_fields_that_a_script_is_said_to_have_exist():
    known, todo = {}, [ProjectSpec]
    while todo:
        model = todo.pop()
        if isinstance(model, type) and issubclass(model, BaseModel) and model.__name__ not in known:
            known[model.__name__] = set(model.model_fields)
            todo += [field.annotation for field in model.model_fields.values()]
        todo += get_args(model)
    for name, fields in SAID.items():
        assert fields <= known[name], name


def test_classes_that_are_counted_one_by_one_are_all_there(run):
    file = load_project(PRESETS[0].with_name("cup_detection.yaml"))
    group = file.spec.objects[0]
    counts = (ClassCount(class_name=group.class_names[0], count=Fixed(value=7)),)
    spec = file.spec.model_copy(update={"objects": (group.model_copy(update={"class_counts": counts}),)})
    made = run(script(replace(file, spec=spec)))
    assert next(named["size"] for name, _, named in made if name == "randomizer.instantiate") == 7


def test_the_script_is_python_that_people_can_read(tmp_path):
    said = write_script(load_project(PRESETS[0]), tmp_path / "deep" / "job.py")
    text = (tmp_path / "deep" / "job.py").read_text()
    ast.parse(text)
    assert "job.py" in said
    assert "python.sh" in said
