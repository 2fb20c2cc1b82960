"""What the window remembers is there at the next start, and in the file soon, without a word from anybody."""

from PySide6.QtCore import QByteArray

from scenewright.ui.settings import Settings


def test_all_kinds_of_settings_are_there_at_the_next_start(qapp, tmp_path):
    file, state = tmp_path / "settings.ini", QByteArray(b'\x00\xff, "state" = 1; \n')
    project = tmp_path / "Größe, 100 %; a=b.yaml"
    project.touch()
    settings = Settings(file)
    for key, value in (("words", "one, two; three = 3"), ("scale", 1.25), ("seen", True), ("shown", False)):
        settings.set(key, value)
    settings.set("splitter", state)
    settings.remember(project)
    settings.save()
    copy = tmp_path / "copy.ini"  # Qt itself remembers what it has written to a file
    copy.write_bytes(file.read_bytes())
    for known in (settings, Settings(copy)):
        assert known.text("words") == "one, two; three = 3"
        assert known.number("scale", 1.0) == 1.25
        assert (known.flag("seen"), known.flag("shown", True), known.flag("other", True)) == (True, False, True)
        assert known.state("splitter") == state
        assert known.recent() == [project]


def test_a_setting_is_in_the_file_soon(qapp, tmp_path, qtbot):
    file = tmp_path / "settings.ini"
    settings = Settings(file)
    settings.set("step", "lights")
    settings.set("step", "camera")
    qtbot.waitUntil(lambda: file.exists() and "step=camera" in file.read_text(), timeout=2000)


def test_a_folder_that_cannot_be_made_costs_only_what_was_remembered(qapp, tmp_path):
    (tmp_path / "state").write_text("a file in the folder's place")
    settings = Settings(tmp_path / "state" / "settings.ini")
    settings.set("step", "lights")
    settings.save()
    assert settings.text("step") == "lights"
