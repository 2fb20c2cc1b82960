"""A frame of a dataset in the designer: with the dataset's own project, its plan compared with the stored one."""

import json
import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from scenewright.datasets.files import RUN_FILE
from scenewright.datasets.merging import merge_datasets
from scenewright.datasets.reading import read_dataset
from scenewright.errors import UserError
from scenewright.inspection.replaying import Difference, plan_differences
from scenewright.spec.yaml_io import load_project, save_project
from scenewright.ui.inspect.frame_in_designer import replay_words


@pytest.fixture
def own(dataset, tmp_path):
    """A dataset of this test alone, with the project it was made from in a folder of its own."""
    project = tmp_path / "cups" / "cups.yaml"
    project.parent.mkdir()
    shutil.copytree(dataset, tmp_path / "cups" / "dataset")
    save_project(project, load_project(dataset / "project.yaml").spec)
    run = json.loads((dataset / RUN_FILE).read_text()) | {"project_file": str(project)}
    (project.parent / "dataset" / RUN_FILE).write_text(json.dumps(run))
    return project.parent / "dataset"


@pytest.fixture
def open_in_designer(qtbot, window):
    def open_it(dataset, row):
        window.go_to("inspect")
        page = window.workspace.page("inspect")
        page.open_folder(dataset)
        qtbot.waitUntil(lambda: page.dataset.examined is not None and len(page.dataset.rows) > row, timeout=60_000)
        page.show_row(row)
        qtbot.waitUntil(lambda: page.frame.frame is not None, timeout=20_000)
        qtbot.mouseClick(page.findChild(QPushButton, "inspect_open_frame"), Qt.MouseButton.LeftButton)
        page.close_readings()

    return open_it


def told(window):
    return " ".join(label.text() for label in window.workspace.notices.findChildren(QLabel))


def test_the_project_that_the_dataset_was_made_from_opens_at_the_frame(qtbot, window, own, open_in_designer):
    open_in_designer(own, 3)
    document = window.session.document
    assert document.path == own.parent / "cups.yaml"
    assert document.undo_stack.isClean()
    assert window.session.selection.frame == 3
    assert window.workspace.step == "scene"
    qtbot.waitUntil(lambda: "the very one that the dataset holds" in told(window), timeout=30_000)


def test_a_project_that_changed_since_is_left_alone_and_a_copy_opens(window, own, open_in_designer, tmp_path):
    project = own.parent / "cups.yaml"
    save_project(project, load_project(project).spec.replace(name="Newer"))
    open_in_designer(own, 1)
    document = window.session.document
    assert document.path == tmp_path / "projects" / "dataset.yaml"
    assert document.spec.name != "Newer"
    assert load_project(project).spec.name == "Newer"


def test_the_open_project_takes_the_settings_of_its_own_dataset_and_undo_gives_them_back(window, own, open_in_designer):
    window.files.open(own.parent / "cups.yaml")
    document = window.session.document
    document.edit(document.spec.replace(name="Edited"), "Rename")
    open_in_designer(own, 2)
    assert window.session.document is document
    assert document.spec == load_project(own / "project.yaml").spec
    window.undo()
    assert document.spec.name == "Edited"


def test_frames_of_merged_datasets_are_refused_with_where_they_came_from(
    window, dataset, own, open_in_designer, tmp_path
):
    merge_datasets([read_dataset(dataset), read_dataset(own)], tmp_path / "merged")
    before = window.session.document
    open_in_designer(tmp_path / "merged", 10)
    assert window.session.document is before
    assert "was merged from several datasets" in told(window)
    assert "was frame 2 of the dataset dataset" in told(window)


def test_a_plan_that_would_be_another_now_is_told_with_what_differs(own):
    spec = load_project(own / "project.yaml").spec
    assert plan_differences(own, spec, 1) == ()
    another = spec.replace(output=spec.output.replace(seed=spec.output.seed + 1))
    found = plan_differences(own, another, 1)
    assert any(item.name.startswith("objects.") and item.stored != item.now for item in found)
    words, kind = replay_words(1, [Difference("objects.0.position.2", "0.5", ""), *found])
    assert kind == "warning"
    assert "objects.0.position.2: 0.5 then, nothing now" in words
    assert f"{len(found) + 1} values" in words
    with pytest.raises(UserError, match=r"Frame 99 .* is missing"):
        plan_differences(own, spec, 99)
