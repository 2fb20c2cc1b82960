"""Whatever lies at a project's path, opening it gives a project or a sentence, soon and in little memory."""

import subprocess
import sys
import tracemalloc

import pytest

from scenewright.errors import UserError
from scenewright.spec.yaml_io import load_project


def _told(path):
    with pytest.raises(UserError) as told:
        load_project(path)
    return str(told.value)


def test_a_missing_file_is_told_with_its_path(tmp_path):
    message = _told(tmp_path / "nowhere.yaml")
    assert str(tmp_path / "nowhere.yaml") in message
    assert "check the path" in message


def test_a_folder_is_told_to_be_no_file(tmp_path):
    assert "That is a folder, not a file" in _told(tmp_path)


def test_a_path_below_a_file_is_told(write):
    assert "a file, not a folder" in _told(write("name: x\n") / "project.yaml")


def test_a_name_too_long_for_the_disk_is_told(tmp_path):
    assert "Could not open the project" in _told(tmp_path / ("x" * 300))


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "~\n", "null\n"])
def test_an_empty_file_points_to_the_presets(text, write):
    assert "is empty: start from one of the presets" in _told(write(text))


@pytest.mark.parametrize("text", ["just words\n", "- a\n- b\n", "42\n", "[]\n", "!!set {a}\n", "2026-01-01\n"])
def test_yaml_that_is_no_group_of_fields_is_told_to_be_no_project(text, write):
    assert "is not a project file: it must start with fields such as 'name:'" in _told(write(text))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name: a\n\tclasses: [b]\n", 2),
        ("name: a\nclasses: [b, c\nfloor: 3\n", 3),
        ("name: a\nclasses: {b: 1\n", 3),
        ("name: 'a\nclasses: [b]\n", 3),
        ("name: a\nlabels: *nothing\n", 2),
        ("name: a\nb: c: d\n", 2),
        ("name: a\n--- \nname: b\n", 2),
        ("name: a\nx: !!python/object/apply:os.getcwd []\n", 2),
        ("name: a\nx: !unknown 3\n", 2),
        ("name: a\n? [b, c]\n: d\n", 2),
    ],
)
def test_broken_yaml_is_told_with_its_line(text, line, write):
    message = _told(write(text))
    assert f"line {line}: this is not valid YAML: " in message


@pytest.mark.parametrize("text", ["x: 0b\n", "x: 2026-13-45\n", "x: 1_\n", "x: 190:61:61\n", "x: " + "9" * 5000 + "\n"])
def test_numbers_and_dates_that_are_none_do_not_crash(text, write):
    assert "cannot be used" in _told(write("name: a\n" + text))


@pytest.mark.parametrize("content", [bytes(range(256)), b"\xff\xfe\x00n", b"\x89PNG\r\n\x1a\n\x00", b"na\x00me: x\n"])
def test_a_binary_file_is_told(content, tmp_path):
    path = tmp_path / "project.yaml"
    path.write_bytes(content)
    assert any(words in _told(path) for words in ("is not a text file", "not valid YAML"))


def test_a_file_with_a_byte_order_mark_opens(project_text, tmp_path):
    path = tmp_path / "project.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + project_text.replace("\n", "\r\n").encode())
    assert load_project(path).spec.name == "Shapes"


def test_a_file_over_five_megabytes_is_refused_unread(project_text, tmp_path):
    path = tmp_path / "project.yaml"
    with path.open("w") as file:
        file.write(project_text)
        file.truncate(5_000_000_000)  # sparse: takes no disk
    assert "too large for a project file (over 5 MB)" in _told(path)


@pytest.mark.parametrize("depth", [100, 2_000, 50_000])
@pytest.mark.parametrize(("opened", "closed"), [("[", "]"), ("{a: ", "}")])
def test_deep_nesting_is_told_and_does_not_crash(opened, closed, depth, project_text, write):
    path = write(project_text + "x: " + opened * depth + closed * depth + "\n")
    assert "cannot be used" in _told(path)


def test_a_bomb_of_aliases_is_refused_in_little_memory(project_text, write):
    # "Billion laughs": each list holds the one before ten times, so that written out it would be 10**30 entries.
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    path = write(project_text.replace("classes: [cube, ball]", "\n".join([*levels, "classes: *a29"])))
    tracemalloc.start()
    try:
        message = _told(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "cannot be used" in message
    assert peak < 50e6
    assert len(message) < 20_000


@pytest.mark.parametrize("field", ["name", "scale", "description", "objects", "lights"])
def test_a_bomb_of_aliases_in_any_field_ends_soon(field, project_text, tmp_path):
    # In a process of its own, which a time limit ends: here the failure would be to go on for ever.
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    path = tmp_path / "project.yaml"
    path.write_text(project_text.replace(f"{field}:", "ignored:", 1) + "\n".join(levels) + f"\n{field}: *a29\n")
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))\n"
        "import sys; from pathlib import Path\n"
        "from scenewright.errors import UserError; from scenewright.spec.yaml_io import load_project\n"
        "try: load_project(Path(sys.argv[1]))\n"
        "except UserError as error: print(len(str(error)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=20)
    assert done.stderr == ""
    assert int(done.stdout) < 20_000


def test_merge_keys_that_multiply_end_soon(project_text, write):
    levels = ["m0: &m0 {a: 1, b: 2}"]
    levels += [f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 9)}]}}" for n in range(1, 12)]
    assert "cannot be used" in _told(write(project_text + "\n".join(levels) + "\n"))


def test_an_alias_to_itself_is_told(project_text, write):
    assert "cannot be used" in _told(write(project_text + "x: &x [*x]\n"))
    assert "cannot be used" in _told(write(project_text.replace("classes: [cube, ball]", "classes: &c [*c]")))
    assert "cannot be used" in _told(write(project_text.replace("name: Shapes", "name: &n {n: *n}")))


def test_aliases_and_merge_keys_may_be_used_sensibly(project_text, write):
    text = project_text.replace("  kind: point", "  kind: point\n  position_m: &here {x: 1, y: 2, z: 3}")
    text = text.replace("  assets: [shape_sphere]", "  assets: [shape_sphere]\n  position_m: {y: 1}")
    spec = load_project(write(text.replace("  look_at_m: {z: 0.3}", "  look_at_m: *here"))).spec
    assert spec.cameras[0].look_at_m == spec.lights[1].position_m
