"""Point tracks: closed forms on rigid things, and the same places as optical flow on what bends."""

import numpy as np
import pytest
from typer.testing import CliRunner

from scenewright.annotate.tracks import point_tracks, spread_queries
from scenewright.cli.commands import app
from scenewright.errors import UserError
from scenewright.jobs.drawing import start_drawing
from scenewright.jobs.generate import Wish, generate
from scenewright.spec.yaml_io import load_project

CLIP = """\
name: Clip
classes: [cube, person]
floor: {size_m: [9, 9], textures: [wood_oak]}
environment: {kind: color}
objects:
- {name: cubes, class_name: cube, assets: [shape_cube], scale: 5, position_m: {x: -0.9, y: 0.5, z: 0.4},
   motion: {kind: drift, velocity_m_s: {x: 1.5}}}
- {name: walls, class_name: cube, assets: [shape_cube], scale: 5, position_m: {x: -0.2, y: -0.4, z: 0.3}}
- {name: people, class_name: person, assets: [person_man_01], poses: [walk], position_m: {x: 0.9},
   motion: {kind: walk}}
cameras:
- {position_m: {y: -4, z: 1.3}, look_at_m: {z: 0.8}, motion: {kind: drift, velocity_m_s: {x: 0.4, y: 0.3}},
   width_px: 320, height_px: 240}
labels: [instance_mask, distance_to_image_plane, forward_flow]
clip: {length: 5, rate_hz: 10}
output: {frames: 5, seed: 3}
"""


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    path = tmp_path_factory.mktemp("clip") / "clip.yaml"
    path.write_text(CLIP)
    drawing = start_drawing(load_project(path).spec, path.parent)
    views = [drawing.labelled(frame)[0] for frame in drawing.frames(range(5))]
    return views, lambda item: drawing.assets.posed(item.asset, item.pose, item.phase), path


def test_a_moving_cubes_points_move_by_its_velocity(clip):
    views, posed, _ = clip
    rows, columns = np.nonzero(views[2].channels["instance_mask"] == 1)
    queries = np.stack([np.full(len(rows), 2), rows, columns], axis=1)[::7]
    tracks = point_tracks(views, queries, posed)
    assert (tracks.instance_ids == 1).all()
    steps = np.diff(tracks.world, axis=1)
    np.testing.assert_allclose(steps, np.broadcast_to((0.15, 0, 0), steps.shape), atol=1e-6)
    at = np.stack([queries[:, 2], queries[:, 1]], axis=1) + 0.5
    assert np.abs(tracks.pixels[:, 2] - at).max() < 1e-3, "a point is where it was asked for"
    assert tracks.visible[:, 2].all()


def test_points_are_hidden_while_something_is_before_them(clip):
    views, posed, _ = clip
    rows, columns = np.nonzero(views[0].channels["instance_mask"] == 1)
    tracks = point_tracks(views, np.stack([np.zeros(len(rows), int), rows, columns], axis=1), posed)
    assert tracks.visible[:, 0].all()
    assert tracks.visible[:, 4].mean() < 0.9, "the other cube stands before some of them by now"
    for step, view in enumerate(views):
        seen = tracks.visible[:, step]
        x, y = np.floor(tracks.pixels[seen, step]).astype(int).T
        assert (view.channels["instance_mask"][y, x] == 1).mean() > 0.9, "but for those at its edges"


def test_what_bends_is_tracked_as_it_flows(clip):
    views, posed, _ = clip
    rows, columns = np.nonzero(views[1].channels["instance_mask"] == 3)
    queries = np.stack([np.full(len(rows), 1), rows, columns], axis=1)[::5]
    tracks = point_tracks(views, queries, posed)
    flow = views[1].channels["forward_flow"][queries[:, 1], queries[:, 2]]
    moved = tracks.pixels[:, 2] - tracks.pixels[:, 1]
    assert len(queries) > 100
    assert np.abs(moved - flow).max() < 0.02
    assert np.abs(flow).max() > 2


def test_the_background_stays_and_what_is_behind_the_camera_has_no_place(clip):
    views, posed, _ = clip
    tracks = point_tracks(views, np.array([[0, 239, 160], [0, 2, 2]]), posed)
    assert tracks.instance_ids.tolist() == [0, 0]
    np.testing.assert_allclose(tracks.world[0] - tracks.world[0, :1], 0, atol=1e-9)
    assert np.isnan(tracks.pixels[1]).all(), "nothing is hit there"
    assert not tracks.visible[1].any()


def test_queries_are_spread_over_frames_and_objects(clip):
    views, _, _ = clip
    queries = spread_queries(views, 101, seed=1)
    assert len(queries) == 101
    assert set(queries[:, 0].tolist()) == set(range(5))
    ids = np.array([views[t].channels["instance_mask"][row, column] for t, row, column in queries])
    assert 0.4 < (ids > 0).mean() < 0.6
    np.testing.assert_array_equal(queries, spread_queries(views, 101, seed=1))


def test_the_command_line_writes_them_as_tap_vid_names_them(clip, tmp_path):
    path = clip[2]
    wish = Wish(load_project(path), tmp_path / "data", range(5), 1, "flat")
    wish.file.path.write_text(CLIP)
    assert generate(wish, lambda _: None).outcome == "succeeded"
    done = CliRunner().invoke(app, ["tracks", str(tmp_path / "data"), "--out", str(tmp_path / "out"), "--points", "40"])
    assert done.exit_code == 0, done.output
    with np.load(tmp_path / "out" / "000000.npz") as found:
        assert found["target_points"].shape == (40, 5, 2)
        assert found["occluded"].shape == (40, 5)
        step = found["query_points"][:, 0].astype(int)
        at = found["target_points"][np.arange(40), step]
        np.testing.assert_allclose(at, found["query_points"][:, :0:-1], atol=1e-3)
        assert not found["occluded"][np.arange(40), step].any()


STILL = """\
name: Still
classes: [cube]
environment: {kind: color}
objects: [{name: cubes, class_name: cube, assets: [shape_cube]}]
cameras: [{position_m: {y: -4}, width_px: 32, height_px: 24}]
labels: [instance_mask, distance_to_image_plane]
output: {frames: 1}
"""


def test_a_dataset_without_clips_is_refused_in_words(tmp_path):
    path = tmp_path / "still.yaml"
    path.write_text(STILL)
    generate(Wish(load_project(path), tmp_path / "data", range(1), 1, "flat"), lambda _: None)
    done = CliRunner().invoke(app, ["tracks", str(tmp_path / "data"), "--out", str(tmp_path / "out")])
    assert done.exit_code == 2
    assert "holds no clips" in done.output


def test_flow_with_a_rolling_shutter_is_refused_in_words(tmp_path):
    path = tmp_path / "clip.yaml"
    path.write_text(CLIP.replace("height_px: 240}", "height_px: 240, sensor: {rolling_shutter_px: 3}}"))
    with pytest.raises(UserError) as refused:
        load_project(path)
    assert "forward_flow cannot be true where a rolling shutter moves each row" in str(refused.value)
