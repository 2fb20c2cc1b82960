"""The user's language: every sentence of the window goes through `translate(context, text)`.

Texts are constants, with places for numbers as in `str.format`, so that they can be collected and translated.
"""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from scenewright.paths import shipped

translate = QCoreApplication.translate


def install_language(application: QCoreApplication, name: str = "") -> QTranslator | None:
    """Speak a language where there is a translation for it; the system's if none is named."""
    locale = QLocale(name) if name else QLocale.system()
    translator = QTranslator(application)
    if not translator.load(locale, "scenewright", "_", str(languages_folder())):
        return None
    application.installTranslator(translator)
    return translator


def languages_folder() -> Path:
    """Where translations lie, as `scenewright_de.qm`."""
    return shipped("resources") / "languages"
