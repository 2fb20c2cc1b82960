"""Rules of the code that neither the linter nor the layer contracts know."""

import ast
import re
from pathlib import Path

import pytest

APP = Path(__file__).parents[1] / "app"
FILES = sorted(APP.rglob("*.py"))
NAMES = ["/".join(path.relative_to(APP).parts) for path in FILES]
EMPTY_WORDS = {"util", "utils", "helper", "helpers", "manager", "common", "misc", "handler", "processor"}


@pytest.fixture(params=FILES, ids=NAMES)
def file(request):
    return request.param


def test_there_is_code_to_look_at():
    assert len(FILES) > 50


def test_a_file_is_short_enough_to_read(file):
    assert len(file.read_text().splitlines()) <= 400


def test_files_classes_and_functions_have_names_that_say_something(file):
    tree = ast.parse(file.read_text())
    named = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    names = [file.stem, *file.relative_to(APP).parent.parts, *(n.name for n in ast.walk(tree) if isinstance(n, named))]
    words = {word.lower() for name in names for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)}
    assert not words & EMPTY_WORDS


def test_every_module_says_what_it_is_for(file):
    assert ast.get_docstring(ast.parse(file.read_text()))


def test_every_folder_of_code_is_a_package():
    assert [path.parent for path in FILES if not (path.parent / "__init__.py").exists()] == []


def test_nothing_is_left_for_later(file):
    assert not re.search("TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK", file.read_text())


def test_only_a_jobs_main_reads_the_clock_or_draws_global_random_numbers(file):
    # The sampler's streams are the only source of chance, so that a frame can always be made again.
    text = file.read_text()
    assert not re.search(r"^\s*(import random|from random)", text, re.MULTILINE)
    assert not re.search(r"np\.random\.(rand|seed|uniform|normal|randint|choice|shuffle)\b", text)
    if file.relative_to(APP).parts[1] in ("spec", "sampling", "geometry", "annotate"):
        assert not re.search(r"\b(time\.time|datetime\.now|perf_counter|uuid4|urandom)\b", text)


def test_only_the_command_line_prints(file):
    calls = [node.func for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
    assert not [call for call in calls if isinstance(call, ast.Name) and call.id == "print"]


def test_shipped_files_are_found_through_one_function_only():
    users = [path.name for path in FILES if re.search(r"""["'](\.\./)*(resources|presets)["'/]""", path.read_text())]
    assert set(users) <= {"paths.py", "sources.py"} | {p.name for p in FILES if "shipped(" in p.read_text()}
