"""What a run makes, what the next one keeps, and that the result never depends on how it was made."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from scenewright.assets.loading import AssetLoader
from scenewright.datasets.store import finished_frames, read_dataset
from scenewright.errors import UserError
from scenewright.jobs.events import Item, Log, Metric, Progress, Started
from scenewright.jobs.generate import Wish, generate
from scenewright.paths import shipped
from scenewright.sampling.plan import plan_json
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.yaml_io import load_project

FRAMES = 16


def test_a_run_writes_every_frame_with_every_label(whole):
    dataset = read_dataset(whole)
    assert dataset.indices == tuple(range(FRAMES))
    for record in dataset.frames():
        assert set(record.views[0].files) == {
            "rgb", "semantic_mask", "instance_mask", "distance_to_camera", "distance_to_image_plane", "normals",
        }  # fmt: skip
        for channel in record.views[0].files:
            assert dataset.load(record.views[0], channel).shape[:2] == (32, 48)


def test_each_frame_carries_the_plan_that_the_sampler_makes(whole):
    dataset = read_dataset(whole)
    for record in dataset.frames():
        assert record.plan == plan_json(sample_frame(dataset.spec, record.index, AssetLoader(Path())))


def test_the_dataset_carries_the_project_it_was_made_from(whole, project):
    assert read_dataset(whole).spec == load_project(project).spec


def test_the_run_record_says_who_made_what_and_how_long_it_took(whole):
    run = json.loads((whole / "run.json").read_text())
    assert (run["engine"]["engine"], run["frames_made"], run["frames_wanted"]) == ("flat", FRAMES, [0, FRAMES])
    assert {"sample", "draw", "derive", "encode", "write"} <= set(run["median_seconds"])


def test_a_run_says_how_much_there_is_then_each_frame_then_that_it_is_done(make, items, tmp_path):
    events = make(tmp_path / "out", last=4)
    assert events[0] == Started(4, 0)
    assert items(events) == ([0, 1, 2, 3], "succeeded")
    assert [event.done for event in events if isinstance(event, Progress)] == [1, 2, 3, 4]
    assert all(min(event.values.values()) >= 0 for event in events if isinstance(event, Metric))


def test_an_item_is_told_only_once_it_is_whole_on_disk(project, tmp_path):
    seen = []

    def emit(event):
        if isinstance(event, Item):
            assert (tmp_path / "out" / event.path).is_file()
            seen.append(event.index in finished_frames(tmp_path / "out"))

    generate(Wish(load_project(project), tmp_path / "out", range(5), 0, "flat"), emit)
    assert seen == [True] * 5


def test_a_second_run_draws_nothing_and_touches_no_frame(make, items, times, tmp_path):
    make(tmp_path / "out", last=3)
    before = times(tmp_path / "out")
    events = make(tmp_path / "out", last=3)
    assert events[0] == Started(3, 3)
    assert items(events) == ([], "succeeded")
    assert times(tmp_path / "out") == before


def test_exactly_what_is_missing_or_damaged_is_made_again(make, items, times, contents, whole, tmp_path):
    out = tmp_path / "out"
    make(out)
    (out / "records/000001.json").unlink()
    (out / "rgb/000003.png").unlink()
    (out / "records/000005.json").write_text("{")
    (out / "normals/000007.npz").write_bytes((out / "normals/000007.npz").read_bytes()[:-1])
    (out / "records/000009.json").write_bytes(b"")
    (out / "distance_to_camera/000011.npz").write_bytes(b"")
    damaged = (1, 3, 5, 7, 9, 11)
    before = times(out)
    assert items(make(out)) == (list(damaged), "succeeded")
    after = times(out)
    for name in before.keys() & after.keys():
        of_a_damaged_frame = any(f"{index:06d}" in name for index in damaged)
        assert (after[name] != before[name]) == of_a_damaged_frame, name
    assert contents(out) == contents(whole)


def test_ranges_extend_a_dataset_in_any_order(make, items, contents, whole, tmp_path):
    out = tmp_path / "out"
    assert items(make(out, 8, 16)) == (list(range(8, 16)), "succeeded")
    assert items(make(out, 0, 10)) == (list(range(8)), "succeeded")
    assert contents(out) == contents(whole)


def test_more_frames_than_the_project_asks_for_can_be_made(make, items, tmp_path):
    assert items(make(tmp_path / "out", FRAMES, FRAMES + 2)) == ([FRAMES, FRAMES + 1], "succeeded")


@pytest.mark.parametrize("workers", [2, 3])
def test_several_workers_make_the_very_same_dataset(workers, make, items, contents, whole, tmp_path):
    made, outcome = items(make(tmp_path / "out", workers=workers))
    assert (sorted(made), outcome) == (list(range(FRAMES)), "succeeded")
    assert contents(tmp_path / "out") == contents(whole)


def test_more_workers_than_frames_is_no_mistake(make, items, tmp_path):
    assert items(make(tmp_path / "out", last=1, workers=5)) == ([0], "succeeded")


def test_a_stopped_run_keeps_what_is_done_and_the_next_one_goes_on(make, items, contents, whole, tmp_path):
    asked = iter([False] * 5)
    events = make(tmp_path / "out", stop=lambda: next(asked, True))
    made, outcome = items(events)
    assert outcome == "cancelled"
    assert 0 < len(made) < FRAMES
    assert read_dataset(tmp_path / "out").indices == tuple(made)
    assert f"{FRAMES - len(made)} frames are left" in events[-1].message
    made_then, outcome = items(make(tmp_path / "out"))
    assert (made + made_then, outcome) == (list(range(FRAMES)), "succeeded")
    assert contents(tmp_path / "out") == contents(whole)


def test_a_run_stopped_before_its_first_frame_is_cancelled(make, items, tmp_path):
    assert items(make(tmp_path / "out", stop=lambda: True)) == ([], "cancelled")
    assert items(make(tmp_path / "out", stop=lambda: True, workers=2)) == ([], "cancelled")


def test_a_run_with_nothing_left_succeeds_even_when_stopped(make, items, tmp_path):
    make(tmp_path / "out", last=2)
    assert items(make(tmp_path / "out", last=2, stop=lambda: True)) == ([], "succeeded")


def test_what_a_killed_run_left_half_written_is_cleared_away(make, items, contents, whole, tmp_path):
    out = tmp_path / "out"
    make(out)
    (out / "rgb/000002.png.scenewright.part").write_bytes(b"half")
    (out / "records/000002.json.scenewright.part").write_bytes(b"half")
    assert items(make(out)) == ([], "succeeded")
    assert contents(out) == contents(whole)


def test_another_projects_dataset_is_refused_and_left_as_it_is(make, project, contents, tmp_path):
    make(tmp_path / "out", last=1)
    before = contents(tmp_path / "out")
    other = tmp_path / "other.yaml"
    other.write_text(project.read_text().replace("seed: 3", "seed: 4"))
    with pytest.raises(UserError, match=r"holds a dataset of another project \(it differs in output\)"):
        make(tmp_path / "out", path=other)
    assert contents(tmp_path / "out") == before


def test_a_project_of_more_frames_continues_the_same_dataset(make, items, project, tmp_path):
    make(tmp_path / "out")
    longer = tmp_path / "longer.yaml"
    longer.write_text(project.read_text().replace(f"frames: {FRAMES}", f"frames: {FRAMES + 2}"))
    assert items(make(tmp_path / "out", last=FRAMES + 2, path=longer)) == ([FRAMES, FRAMES + 1], "succeeded")


def test_a_folder_with_other_things_is_refused_and_left_as_it_is(make, contents, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(UserError, match="is not empty and holds no dataset: choose another folder"):
        make(tmp_path / "out")
    assert contents(tmp_path / "out") == {"thesis.txt": b"mine"}


def test_a_file_in_the_datasets_place_is_refused_and_left_as_it_is(make, tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(UserError, match="is a file, not a folder"):
        make(tmp_path / "out")
    with pytest.raises(UserError, match="A part of that path is a file"):
        make(tmp_path / "out" / "below")
    assert (tmp_path / "out").read_text() == "mine"


def test_assets_are_checked_before_the_folder_is_made(make, project, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text(project.read_text().replace("shape_sphere", "shape_spere"))
    with pytest.raises(UserError, match=r"line 19: .*did you mean 'shape_sphere'"):
        make(tmp_path / "out", path=broken)
    assert not (tmp_path / "out").exists()


def test_two_cameras_make_two_views_of_every_frame(make, items, project, tmp_path):
    two = tmp_path / "two.yaml"
    camera = "- {position_m: {y: -3, z: 2}, look_at_m: {z: 0.3}, width_px: 48, height_px: 32}"
    second = camera.replace("{position", "{name: top, position").replace("z: 2", "z: 4").replace("48", "64")
    two.write_text(project.read_text().replace(camera, f"{camera}\n{second}"))
    assert items(make(tmp_path / "out", last=2, path=two)) == ([0, 1], "succeeded")
    dataset = read_dataset(tmp_path / "out")
    assert [view.camera for view in dataset.frame(1).views] == ["camera", "top"]
    assert [dataset.load(view, "rgb").shape for view in dataset.frame(1).views] == [(32, 48, 3), (32, 64, 3)]


def test_only_the_labels_asked_for_are_written(make, project, tmp_path):
    few = tmp_path / "few.yaml"
    head, _ = project.read_text().split("labels:")
    few.write_text(head + "labels: [bounding_box_2d_tight, semantic_mask]\noutput: {frames: 2}\n")
    make(tmp_path / "out", last=2, path=few)
    assert set(read_dataset(tmp_path / "out").frame(0).views[0].files) == {"rgb", "semantic_mask"}


def test_a_disk_that_will_be_too_small_is_told_after_the_first_frame(make, project, small_disk, tmp_path):
    many = tmp_path / "many.yaml"
    many.write_text(project.read_text().replace(f"frames: {FRAMES}", "frames: 100000"))
    asked = iter([False] * 3)
    events = make(small_disk("2m") / "out", last=100_000, path=many, stop=lambda: next(asked, True))
    warnings = [event.text for event in events if isinstance(event, Log)]
    assert len(warnings) == 1
    assert "it will stop when the disk is full; what is done by then is kept" in warnings[0]


def test_an_object_that_fills_no_pixel_does_not_end_the_run(make, items, project, tmp_path):
    far = tmp_path / "far.yaml"
    far.write_text(
        project.read_text().replace("scale: 4", "scale: 0.0001").replace("look_at_m: {z: 0.3}", "look_at_m: {z: 9}")
    )
    assert items(make(tmp_path / "out", last=2, path=far)) == ([0, 1], "succeeded")
    instances = read_dataset(tmp_path / "out").frame(0).views[0].instances
    assert instances
    assert all(item.box_tight is None and item.visible_px == 0 for item in instances)


def test_a_frame_without_any_object_is_a_frame(make, items, project, tmp_path):
    none = tmp_path / "none.yaml"
    text = project.read_text().replace("count: {kind: uniform, low: 1, high: 3}", "count: 0")
    none.write_text(text.replace("assets: [shape_sphere]", "assets: [shape_sphere]\n  count: 0"))
    assert items(make(tmp_path / "out", last=2, path=none)) == ([0, 1], "succeeded")
    assert read_dataset(tmp_path / "out").frame(0).views[0].instances == ()


def test_a_relative_asset_is_found_from_the_projects_folder_by_every_worker(make, items, project, tmp_path):
    folder = shipped("resources") / "library/objects/shape_sphere"
    (tmp_path / "models").mkdir()
    for file in folder.iterdir():
        (tmp_path / "models" / file.name).write_bytes(file.read_bytes())
    own = tmp_path / "own.yaml"
    own.write_text(project.read_text().replace("shape_sphere", "./models/shape_sphere.usdc"))
    assert items(make(tmp_path / "out", last=4, path=own, workers=2))[1] == "succeeded"


def test_a_spec_changed_only_in_memory_is_what_is_made(project, tmp_path):
    file = load_project(project)
    file = replace(file, spec=file.spec.replace(name="Changed"))
    generate(Wish(file, tmp_path / "out", range(1), 0, "flat"), lambda event: None)
    assert read_dataset(tmp_path / "out").spec.name == "Changed"
