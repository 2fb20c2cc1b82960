"""Collect every text of the window for translators, and build what they translated.

Usage: .venv/bin/python packaging/translations.py [LANGUAGE ...]     (as: de fr; else those that are there)

Writes resources/languages/scenewright_LANGUAGE.ts, which Qt Linguist opens, and from it the .qm that the window loads.
The texts are found by reading the code: calls of translate("context", "text"), and of functions that only call it; and
titles, descriptions and docstrings of the project's models, which are the words of its settings.
"""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
UI = ROOT / "app" / "scenewright" / "ui"
LANGUAGES = ROOT / "resources" / "languages"
BIN = Path(sys.executable).parent

Text = tuple[str, str]
"""Context and text."""


def main() -> None:
    """Collect, update and build."""
    LANGUAGES.mkdir(exist_ok=True)
    texts = sorted({*texts_of_code(), *texts_of_models(), *texts_of_words()})
    print(f"{len(texts)} texts in {len({context for context, _ in texts})} contexts")
    names = {path.stem.removeprefix("scenewright_") for path in LANGUAGES.glob("*.ts")} | set(sys.argv[1:])
    with tempfile.TemporaryDirectory() as temporary:
        collected = Path(temporary, "texts.py")
        collected.write_text(as_code(texts), encoding="utf-8")
        for name in sorted(names):
            file = LANGUAGES / f"scenewright_{name}.ts"
            update = [BIN / "pyside6-lupdate", collected, "-no-obsolete", "-locations", "none", "-ts", file]
            subprocess.run([*map(str, update), "-target-language", name], check=True)
            built = LANGUAGES / f"scenewright_{name}.qm"
            subprocess.run([str(BIN / "pyside6-lrelease"), str(file), "-qm", str(built)], check=True)


def as_code(texts: list[Text]) -> str:
    """Return Python code that holds the texts as Qt's own collector reads them."""
    lines = [f"QCoreApplication.translate({context!r}, {text!r})" for context, text in texts]
    return "\n".join(["from PySide6.QtCore import QCoreApplication", *lines, ""])


def texts_of_code() -> Iterator[Text]:
    """Yield every text that the window's code hands to `translate`, directly or through a function of its module."""
    trees = {module_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(UI.rglob("*.py"))}
    own = {module: own_functions(tree) for module, tree in trees.items()}
    for module, tree in trees.items():
        contexts = own[module] | {
            alias.asname or alias.name: own[node.module][alias.name]
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module in own
            for alias in node.names
            if alias.name in own[node.module]
        }
        for scope, call in calls(tree):
            name = called(call)
            words = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if name == "translate" and len(words) >= 2:
                yield words[0], words[1]
            elif name in contexts and words:
                yield contexts[name], words[0]
            elif name == "tr" and words:
                yield scope, words[0]


def module_of(path: Path) -> str:
    """Return the name by which a file of code is imported."""
    return ".".join(path.relative_to(UI.parents[1]).with_suffix("").parts)


def own_functions(tree: ast.Module) -> dict[str, str]:
    """Return the functions of a module that translate their argument, and in which context."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and len(node.args.args) == 1:
            for call in (each for each in ast.walk(node) if isinstance(each, ast.Call)):
                if called(call) == "translate" and call.args and isinstance(call.args[0], ast.Constant):
                    found[node.name] = str(call.args[0].value)
    return found


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call with the name of the class in which it stands."""
    for node in tree.body:
        scope = node.name if isinstance(node, ast.ClassDef) else ""
        yield from ((scope, call) for call in ast.walk(node) if isinstance(call, ast.Call))


def called(call: ast.Call) -> str:
    """Return the name of what is called, without what stands before its last dot."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def texts_of_models() -> Iterator[Text]:
    """Yield titles and explanations of the project's settings."""
    from scenewright.spec.base import SpecModel  # noqa: PLC0415
    from scenewright.spec.project import ProjectSpec  # noqa: PLC0415

    pending, seen = [ProjectSpec], set[type]()
    while pending:
        model = pending.pop()
        if model in seen:
            continue
        seen.add(model)
        text = inspect.cleandoc(model.__doc__ or "")
        paragraphs = text.replace("\n\n", "\0").replace("\n", " ").replace("\0", "\n\n")
        yield from (("spec", each) for each in {text, paragraphs, text.split("\n\n")[0].replace("\n", " ")} if each)
        for name, field in model.model_fields.items():
            yield "spec", field.title or name.replace("_", " ").capitalize()
            if field.description:
                yield "spec", field.description
            pending += models_in(field.annotation, SpecModel)


def models_in(annotation: object, base: type) -> list[type]:
    """Return all models that a type may hold."""
    from typing import get_args  # noqa: PLC0415

    if isinstance(annotation, type) and issubclass(annotation, base):
        return [annotation]
    return [model for argument in get_args(annotation) for model in models_in(argument, base)]


def texts_of_words() -> Iterator[Text]:
    """Yield what the window calls kinds and choices of the project file."""
    from scenewright.ui.fields import words  # noqa: PLC0415

    tables = [words._WORDS, *words._IN_PLACE.values()]
    yield from (("spec", text) for table in tables for text in table.values())


if __name__ == "__main__":
    main()
