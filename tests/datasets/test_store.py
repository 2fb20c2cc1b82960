import errno
import json
import os
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, fields, replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from scenewright.datasets import files
from scenewright.datasets.layout import record_name
from scenewright.datasets.records import InstanceRecord, ViewRecord, record_from_json, record_json
from scenewright.datasets.store import finalise, finished_frames, open_for_writing, read_dataset, write_frame
from scenewright.errors import UserError
from scenewright.sampling.plan import plan_from_json
from scenewright.spec.yaml_io import load_project


def _everything(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_image_comes_back_as_it_was(dataset, frame_of, spec):
    for index in range(3):
        _, plan, views = frame_of(index, spec)
        record = dataset.frame(index)
        assert record.plan == plan
        assert plan_from_json(record.plan).index == index
        for view, (wanted, images) in zip(record.views, views, strict=True):
            assert replace(view, files={}, file_bytes={}) == wanted
            for channel, image in images.items():
                read = dataset.load(view, channel)
                assert read.dtype == image.dtype
                tolerance = 3e-4 if channel == "normals" else 0
                np.testing.assert_allclose(read, image, rtol=0, atol=tolerance)


def test_files_are_where_the_conventions_say(dataset, spec):
    names = {"rgb/000001.png", "instance_mask/000001.png", "semantic_mask/000001.png", "normals/000001.npz"}
    names |= {"distance_to_camera/000001.npz", "distance_to_image_plane/000001.npz", "sensor_depth/000001.npz"}
    view = dataset.frame(1).views[0]
    assert set(view.files.values()) == names
    assert all((dataset.folder / name).stat().st_size == view.file_bytes[key] for key, name in view.files.items())
    assert load_project(dataset.folder / "project.yaml").spec == spec
    assert set(json.loads((dataset.folder / "conventions.json").read_text())["channels"]) == set(files.CHANNELS)


def test_several_cameras_have_their_name_in_the_file(write_dataset, spec_of):
    dataset = write_dataset(spec_of(cameras=("left", "right")))
    assert [view.files["rgb"] for view in dataset.frame(2).views] == ["rgb/000002_left.png", "rgb/000002_right.png"]


def test_records_survive_json(dataset):
    record = dataset.frame(0)
    assert record_from_json(record_json(record)) == record
    assert record_json(record_from_json(record_json(record))) == record_json(record)


def test_a_frame_without_a_record_does_not_count(dataset):
    (dataset.folder / record_name(1)).unlink()
    assert finished_frames(dataset.folder) == {0, 2}


@pytest.mark.parametrize("content", ["", "{", "[]", '{"index": 1}', "null", '{"index":1,"plan":{},"views":[{}]}'])
def test_a_record_that_is_no_record_does_not_count(dataset, content):
    (dataset.folder / record_name(1)).write_text(content)
    assert finished_frames(dataset.folder) == {0, 2}


def test_a_record_under_another_number_does_not_count(dataset):
    (dataset.folder / record_name(0)).rename(dataset.folder / record_name(9))
    assert finished_frames(dataset.folder) == {1, 2}


@pytest.mark.parametrize("channel", files.CHANNELS)
def test_a_frame_with_a_missing_or_short_image_does_not_count(write_dataset, spec_of, channel):
    labels = [name for name in files.CHANNELS if name != "rgb" and not name.endswith("occlusion")]
    dataset = write_dataset(spec_of(labels=labels, clip={"length": 3}))
    missing, short = (dataset.folder / dataset.frame(index).views[0].files[channel] for index in (0, 1))
    missing.unlink()
    short.write_bytes(short.read_bytes()[:-1])
    assert finished_frames(dataset.folder) == {2}
    with pytest.raises(UserError, match=r"Frame 0 of .* is missing or damaged"):
        dataset.frame(0)


def test_a_run_that_was_killed_goes_on_where_it_stopped(dataset, spec, frame_of):
    folder = dataset.folder
    whole = _everything(folder)
    (folder / record_name(1)).unlink()
    left_over = [folder / "rgb" / "000001.png.scenewright.part", folder / "records" / "000001.json.scenewright.part"]
    for part in left_over:
        part.write_bytes(b"half")
    foreign = folder / "rgb" / "notes.part"
    foreign.write_text("mine")
    open_for_writing(folder, spec)
    assert finished_frames(folder) == {0, 2}
    assert not any(part.exists() for part in left_over)
    assert foreign.read_text() == "mine"
    foreign.unlink()
    write_frame(folder, *frame_of(1, spec))
    assert _everything(folder) == whole


def test_an_unfinished_start_is_taken_up(tmp_path, spec):
    (tmp_path / "project.yaml.scenewright.part").write_text("half")
    open_for_writing(tmp_path, spec)
    assert read_dataset(tmp_path).indices == ()


def test_a_new_try_at_a_frame_first_withdraws_the_old_record(dataset, spec, frame_of, monkeypatch):
    monkeypatch.setattr(files, "write_files", _fail_with(errno.EIO))
    with pytest.raises(UserError):
        write_frame(dataset.folder, *frame_of(1, spec))
    assert finished_frames(dataset.folder) == {0, 2}


def _fail_with(code):
    def fail(*_, **__):
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize("written_before", range(7))
def test_a_full_disk_leaves_earlier_frames_and_no_parts(dataset, spec, frame_of, monkeypatch, written_before):
    """Six images, then the record: whichever meets the full disk, the frame is not there."""
    before = _everything(dataset.folder)
    write_bytes, count = Path.write_bytes, iter(range(100))

    def until_full(path, content):
        if next(count) == written_before:
            write_bytes(path, content[: len(content) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return write_bytes(path, content)

    monkeypatch.setattr(Path, "write_bytes", until_full)
    with pytest.raises(UserError, match=r"Could not write frame 3 .*No space left.*free some space"):
        write_frame(dataset.folder, *frame_of(3, spec))
    after = _everything(dataset.folder)
    assert {path: after[path] for path in before} == before
    assert not [path for path in after if path.name.endswith(".part")]
    assert finished_frames(dataset.folder) == {0, 1, 2}


@pytest.fixture
def tiny_disk(tmp_path):
    """A disk of 256 KB, where the system lets us make one."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", place], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("needs the right to mount a file system")
    yield place
    subprocess.run(["umount", place], check=True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs the right to mount a file system")
def test_a_disk_that_really_runs_full_keeps_every_finished_frame(tiny_disk, spec, frame_of):
    folder = tiny_disk / "dataset"
    open_for_writing(folder, spec)
    written = []

    def write_until_full():
        for index in range(100):
            write_frame(folder, *frame_of(index, spec))
            written.append(index)

    with pytest.raises(UserError, match="The disk is full"):
        write_until_full()
    assert len(written) > 2
    assert finished_frames(folder) == set(written)
    assert not list(folder.rglob("*.part"))
    assert [frame.index for frame in read_dataset(folder).frames()] == written


def test_an_unknown_channel_is_a_mistake_of_the_program(dataset, spec, frame_of):
    index, plan, views = frame_of(3, spec)
    with pytest.raises(ValueError, match="no channel 'thermal'"):
        write_frame(dataset.folder, index, plan, [(views[0][0], {"thermal": views[0][1]["rgb"]})])


def test_frames_may_be_written_by_several_threads(tmp_path, spec, frame_of):
    open_for_writing(tmp_path, spec)
    gate = threading.Barrier(4)

    def write(index):
        gate.wait()
        write_frame(tmp_path, *frame_of(index, spec))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert finished_frames(tmp_path) == {0, 1, 2, 3}


def test_more_frames_of_the_same_project_are_welcome(dataset, spec_of):
    open_for_writing(dataset.folder, spec_of(frames=50))
    assert read_dataset(dataset.folder).spec.output.frames == 50
    assert finished_frames(dataset.folder) == {0, 1, 2}


def test_a_dataset_goes_on_where_classes_only_got_other_colours(dataset, spec_of):
    spec = spec_of()
    colored = spec.replace(classes=tuple(item.replace(color="#12ab34") for item in spec.classes))
    open_for_writing(dataset.folder, colored)
    assert {item.color for item in read_dataset(dataset.folder).spec.classes} == {"#12ab34"}
    assert finished_frames(dataset.folder) == {0, 1, 2}


@pytest.mark.parametrize(
    ("change", "named"),
    [({"seed": 8}, "output"), ({"labels": ("instance_mask",)}, "labels"), ({"cameras": ("a", "b")}, "cameras")],
)
def test_a_dataset_of_another_project_is_refused(dataset, spec_of, change, named):
    before = _everything(dataset.folder)
    with pytest.raises(UserError, match=rf"another project \(it differs in {named}\): choose another folder"):
        open_for_writing(dataset.folder, spec_of(**change))
    assert _everything(dataset.folder) == before


def test_a_folder_with_other_things_is_refused(tmp_path, spec):
    (tmp_path / "thesis.odt").write_text("years of work")
    with pytest.raises(UserError, match="is not empty and holds no dataset"):
        open_for_writing(tmp_path, spec)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.odt"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path, spec):
    (tmp_path / "dataset").write_text("")
    with pytest.raises(UserError, match="is a file, not a folder"):
        open_for_writing(tmp_path / "dataset", spec)
    with pytest.raises(UserError, match="A part of that path is a file"):
        open_for_writing(tmp_path / "dataset" / "below", spec)


@pytest.mark.parametrize(
    ("code", "remedy"), [(errno.EACCES, "may not write there"), (errno.EROFS, "read-only"), (errno.ENOSPC, "full")]
)
def test_a_place_that_cannot_be_written_is_named_in_words(tmp_path, spec, monkeypatch, code, remedy):
    monkeypatch.setattr(Path, "mkdir", _fail_with(code))
    with pytest.raises(UserError, match=f"Could not write the dataset: .*new: .*{remedy}"):
        open_for_writing(tmp_path / "new", spec)


def test_a_folder_without_a_project_is_no_dataset(tmp_path):
    with pytest.raises(UserError, match="holds no dataset"):
        read_dataset(tmp_path)


def test_a_missing_channel_is_named_with_its_remedy(write_dataset, spec_of):
    dataset = write_dataset(spec_of(labels=("instance_mask",)))
    with pytest.raises(UserError, match="holds no normals: add it to the project's labels"):
        dataset.load(dataset.frame(0).views[0], "normals")


@pytest.mark.parametrize("channel", ["rgb", "normals"])
def test_a_damaged_image_is_named_with_its_remedy(dataset, channel):
    view = dataset.frame(0).views[0]
    (dataset.folder / view.files[channel]).write_bytes(b"x" * view.file_bytes[channel])
    with pytest.raises(UserError, match=f"{view.files[channel]} is damaged: generate its frame again"):
        dataset.load(view, channel)
    (dataset.folder / view.files[channel]).unlink()
    with pytest.raises(UserError, match="Could not read the dataset"):
        dataset.load(view, channel)


def test_the_tables_hold_what_the_records_hold(write_dataset, spec_of):
    dataset = write_dataset(spec_of(cameras=("left", "right")))
    finalise(dataset.folder, {"program": "scenewright", "frames_made": 3})
    assert json.loads((dataset.folder / "run.json").read_text())["frames_made"] == 3
    frames = pq.read_table(dataset.folder / "frames.parquet").to_pylist()
    instances = pq.read_table(dataset.folder / "instances.parquet").to_pylist()
    views = [(record, view) for record in dataset.frames() for view in record.views]
    assert [(row["index"], row["camera"]) for row in frames] == [(r.index, v.camera) for r, v in views]
    for row, (record, view) in zip(frames, views, strict=True):
        assert row["plan"] == record.plan
        assert row["intrinsics"] == asdict(view.intrinsics)
        assert tuple(row["world_from_camera"]) == view.world_from_camera
        assert {name: file for name, file in row["files"].items() if file is not None} == view.files
    items = [item for _, view in views for item in view.instances]
    for row, item in zip(instances, items, strict=True):
        stored = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
        assert {name: stored[name] for name in asdict(item)} == asdict(item)


def test_table_columns_are_named_as_the_records_fields(dataset):
    finalise(dataset.folder, {})
    frames = pq.read_schema(dataset.folder / "frames.parquet").names
    instances = pq.read_schema(dataset.folder / "instances.parquet").names
    assert set(frames) == {"index", "split", "plan", *(item.name for item in fields(ViewRecord))} - {"instances"}
    assert instances == ["index", "camera", *(item.name for item in fields(InstanceRecord))]


def test_a_dataset_without_frames_has_empty_tables(tmp_path, spec):
    open_for_writing(tmp_path, spec)
    finalise(tmp_path, {})
    assert pq.read_table(tmp_path / "frames.parquet").num_rows == 0


def test_tables_that_cannot_be_written_leave_the_old_ones(dataset, monkeypatch):
    finalise(dataset.folder, {})
    before = _everything(dataset.folder)
    monkeypatch.setattr(pq.ParquetWriter, "write_table", _fail_with(errno.ENOSPC))
    with pytest.raises(UserError, match="Could not finish the dataset"):
        finalise(dataset.folder, {})
    assert _everything(dataset.folder) == before
