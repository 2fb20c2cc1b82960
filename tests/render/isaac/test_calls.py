"""The worker calls into Isaac what the table lists, and nothing else."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ISAAC = Path(__file__).parents[3] / "app/scenewright/render/isaac"
WORKER = ISAAC / "isaac_worker"
FILES = sorted(WORKER.glob("*.py"))
OUTSIDE = ("isaacsim", "omni", "carb", "pxr")
RECEIVERS = {
    # What a name in the worker's code is, by the table's words.
    "app": "app",
    "self.app": "app",
    "self._app": "app",
    "worker.app": "app",
    "self._context": "context",
    "self.stage": "stage",
    "settings": "settings",
    "rep": "rep",
    "self._rep": "rep",
    "self._product": "product",
    "found": "annotator",
    "annotator": "annotator",
    "attribute": "attribute",
    "binding": "binding",
    "shader": "shader",
}
MADE = {"shader.CreateInput": "input"}
"""What the result of a call is."""


def table():
    text = (ISAAC / "CALLS.md").read_text()
    calls = set(re.findall(r"^\| `([\w.]+)` \|", text, re.MULTILINE))
    line = re.search(r"Constants that are read: (.*?)\n\n", text, re.DOTALL).group(1)
    constants, before = set(), ""
    for name in re.findall(r"`([\w.]+)`", line):
        whole = before + name if name.startswith(".") else name
        before = whole.rsplit(".", 1)[0]
        constants.add(whole)
    return calls, constants


def imported(tree):
    """Names in a module that stand for something outside: name to what it is."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module.split(".")[0] in OUTSIDE:
            for alias in node.names:
                is_usd = node.module == "pxr"
                names[alias.asname or alias.name] = alias.name if is_usd else f"{node.module}.{alias.name}"
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] in OUTSIDE:
                    names[alias.asname or alias.name.split(".")[0]] = alias.name if alias.asname else None
    return names


def dotted(node):
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def called(tree):
    """Every call that goes outside, in the table's words."""
    names = imported(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        path = dotted(node.func)
        if not path and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Call):
            inner = word(dotted(node.func.value.func), names)
            if inner in MADE:
                yield f"{MADE[inner]}.{node.func.attr}"
            continue
        found = word(path, names)
        if found:
            yield found


def word(path, names):
    if not path:
        return None
    first = path.split(".")[0]
    if first in names:
        whole = names[first]
        rest = path[len(first) :]
        if whole == "omni.replicator.core":
            return "rep" + rest
        return path if whole is None else whole + rest
    for name, kind in sorted(RECEIVERS.items(), key=lambda item: -len(item[0])):
        if path.startswith(name + "."):
            return kind + path[len(name) :]
    return None


def is_of_isaac(call):
    return call.split(".")[0] in {*OUTSIDE, *RECEIVERS.values(), *MADE.values(), "Gf", "Sdf", "Vt", "UsdShade"}


def test_the_worker_calls_what_the_table_lists_and_nothing_else():
    calls, _ = table()
    made = {call for file in FILES for call in called(ast.parse(file.read_text())) if is_of_isaac(call)}
    assert made - calls == set()
    assert calls - made == set(), "the table lists what nobody calls"


def test_what_isaac_returns_has_a_name_whose_calls_are_watched():
    plain = {"annotator.get_data", "stage.GetPrimAtPath", "UsdShade.Material"}
    for file in FILES:
        tree = ast.parse(file.read_text())
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
                continue
            made = word(dotted(node.value.func), imported(tree))
            if made and is_of_isaac(made) and made not in plain:
                assert all(dotted(target) in RECEIVERS for target in node.targets), ast.unparse(node)


def test_an_unlisted_call_would_be_seen():
    tree = ast.parse("import omni.replicator.core as rep\nrep.orchestrator.run()\napp.render()\n")
    assert set(called(tree)) == {"rep.orchestrator.run", "app.render"}


def test_the_worker_reads_the_constants_that_the_table_lists():
    _, constants = table()
    found = set()
    for file in FILES:
        tree = ast.parse(file.read_text())
        names = imported(tree)
        inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        functions = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and id(node) not in inner | functions:
                path = dotted(node)
                if path.split(".")[0] in names and path.split(".")[0] in ("UsdShade", "Sdf"):
                    found.add(path)
    assert found == constants


def test_the_worker_imports_the_standard_library_numpy_and_isaac_only():
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text())):
            modules = [node.module] if isinstance(node, ast.ImportFrom) and node.level == 0 else []
            modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for module in modules:
                top = module.split(".")[0]
                assert top in {*sys.stdlib_module_names, "numpy", *OUTSIDE, "isaac_worker"}, (file.name, module)


def test_nothing_of_isaac_is_imported_before_kit_runs():
    for file in FILES:
        for node in ast.parse(file.read_text()).body:
            assert not (isinstance(node, ast.ImportFrom) and node.level == 0 and node.module.split(".")[0] in OUTSIDE)
            assert not (isinstance(node, ast.Import) and node.names[0].name.split(".")[0] in OUTSIDE)


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_the_worker_is_python_3_10(file):
    ast.parse(file.read_text(), feature_version=(3, 10))
    assert not re.search(r"tomllib|datetime\.UTC|typing import .*\bSelf\b|except\*", file.read_text())


def test_the_table_of_versions_is_that_of_the_worker():
    text = (ISAAC / "CALLS.md").read_text()
    code = "from isaac_worker.versions import TABLE\nfor k, v in TABLE.items(): print(*k, v.python, v.real_time)"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ISAAC, capture_output=True, text=True, check=True)
    for line in answer.stdout.splitlines():
        first, second, python, renderer = line.split()
        row = next(
            row for row in text.splitlines() if row.startswith("| ") and f"{first}.{second}" in row.split("|")[1]
        )
        assert python in row or (first, second) == ("5", "1")
        assert renderer in row
