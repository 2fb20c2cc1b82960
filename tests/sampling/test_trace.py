"""Why a frame looks as it does."""

import pytest

from scenewright.assets.loading import AssetLoader
from scenewright.paths import shipped
from scenewright.sampling.sampler import sample_frame, standing_key
from scenewright.sampling.trace import numbers_in_groups
from scenewright.sampling.tracing import trace_frame, traceable
from scenewright.spec.limits import support
from scenewright.spec.places import value_at
from scenewright.spec.yaml_io import load_project

PRESETS = sorted(path.stem for path in shipped("presets").glob("*.yaml"))


@pytest.mark.parametrize("preset", PRESETS)
def test_tracing_changes_no_choice_and_each_place_is_in_the_project(preset):
    file = load_project(shipped("presets") / f"{preset}.yaml")
    assets = AssetLoader(file.path.parent)
    trace = trace_frame(traceable(file.spec), 3, assets)
    assert trace.plan == sample_frame(file.spec, 3, assets)
    assert trace.draws
    for draw in trace.draws:
        asked = value_at(file.spec, draw.place)
        if isinstance(draw.value, float) and hasattr(asked, "kind") and draw.place[-1] != "flicker":
            low, high = support(asked)
            assert low - 1e-9 <= draw.value <= high + 1e-9, draw


def test_the_draws_of_a_plan_are_those_it_shows(cups):
    trace = trace_frame(traceable(cups), 11, None)
    scales = [draw for draw in trace.draws if draw.place == ("objects", 0, "scale")]
    assert [draw.value for draw in scales] == [item.scale for item in trace.plan.objects]
    assert [draw.number for draw in scales] == list(numbers_in_groups(trace.plan)) == list(range(len(scales)))
    assert [d.value for d in trace.draws if d.place == ("objects", 0, "count")] == [len(scales)]
    heights = [d.value for d in trace.draws if d.place == ("objects", 0, "position_m", "z")]
    assert heights == [item.position[2] for item in trace.plan.objects]
    owners = {("objects", 0), ("lights", 0), ("cameras", 0), ("floor",), ("environment",)}
    assert {draw.owner for draw in trace.draws} == owners


def test_equal_settings_of_several_groups_keep_their_own_places(project):
    same = {"kind": "uniform", "low": 1, "high": 2}
    groups = [project.group(name, scale=same, count=2) for name in ("one", "other")]
    spec = project(objects=groups)
    # The same object in memory at two places, as after a copy in the designer.
    twice = spec.replace(objects=(spec.objects[0], spec.objects[1].replace(scale=spec.objects[0].scale)))
    trace = trace_frame(traceable(twice), 0, _Sunless())
    by_place = [(draw.place, draw.number) for draw in trace.draws if draw.place[-1] == "scale"]
    assert by_place == [(("objects", g, "scale"), n) for g in (0, 1) for n in (0, 1)]


def test_what_found_no_place_has_no_draws_and_says_where_it_was_tried():
    file = load_project(shipped("presets") / "structured_tabletop.yaml")
    spec, assets = file.spec, AssetLoader(file.path.parent)
    crowd = [
        group.replace(count={"kind": "fixed", "value": 30}, tries=3) if group.collisions == "avoid" else group
        for group in spec.objects
    ]
    trace = trace_frame(traceable(spec.replace(objects=tuple(crowd))), 0, assets)
    assert trace.plan.left_out
    numbers = numbers_in_groups(trace.plan)
    names = [group.name for group in spec.objects]
    shown = {(names.index(item.group), number) for item, number in zip(trace.plan.objects, numbers, strict=True)}
    assert {(d.owner[1], d.number) for d in trace.draws if d.owner[0] == "objects" and d.number is not None} == shown
    missing = {(names.index(item.group), item.number) for item in trace.plan.left_out}
    assert missing <= {(r.owner[1], r.number) for r in trace.rejections} | {
        (names.index(item.group), item.number) for item in trace.plan.left_out if "runs into" not in item.reason
    }
    assert all(rejection.reason for rejection in trace.rejections)


@pytest.mark.parametrize("preset", PRESETS)
def test_where_objects_stand_is_found_once_for_all_edits_of_lights_and_lenses(preset):
    file = load_project(shipped("presets") / f"{preset}.yaml")
    assets = AssetLoader(file.path.parent)
    camera = file.spec.cameras[0].replace(exposure_stops={"kind": "uniform", "low": 1, "high": 2})
    other = file.spec.replace(cameras=(camera, *file.spec.cameras[1:]), lights=())
    before = trace_frame(traceable(file.spec), 5, assets)
    if standing_key(other) != standing_key(file.spec):
        assert any(group.placements for group in file.spec.objects)
        return
    after, anew = (trace_frame(traceable(other), 5, assets, known) for known in (before, None))
    assert after.plan == anew.plan == sample_frame(other, 5, assets)
    assert set(after.draws) == set(anew.draws)
    assert after.rejections == anew.rejections


def test_every_frame_of_a_clip_has_its_scenes_draws():
    file = load_project(shipped("presets") / "robot_drive_clips.yaml")
    project, assets = traceable(file.spec), AssetLoader(file.path.parent)
    first, later = (trace_frame(project, index, assets) for index in (0, 2))
    assert later.plan == sample_frame(file.spec, 2, assets)

    def of_objects(trace):
        return {d.name: d.value for d in trace.draws if d.owner[0] == "objects"}

    assert of_objects(first).items() <= of_objects(later).items()
    assert of_objects(first)


class _Sunless:
    """Assets of a project that asks for none of their facts."""
