"""A user who has never seen the program makes the cup dataset: with mouse and keyboard alone, from an empty project."""

import json

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from scenewright.datasets.store import finished_frames, read_dataset
from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project

PATIENCE_MS = 180_000
FRAMES = 3


def test_the_cup_dataset_from_an_empty_project_to_its_certificate_by_mouse_and_keyboard(qtbot, tmp_path, window, user):
    user.click(user.see("preset_empty_project"))
    user.click(user.see("tour_skip"))

    user.go_to("labels")
    user.type_into(user.see("field:classes.0.name").findChild(QLineEdit), "cup")
    for label in ("bounding_box_3d", "semantic_mask", "distance_to_image_plane", "normals"):
        user.click(user.see(f"label:{label}"))

    user.go_to("scene")
    user.take_from_library("floor.textures", ["wood_oak", "tile_white", "carpet_blue"])
    user.vary("floor.tile_scale", 0.8, 1.3)
    user.vary("environment.brightness", 0.45, 0.9)

    user.go_to("objects")
    user.type_into(user.see("field:objects.0.name").findChild(QLineEdit), "cups")
    user.take_from_library("objects.0.assets", ["mug_classic", "mug_latte", "cup_espresso"])
    user.vary("objects.0.count", 1, 5)
    for axis, low, high in (("x", -0.9, 0.9), ("y", -0.8, 0.8), ("z", 0.2, 0.95)):
        user.vary(f"objects.0.position_m.{axis}", low, high)
    for axis in "xyz":
        user.vary(f"objects.0.rotation_deg.{axis}", 0, 360)
    user.vary("objects.0.scale", 1.6, 2.6)

    user.go_to("camera")
    user.number("cameras.0.position_m.y", -3)
    user.number("cameras.0.position_m.z", 2)
    user.number("cameras.0.look_at_m.z", 0.5)
    user.number("cameras.0.focal_length_mm", 30)

    user.click(user.see("view_sheet"))
    canvas = window.workspace._canvas
    sheet = canvas.view("sheet")
    qtbot.waitUntil(
        lambda: (
            bool(sheet.tiles)
            and all(t.frame is not None and t.frame.serial == window.session.preview.serial for t in sheet.tiles)
        ),
        timeout=PATIENCE_MS,
    )
    user.click(user.see("view_live"))

    user.go_to("generate")
    user.number("output.frames", FRAMES)
    user.type_into(user.see("field:output.seed").findChild(QLineEdit), "42")
    user.type_into(user.see("run_folder", QLineEdit), str(tmp_path / "cups"))
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    user.click(user.see("generate"))
    qtbot.waitUntil(lambda: bool(window.jobs.jobs), timeout=30_000)
    qtbot.waitUntil(lambda: not window.jobs.running, timeout=PATIENCE_MS)
    assert window.jobs.jobs[0].state == "succeeded", window.jobs.jobs[0].message

    wanted = load_project(shipped("presets") / "cup_detection.yaml").spec
    made = load_project(tmp_path / "cups" / "project.yaml").spec
    group, like = made.objects[0], wanted.objects[0]
    assert (group.name, group.class_name, made.classes[0].name) == ("cups", "cup", "cup")
    assert [asset.source for asset in group.assets] == ["mug_classic", "mug_latte", "cup_espresso"]
    for name in ("count", "position_m", "rotation_deg", "scale"):
        assert getattr(group, name) == getattr(like, name), name
    for name in ("position_m", "look_at_m", "focal_length_mm", "sensor_width_mm", "width_px", "height_px"):
        assert getattr(made.cameras[0], name) == getattr(wanted.cameras[0], name), name
    assert [texture.source for texture in made.floor.textures] == ["wood_oak", "tile_white", "carpet_blue"]
    assert made.output.seed == 42
    assert sorted(finished_frames(tmp_path / "cups")) == list(range(FRAMES))
    assert read_dataset(tmp_path / "cups").frames
    certificate = json.loads((tmp_path / "cups" / "certificate.json").read_text())
    assert certificate["violations"] == []
