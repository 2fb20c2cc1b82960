"""Columns, pictures and reports of real folders."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from scenewright.datasets.curation import Curation, read_curation, write_curation
from scenewright.datasets.readers import READERS
from scenewright.errors import UserError
from scenewright.inspection.comparing import compared
from scenewright.inspection.examining import Effort, Examined, examined
from scenewright.inspection.findings import look
from scenewright.inspection.foreign import foreign_view
from scenewright.inspection.marking import judged, kept_of
from scenewright.inspection.measuring import evenly, measured
from scenewright.inspection.opening import open_columns, recognised
from scenewright.inspection.pictures import MEASURED, UNREADABLE, measure_file, measure_picture
from scenewright.jobs.export import export
from scenewright.jobs.generate import Wish, generate
from scenewright.jobs.inspect import Look, report
from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project, save_project

FRAMES = 6


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    """Six frames of the cup preset, small, drawn by the plain engine."""
    folder = tmp_path_factory.mktemp("inspected")
    spec = load_project(shipped("presets") / "cup_detection.yaml").spec
    camera = spec.cameras[0].replace(width_px=160, height_px=120)
    save_project(folder / "cups.yaml", spec.replace(cameras=(camera,)))
    ended = generate(
        Wish(load_project(folder / "cups.yaml"), folder / "cups", range(FRAMES), engine="flat"), lambda _: None
    )
    assert ended.outcome == "succeeded"
    return folder / "cups"


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def whole(parts):
    return list(parts)[-1]


def test_columns_are_those_of_the_records(dataset):
    columns = whole(open_columns(dataset))
    from scenewright.datasets.reading import read_dataset  # noqa: PLC0415

    frames = list(read_dataset(dataset).frames())
    assert columns.images.index.tolist() == [frame.index for frame in frames]
    boxes = [item.box_tight for frame in frames for item in frame.views[0].instances if item.box_tight]
    seen = np.isfinite(columns.objects.box_px[:, 0])
    assert columns.objects.box_px[seen].tolist() == [list(box) for box in boxes]
    poses = [item.world_from_object for frame in frames for item in frame.views[0].instances]
    assert len(columns.objects) == len(poses)
    # The camera stands at (0, -3, 2), and no cup is further than a metre from the middle of the floor.
    assert ((columns.objects.distance_m > 2) & (columns.objects.distance_m < 5)).all()


@pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")
@pytest.mark.parametrize("format_name", ["basicwriter", "kitti", "hdf5", "webdataset", "coco", "yolo_detect", "voc"])
def test_other_formats_are_recognised_and_have_the_same_boxes(dataset, tmp_path, format_name):
    out = tmp_path / format_name
    export(dataset, format_name, out, None, lambda _: None)
    assert recognised(out) == format_name.removesuffix("_detect")
    ours, theirs = whole(open_columns(dataset)), whole(open_columns(out))
    seen = np.isfinite(ours.objects.box_px[:, 0])
    assert len(theirs.images) == FRAMES
    assert sorted(theirs.objects.box_px.round().tolist()) == sorted(ours.objects.box_px[seen].tolist())


def test_frames_that_are_set_aside_are_in_no_figure_and_come_back(dataset):
    def looked_at(**options):
        found = whole(examined(dataset, effort=Effort(traces=0), **options))
        columns = found.source.columns
        assert len(found.source.pictures) == len(columns.images)
        of_objects = columns.images.index[columns.objects.image]
        assert set(of_objects.tolist()) == set(columns.images.index.tolist())
        return columns.images.index.tolist()

    everything = list(range(FRAMES))
    write_curation(dataset, Curation().with_set_aside([1, 4], "odd"))
    assert looked_at() == [0, 2, 3, 5]
    assert looked_at(with_aside=True) == everything
    write_curation(dataset, Curation().with_set_aside(everything, "odd"))
    with pytest.raises(UserError, match=r"All frames of .* are set aside: take some back"):
        looked_at()
    write_curation(dataset, read_curation(dataset).with_kept(everything))
    assert looked_at() == everything


def test_what_is_known_without_some_frames_is_what_is_known_of_the_others(evidence):
    found = Examined(replace(evidence, violations=((7, "camera", "ids_agree", "x"), (8, "camera", "ids_agree", "x"))))
    kept, rows = kept_of(found, Curation({7: "", 20: ""}))
    assert rows.tolist() == [row for row in range(400) if row not in (7, 20)]
    columns, before = kept.source.columns, evidence.columns
    assert np.array_equal(columns.images.index, rows)
    assert np.array_equal(kept.source.pictures["pixels"], evidence.pictures["pixels"][rows])
    still = np.isin(before.objects.image, rows)
    assert np.array_equal(columns.objects.box_px, before.objects.box_px[still])
    assert np.array_equal(rows[columns.objects.image], before.objects.image[still])
    [finding] = judged(found, Curation({7: "", 20: ""})).findings
    assert finding.rows.tolist() == [8]


def test_a_damaged_picture_is_a_finding_and_does_not_end_the_looking(dataset, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(dataset, broken)
    sorted((broken / "rgb").rglob("*.png"))[2].write_bytes(b"no picture")
    found = whole(examined(broken))
    assert [item.rows.tolist() for item in look(found.evidence) if item.check == "unreadable"] == [[2]]
    assert {item.draws for item in found.asked if item.place == ("objects", 0, "count")} == {FRAMES - 1}


def test_exports_honour_what_is_set_aside(dataset, tmp_path):
    write_curation(dataset, Curation().with_set_aside([2], ""))
    try:
        export(dataset, "coco", tmp_path / "coco", None, lambda _: None)
    finally:
        write_curation(dataset, Curation())
    data = json.loads(next((tmp_path / "coco").rglob("*.json")).read_text())
    assert len(data["images"]) == FRAMES - 1


def test_a_folder_that_holds_nothing_known_is_told(tmp_path):
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(UserError, match="holds no dataset that is known"):
        recognised(tmp_path)
    with pytest.raises(UserError, match="is no folder"):
        recognised(tmp_path / "nowhere")


def test_pictures_are_measured_once_and_again_when_they_change(dataset):
    columns = whole(open_columns(dataset))
    first = whole(measured(columns))
    assert (first["measured"] == MEASURED).all()
    again = next(iter(measured(columns)))
    assert first.tobytes() == again.tobytes()


def test_what_is_measured_follows_the_picture(tmp_path):
    grey = np.full((90, 120, 3), 51, np.uint8)
    row = measure_picture(grey)[0]
    assert row["brightness"] == pytest.approx(0.2)
    assert row["contrast"] == pytest.approx(0, abs=1e-6)
    assert row["saturation"] == 0
    assert row["sharpness"] == pytest.approx(0, abs=1e-6)
    red = grey.copy()
    red[..., 1:] = 0
    assert measure_picture(red)[0]["saturation"] == 1
    assert measure_picture(red)[0]["red"] == pytest.approx(0.2)
    noise = np.random.default_rng(1).integers(0, 255, (90, 120, 3)).astype(np.uint8)
    assert measure_picture(noise)[0]["sharpness"] > 1000
    assert measure_picture(noise)[0]["pixels"] != measure_picture(grey)[0]["pixels"]
    Image.fromarray(noise).save(tmp_path / "noise.png")
    assert measure_file(tmp_path / "noise.png")[0] == measure_picture(noise)[0]
    (tmp_path / "broken.png").write_bytes((tmp_path / "noise.png").read_bytes()[:500])
    assert measure_file(tmp_path / "broken.png")[0]["measured"] == UNREADABLE


def test_any_first_part_of_the_order_is_spread_evenly():
    order = evenly(1000)
    assert sorted(order.tolist()) == list(range(1000))
    assert np.histogram(order[:50], 10, (0, 1000))[0].tolist() == pytest.approx([5] * 10, abs=2)


def test_a_report_holds_figures_findings_and_what_was_asked_for(dataset, tmp_path):
    ended = report(Look(dataset, effort=Effort()), tmp_path / "report", lambda _: None)
    data = json.loads((tmp_path / "report.json").read_text())
    assert ended.outcome == "succeeded", ended.message
    assert data["images"] == FRAMES
    # At 160 x 120 pixels the cups are tiny; nothing else is odd.
    assert {item["check"] for item in data["findings"]} <= {"tiny"}
    settings = {item["setting"] for item in data["asked_and_got"]}
    assert {"objects.0.scale", "objects.0.count", "floor.rotation_deg"} <= settings
    assert "Asked and got" in (tmp_path / "report.html").read_text()


def test_photos_can_be_set_beside_a_dataset(dataset, tmp_path):
    photos = tmp_path / "photos"
    photos.mkdir()
    rng = np.random.default_rng(2)
    for number in range(5):
        Image.fromarray(rng.integers(0, 40, (120, 160, 3)).astype(np.uint8)).save(photos / f"{number}.jpg")
    report(Look(dataset, beside=photos), tmp_path / "r", lambda _: None)
    data = json.loads((tmp_path / "r.json").read_text())
    named = {item["measure"]: item for item in data["comparison"]}
    assert named["brightness"]["distance"] == 1.0
    assert any("brightness" in item["sentence"] and "lower" in item["sentence"] for item in data["advice"])


def test_a_dataset_beside_itself_is_alike_in_everything(dataset):
    source = whole(examined(dataset, effort=Effort(traces=0))).source
    assert {item.distance for item in compared(source, source)} == {0.0}


@pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")
@pytest.mark.parametrize("format_name", ["basicwriter", "kitti", "hdf5", "webdataset", "bop", "dope"])
def test_an_image_of_another_format_has_all_its_labels_and_is_read_without_those_before_it(
    dataset, tmp_path, format_name
):
    out = tmp_path / "out"
    export(dataset, format_name, out, None, lambda _: None)
    everything = list(READERS[format_name](out))
    columns = whole(open_columns(out))
    for row in (0, 3, FRAMES - 1):
        view, expected = foreign_view(columns, row), everything[row]
        assert view.name == expected.name
        assert view.channels.keys() == expected.channels.keys()
        assert all(np.array_equal(view.channels[name], image) for name, image in expected.channels.items())
        assert view.record.instances == expected.record.instances
    assert foreign_view(columns, 99) is None
    if format_name in ("kitti", "dope"):
        sorted(out.rglob("*.json" if format_name == "dope" else "label_2/*.txt"))[0].write_text("damaged")
        assert foreign_view(columns, 3).name == everything[3].name
