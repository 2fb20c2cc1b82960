"""Every mistake is told in words, on its own line, and all of them at once."""

import pytest

from scenewright.errors import UserError
from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project, save_project

MISTAKES = [
    ("  near_m: 0.1", "  near_m: 0.1\n  sensor: {rolling_shutter_px: 99}", "must stay at least 0 and at most 40"),
    ("  near_m: 0.1", "  near_m: 0.1\n  motion: {kind: drift, velocity_m_s: {}}", "no time: add clip: {length"),
    ("  near_m: 0.1", "  near_m: 0.1\n  depth_sensor: {nearest_m: 9, farthest_m: 2}", "nearest_m must be below"),
    ("  seed: 3", "  sead: 3", "output.sead: unknown field: did you mean 'seed'?"),
    ("  seed: 3", "  qqqqqq: 3", "output.qqqqqq: unknown field: known fields are coverage, depth"),
    ("  scale: 4", "  scala: 4", "objects.0.scala: unknown field: did you mean 'scale'?"),
    ("  elevation_deg: 45", "  elevation: 45", "did you mean 'elevation_deg'?"),
    ("    z: {kind: choice, values: [0.1, 0.2], weights: [1, 3]}", "    w: 3", "objects.0.position_m.w: unknown field"),
    ("  scale: 4", "  scale: {kind: uniform, low: 1, hihg: 2, high: 2}", "did you mean 'high'?"),
    ("  frames: 12", "  frames: many", "output.frames: must be a whole number, not 'many'"),
    ("  frames: 12", "  frames: 1.5", "output.frames: must be a whole number, not 1.5"),
    ("  frames: 12", "  frames: 0", "output.frames: must be at least 1, not 0"),
    ("  frames: 12", "  frames: .inf", "output.frames: must be a finite number"),
    ("  seed: 3", "  seed: -1", "output.seed: must be at least 0, not -1"),
    ("name: Shapes", "name: [a, b]", "name: must be text, not a list"),
    ("name: Shapes", "name: ''", "name: must not be empty"),
    ("  kind: point", "  kind: point\n  cast_shadow: perhaps", "must be true or false, not 'perhaps'"),
    ("  size_m: [6, 6]", "  size_m: 6", "floor.size_m: must be a list, not 6"),
    ("  size_m: [6, 6]", "  size_m: [6, 0]", "floor.size_m.1: must be above 0, not 0"),
    ("  size_m: [6, 6]", "  size_m: [6]", "floor.size_m.1: is missing"),
    ("  near_m: 0.1", "  near_m: .nan", "cameras.0.near_m: must be a finite number, not NaN or infinity"),
    ("  far_m: 50", "  far_m: .inf", "cameras.0.far_m: must be a finite number, not NaN or infinity"),
    ("  scale: 4", "  scale: .nan", "objects.0.scale"),
    ("  scale: 4", "  scale: -.inf", "objects.0.scale"),
    ("  scale: 4", "  scale: four", "objects.0.scale: must be a number or a distribution"),
    ("  scale: 4", "  scale: true", "objects.0.scale: must be a number or a distribution"),
    ("  scale: 4", "  scale: 0", "objects.0.scale: can draw 0 to 0, but must stay above 0"),
    ("  scale: 4", "  scale: {low: 1, high: 2}", "objects.0.scale: needs a 'kind'"),
    ("  scale: 4", "  scale: {kind: triangle}", "objects.0.scale: unknown kind 'triangle': choose one of 'fixed'"),
    ("  scale: 4", "  scale: {kind: uniform, low: 3, high: 1}", "low (3) must not be above high (1)"),
    ("  scale: 4", "  scale: {kind: normal, mean: 1, standard_deviation: 1}", "give the normal distribution low and"),
    ("  scale: 4", "  scale: {kind: normal, mean: 1, standard_deviation: 0, low: 1}", "must be above 0, not 0"),
    (
        "  scale: 4",
        "  scale: {kind: normal, mean: 99, standard_deviation: 1, low: 1, high: 2}",
        "the mean (99) is more",
    ),
    (
        "  scale: 4",
        "  scale: {kind: normal, mean: 2, standard_deviation: 1, low: 2, high: 2}",
        "must be below high (2)",
    ),
    ("  scale: 4", "  scale: {kind: choice, values: []}", "must have at least 1 entry"),
    ("  scale: 4", "  scale: {kind: choice, values: [1, 2], weights: [0, 0]}", "the weights sum to zero"),
    ("  scale: 4", "  scale: {kind: choice, values: [1, 2], weights: [1]}", "there are 2 values but 1 weights"),
    ("  scale: 4", "  scale: {kind: choice, values: [1, 2], weights: [1, -1]}", "must be at least 0, not -1"),
    ("  count: {kind: uniform, low: 1, high: 3}", "  count: 1.5", "objects.0.count: must be made of whole numbers"),
    ("  count: {kind: uniform, low: 1, high: 3}", "  count: 1001", "must stay at least 0 and at most 1000"),
    ("  elevation_deg: 45", "  elevation_deg: 91", "must stay at least -90 and at most 90"),
    ("  brightness: 0.5", "  brightness: -1", "environment.brightness: can draw -1 to -1, but must stay at least 0"),
    ("  width_px: 64", "  width_px: 0", "cameras.0.width_px: must be at least 16, not 0"),
    ("  height_px: 48", "  height_px: 10000", "cameras.0.height_px: must be at most 8192, not 10000"),
    ("- name: front", "- name: front left", "cameras.0.name"),
    ('  color: "#fff3e2"', "  color: red", "'red' is not a colour: write it as '#rrggbb', in quotes"),
    ('  color: "#fff3e2"', "  color: #fff3e2", "lights.0.color: must be text, not None"),
    ("  kind: image", "  kind: video", "environment: unknown kind 'video': choose one of 'image', 'color'"),
    ("  assets: [shape_cube]", "  assets: []", "objects.0.assets: must have at least 1 entry"),
    ("  assets: [shape_cube]", "  assets:", "objects.0.assets: must be a list, not None"),
    ("  assets: [shape_cube]", "  assets: [{source: shape_cube, weight: 0}]", "the weights sum to zero"),
    ("  assets: [shape_cube]", "  assets: ['']", "objects.0.assets.0.source: must not be empty"),
    ("labels: [instance_mask, normals]", "labels: [instance_mask, depth]", "labels.1: unknown choice 'depth'"),
    ("labels: [instance_mask, normals]", "labels: [normals, normals]", "labels.1: 'normals' is there twice"),
    ("classes: [cube, ball]", "classes: [cube, ball, cube]", "classes.2: 'cube' is there twice"),
    ("- name: balls", "- name: cubes", "objects.1.name: 'cubes' is there twice"),
    ("- name: lamp", "- name: key", "lights.1.name: 'key' is there twice"),
    ("classes: [cube, ball]", "classes: [cube, ball, cone]", "class 'cone' has no assets: add an object group for it"),
    ("  class_name: ball", "  class_name: bal", "class 'bal' is not in the list of classes"),
    ("schema_version: 1", "schema_version: 2", "schema_version 2 is newer than this program knows (1): update"),
    ("schema_version: 1", "schema_version: one", "schema_version must be a whole number from 1 to 1, not 'one'"),
    ("schema_version: 1", "schema_version: true", "schema_version must be a whole number from 1 to 1, not True"),
    ("schema_version: 1", "schema_version: 0", "schema_version must be a whole number from 1 to 1, not 0"),
    ("schema_version: 1", "schema_version:", "schema_version must be a whole number from 1 to 1, not None"),
]


