"""Groups, lights and cameras as wholes: on the clipboard, copied, moved and deleted."""

import pytest
import yaml

from scenewright.errors import UserError
from scenewright.paths import shipped
from scenewright.spec.yaml_io import dump_project, load_project
from scenewright.ui import parts


@pytest.fixture(scope="module")
def bins():
    return load_project(shipped("presets") / "bin_picking.yaml").spec


def loads(spec, tmp_path):
    path = tmp_path / "project.yaml"
    path.write_text(dump_project(spec))
    return load_project(path).spec == spec


@pytest.mark.parametrize("part", [("objects", 1), ("lights", 0), ("cameras", 0)])
def test_a_duplicate_stands_behind_its_model_under_a_free_name_and_loads(bins, part, tmp_path):
    spec, place = parts.duplicated(bins, part)
    field, number = part
    assert place == (field, number + 1)
    one, other = getattr(spec, field)[number : number + 2]
    assert other.name != one.name
    assert other.replace(name=one.name) == one
    assert loads(spec, tmp_path)


def test_a_copy_is_what_the_project_file_would_hold(bins):
    data = yaml.safe_load(parts.copied(bins, ("objects", 0)))
    assert data["objects"][0]["name"] == bins.objects[0].name


def test_pasting_into_another_project_brings_the_class_along(bins, cup_spec, tmp_path):
    spec, place = parts.pasted(cup_spec, parts.copied(bins, ("objects", 0)), None)
    assert place == ("objects", len(cup_spec.objects))
    assert set(bins.objects[0].class_names) <= {item.name for item in spec.classes}
    assert loads(spec, tmp_path)


def test_deleting_the_last_group_of_a_class_takes_the_class_along(bins, tmp_path):
    number = next(n for n, group in enumerate(bins.objects) if n > 0)
    spec, _ = parts.deleted(bins, ("objects", number))
    assert len(spec.objects) == len(bins.objects) - 1
    assert loads(spec, tmp_path)


@pytest.mark.parametrize("part", [("objects", 0), ("cameras", 0)])
def test_what_must_be_there_cannot_be_deleted(cup_spec, part):
    with pytest.raises(UserError, match="Not done"):
        parts.deleted(cup_spec, part)


def test_what_others_stand_in_cannot_be_deleted_or_moved_behind_them(bins):
    carrier = next(n for n, group in enumerate(bins.objects) if group.name == "tote")
    with pytest.raises(UserError, match="tote"):
        parts.deleted(bins, ("objects", carrier))
    with pytest.raises(UserError, match="tote"):
        parts.moved(bins, ("objects", carrier), 1)


def test_a_part_moves_and_is_still_selected(bins):
    names = [group.name for group in bins.objects]
    spec, place = parts.moved(bins, ("objects", 1), 1)
    assert place == ("objects", 2)
    assert [group.name for group in spec.objects][1:3] == names[2:0:-1]


def test_at_the_end_of_the_list_a_part_stays(bins):
    assert parts.moved(bins, ("objects", 0), -1) == (bins, ("objects", 0))


@pytest.mark.parametrize(
    "text", ["", "hello", "[1]", "objects: 3", "objects: []", "a: {b", "objects: [3]", "lights: [{}]"]
)
def test_a_clipboard_that_holds_no_parts_is_refused_in_words(cup_spec, text):
    with pytest.raises(UserError, match=r"clipboard|Not done"):
        parts.pasted(cup_spec, text, None)


@pytest.mark.parametrize(
    ("name", "taken", "free"),
    [
        ("cups", set(), "cups"),
        ("cups", {"cups"}, "cups 2"),
        ("cups 2", {"cups", "cups 2"}, "cups 3"),
    ],
)
def test_a_name_that_is_taken_gets_a_number(name, taken, free):
    assert parts.free_name(name, taken) == free


def test_cameras_are_numbered_with_a_dash():
    assert parts.free_name("camera", {"camera"}, is_camera=True) == "camera-2"
