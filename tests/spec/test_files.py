"""Projects go to disk and come back the same, whole or not at all, whatever version wrote them."""

from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from scenewright.assets.loading import AssetLoader
from scenewright.errors import UserError
from scenewright.paths import shipped
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.migrations import CURRENT_VERSION, upgrade
from scenewright.spec.project import ProjectSpec, references
from scenewright.spec.yaml_io import dump_project, load_project, save_project

DATA = Path(__file__).parents[1] / "data"
PRESETS = sorted(shipped("presets").glob("*.yaml"))


@pytest.fixture(params=[*PRESETS, *sorted(DATA.glob("*.yaml"))], ids=lambda path: path.stem)
def any_project(request):
    return request.param


def test_a_project_comes_back_the_same(any_project, tmp_path):
    spec = load_project(any_project).spec
    save_project(tmp_path / "again.yaml", spec)
    assert load_project(tmp_path / "again.yaml").spec == spec
    first = (tmp_path / "again.yaml").read_bytes()
    save_project(tmp_path / "again.yaml", load_project(tmp_path / "again.yaml").spec)
    assert (tmp_path / "again.yaml").read_bytes() == first


def test_every_shipped_or_old_project_can_be_sampled(any_project):
    spec = load_project(any_project).spec
    assert sample_frame(spec, 0, AssetLoader(Path())).objects
    assert sample_frame(spec, 1, AssetLoader(Path())) != sample_frame(spec, 2, AssetLoader(Path()))


def test_there_are_presets():
    assert PRESETS


def test_a_project_of_version_1_loads_as_it_was_written():
    spec = load_project(DATA / "project_v1.yaml").spec
    written = yaml.safe_load((DATA / "project_v1.yaml").read_text())
    assert holds(spec.model_dump(mode="json"), {**written, "schema_version": CURRENT_VERSION})


def holds(whole, part):
    """Whether all that an old file says is still there; what came later has its default beside it."""
    if isinstance(part, dict):
        return all(key in whole and holds(whole[key], value) for key, value in part.items())
    if isinstance(part, list):
        return len(whole) == len(part) and all(holds(one, other) for one, other in zip(whole, part, strict=True))
    return whole == part


def test_the_short_forms_of_version_1_mean_what_they_meant():
    spec = load_project(DATA / "project_v1_short.yaml").spec
    camera = spec.cameras[0].model_dump(mode="json")
    assert spec.environment.model_dump()["color"] == "#ffeedd"
    assert [(asset.source, asset.weight) for asset in spec.objects[0].assets] == [("mug_classic", 1), ("cup_paper", 3)]
    assert (camera["name"], camera["width_px"], camera["height_px"]) == ("camera", 640, 480)
    assert (camera["near_m"], camera["far_m"], camera["sensor_width_mm"]) == (0.05, 200.0, 20.955)
    assert camera["focal_length_mm"] == {"kind": "fixed", "value": 24.0}
    assert (spec.output.frames, spec.output.seed, spec.floor, spec.lights) == (100, 0, None, ())


def test_every_default_is_written_out_so_that_a_changed_one_never_changes_an_old_project(tmp_path):
    spec = load_project(DATA / "project_v1_short.yaml").spec
    written = yaml.safe_load(dump_project(spec))

    def without_defaults(data):
        """Name every field that could be left out of the file without being missed."""
        if isinstance(data, list):
            return [name for item in data for name in without_defaults(item)]
        return (
            [*data, *(name for item in data.values() for name in without_defaults(item))]
            if isinstance(data, dict)
            else []
        )

    named = set(without_defaults(written))
    assert {"schema_version", "description", "floor", "lights", "near_m", "exposure_stops", "seed", "scale"} <= named
    assert set(written) == set(ProjectSpec.model_fields)
    assert set(written["cameras"][0]) == set(type(spec.cameras[0]).model_fields)


def test_text_of_any_language_survives(project_text, write, tmp_path):
    spec = load_project(write(project_text.replace("name: Shapes", 'name: "Größe 箱 🫖: #1"'))).spec
    assert spec.name == "Größe 箱 🫖: #1"
    save_project(tmp_path / "again.yaml", spec)
    assert load_project(tmp_path / "again.yaml").spec == spec


@pytest.mark.parametrize(
    "name", ["yes", "1", "1e3", "null", "~", "2026-01-01", "0x1F", " x ", "a: b", "- a", "\u2028", "'"]
)
def test_names_that_look_like_something_else_stay_text(name, project_text, write, tmp_path):
    spec = load_project(write(project_text)).spec.replace(name=name)
    save_project(tmp_path / "again.yaml", spec)
    assert load_project(tmp_path / "again.yaml").spec.name == name


def test_saving_where_nothing_can_be_written_leaves_the_old_file_and_no_other(project_text, write):
    spec = load_project(write(project_text)).spec
    blocked = write(project_text).parent / "folder.yaml"
    (blocked / "inside").mkdir(parents=True)
    with pytest.raises(UserError, match=r"Could not save the project: .*folder\.yaml"):
        save_project(blocked, spec)
    assert sorted(path.name for path in blocked.parent.iterdir()) == ["folder.yaml", "project.yaml"]


def test_saving_below_a_file_is_told_in_words(project_text, write):
    path = write(project_text)
    with pytest.raises(UserError, match="A part of that path is a file, not a folder"):
        save_project(path / "project.yaml", load_project(path).spec)


def test_a_project_in_memory_cannot_be_changed_in_place(project_text, write):
    spec = load_project(write(project_text)).spec
    with pytest.raises(ValidationError, match="frozen"):
        spec.name = "Other"
    assert isinstance(spec.objects, tuple)


def test_replacing_a_field_validates_it(project_text, write):
    spec = load_project(write(project_text)).spec
    assert spec.replace(name="Other").name == "Other"
    with pytest.raises(ValidationError):
        spec.replace(name="")
    with pytest.raises(ValidationError, match="there more than once"):
        spec.replace(objects=(*spec.objects, spec.objects[0]))


def test_every_source_is_listed_with_its_place_in_the_file(project_text, write):
    file = load_project(write(project_text))
    found = {source: file.problem(location, "gone") for _, location, source in references(file.spec)}
    lines = project_text.splitlines()
    assert {source: problem.line for source, problem in found.items()} == {
        source: next(number for number, line in enumerate(lines, start=1) if source in line)
        for source in ("wood_oak", "overcast_sky", "shape_cube", "shape_sphere")
    }


def test_upgrading_keeps_every_field_even_unknown_ones():
    data = {"schema_version": 1, "name": "x", "unknown": {"deep": [1, 2]}}
    assert upgrade(dict(data)) == {**data, "schema_version": CURRENT_VERSION}


def test_a_file_without_a_version_is_of_the_first():
    assert upgrade({"name": "x"}) == {"name": "x", "schema_version": CURRENT_VERSION}