def _problems(path):
    with pytest.raises(UserError) as told:
        load_project(path)
    return told.value.problems


@pytest.mark.parametrize(("right", "wrong", "words"), MISTAKES, ids=[wrong.strip() for _, wrong, _ in MISTAKES])
def test_a_mistake_is_told_once_and_on_its_own_line(right, wrong, words, project_text, write):
    assert project_text.count(right + "\n") == 1
    text = project_text.replace(right + "\n", wrong + "\n")
    problems = _problems(write(text))
    # A misspelt class also leaves the one it was meant to be unused.
    told = [p for p in problems if words in p.message or "has no assets" not in p.message]
    assert len(told) == 1, problems
    assert words in told[0].message
    assert told[0].line == project_text.splitlines().index(right) + 1 + wrong.count("\n")


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines(project_text, write):
    changes = {
        "  seed: 3": "  sead: 3",
        "  width_px: 64": "  width_px: 0",
        "  elevation_deg: 45": "  elevation_deg: 91",
        "- name: lamp": "- name: key",
        "  class_name: ball": "  class_name: boll",
        "  scale: 4": "  scale: {kind: uniform, low: 3, high: 1}",
        "  size_m: [6, 6]": "  size_m: [6, -1]",
        "classes: [cube, ball]": "classes: [cube, ball, ball]",
        "name: Shapes": "name: [Shapes]",
    }
    text = project_text
    for right, wrong in changes.items():
        text = text.replace(right + "\n", wrong + "\n")
    lines = [problem.line for problem in _problems(write(text))]
    assert set(lines) == {project_text.splitlines().index(right) + 1 for right in changes}
    assert lines == sorted(lines)


