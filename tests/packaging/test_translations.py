"""Translators get every text of the window, and a translation is loaded."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

SCRIPT = Path(__file__).parents[2] / "packaging" / "translations.py"


@pytest.fixture(scope="module")
def translations():
    spec = importlib.util.spec_from_file_location("translations", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_texts_are_found_in_code_and_in_the_models(translations):
    texts = {*translations.texts_of_code(), *translations.texts_of_models(), *translations.texts_of_words()}
    assert ("steps", "Objects") in texts
    assert ("spec", "Focal length") in texts
    assert ("formats", "COCO with polygons") in texts
    assert [text for text in texts if not text[0]] == []
    assert len(texts) > 500


def test_what_is_translated_is_what_the_window_says(translations, tmp_path, qapp):
    collected = tmp_path / "texts.py"
    collected.write_text(translations.as_code([("steps", "Objects"), ("steps", "A “quoted” {name}")]))
    file = tmp_path / "scenewright_de.ts"
    programs = Path(sys.executable).parent
    update = [str(programs / "pyside6-lupdate"), str(collected), "-ts", str(file)]
    subprocess.run(update, check=True, capture_output=True)
    text = file.read_text(encoding="utf-8")
    assert "A “quoted” {name}" in text
    done = text.replace('<translation type="unfinished"></translation>', "<translation>Objekte</translation>", 1)
    file.write_text(done.replace("A “quoted”", "Ein „zitiertes“"), encoding="utf-8")
    built = tmp_path / "scenewright_de.qm"
    subprocess.run([str(programs / "pyside6-lrelease"), str(file), "-qm", str(built)], check=True, capture_output=True)
    translator = QTranslator()
    assert translator.load(str(built))
    QCoreApplication.installTranslator(translator)
    try:
        assert "Objekte" in {QCoreApplication.translate("steps", text) for text in ("Objects", "A “quoted” {name}")}
    finally:
        QCoreApplication.removeTranslator(translator)