def test_the_whole_message_names_the_file_and_every_line(project_text, write):
    path = write(project_text.replace("  seed: 3", "  sead: 3"))
    with pytest.raises(UserError) as told:
        load_project(path)
    assert str(told.value) == (f"{path} cannot be used:\n  line 41: output.sead: unknown field: did you mean 'seed'?")


def test_planes_in_the_wrong_order_are_told_at_their_camera(project_text, write):
    [problem] = _problems(write(project_text.replace("  near_m: 0.1", "  near_m: 50")))
    assert problem.message == "cameras.0: the near plane must be closer than the far plane"
    assert problem.line == project_text.splitlines().index("- name: front") + 1


def test_a_camera_that_looks_at_its_own_position_is_told(project_text, write):
    [problem] = _problems(write(project_text.replace("  look_at_m: {z: 0.3}", "  look_at_m: {y: -3, z: 2}")))
    assert "the camera looks at its own position: move position_m or look_at_m" in problem.message
    assert problem.line == project_text.splitlines().index("- name: front") + 1


def test_a_field_written_twice_is_told_at_the_second_place(project_text, write):
    [problem] = _problems(write(project_text + "name: Again\n"))
    assert problem.message == "'name' is already on line 2: remove one of them"
    assert problem.line == project_text.count("\n") + 1


def test_a_missing_field_is_told_at_what_lacks_it(project_text, write):
    [problem] = _problems(write(project_text.replace("  position_m: {y: -3, z: 2}\n", "")))
    assert problem.message == "cameras.0: give the camera a position_m or an orbit, or mount it on another"
    assert problem.line == project_text.splitlines().index("- name: front") + 1


def test_two_cameras_without_names_are_told_to_differ(project_text, write):
    text = project_text.replace("- name: front\n  position_m", "- position_m")
    second = "- position_m: {z: 9}\n  look_at_m: {y: 1}\n"
    [problem] = _problems(write(text.replace("labels:", second + "labels:")))
    assert "'camera' is there twice" in problem.message


def test_every_class_needs_objects_even_where_the_objects_hold_other_mistakes(project_text, write):
    text = project_text.replace("classes: [cube, ball]", "classes: [cube, ball, cone]").replace("scale: 4", "scale: x")
    messages = [problem.message for problem in _problems(write(text))]
    assert any("class 'cone' has no assets" in message for message in messages)
    assert any("objects.0.scale" in message for message in messages)


def test_a_lens_that_folds_the_image_is_told_at_its_camera(project_text, write):
    text = project_text.replace("  near_m: 0.1", "  near_m: 0.1\n  lens: {kind: opencv, k1: -2}")
    [problem] = _problems(write(text))
    assert "the lens cannot show the whole image" in problem.message
    assert problem.message.startswith("cameras.0")


def test_a_depth_label_without_a_depth_sensor_is_told_at_the_camera(project_text, write):
    [problem] = _problems(write(project_text.replace("[instance_mask, normals]", "[sensor_depth]")))
    assert "give it depth_sensor: {}, or remove the label" in problem.message
    assert problem.message.startswith("cameras.0")


def test_a_project_of_scenery_alone_keeps_a_class_and_loads(tmp_path):
    spec = load_project(shipped("presets") / "cup_detection.yaml").spec
    group = spec.objects[0]
    bare = group.replace(
        role="scenery", class_name=None, assets=tuple(asset.replace(class_name=None) for asset in group.assets)
    )
    save_project(tmp_path / "scenery.yaml", spec.replace(objects=(bare,)))
    assert load_project(tmp_path / "scenery.yaml").spec.objects == (bare,)
