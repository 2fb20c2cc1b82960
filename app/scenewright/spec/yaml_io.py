"""Reading and writing project files."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from scenewright.errors import Problem, UserError, os_error_sentence
from scenewright.spec.migrations import upgrade
from scenewright.spec.problems import class_problems, name_problems, sentences
from scenewright.spec.project import ProjectSpec
from scenewright.spec.yaml_text import LOADER, parse_yaml
from scenewright.spec.yaml_tree import duplicate_keys, line_of, refuse_endless_aliases

_LARGEST_FILE_BYTES = 5_000_000
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
"""Five times as fast as the other, and writes the same but for letters beyond U+FFFF, which it escapes."""


@dataclass(frozen=True)
class ProjectFile:
    """A project and the file it was read from.

    Attributes:
        spec: The project.
        path: Its file; relative sources start from this file's folder.
        root: The YAML tree, for line numbers.
    """

    spec: ProjectSpec
    path: Path
    root: yaml.Node

    def problem(self, location: tuple[str | int, ...], message: str) -> Problem:
        """Return a problem at a place in the file."""
        return Problem(f"{_dotted(location)}: {message}", line_of(self.root, location))


def load_project(path: Path) -> ProjectFile:
    """Read a project file of any version.

    Raises:
        UserError: The file cannot be used; all that is wrong with it is listed, with line numbers.
    """
    root, data = _parsed(path, _read(path))
    if not isinstance(data, dict):
        raise UserError(f"{path} is not a project file: it must start with fields such as 'name:' and 'objects:'.")
    try:
        upgraded = upgrade(data)
    except UserError as error:
        raise _unusable(path, [Problem(str(error), line_of(root, ("schema_version",)))]) from error
    problems = [*duplicate_keys(root), *name_problems(upgraded, root), *class_problems(upgraded, root)]
    try:
        spec = ProjectSpec.model_validate(upgraded)
    except (ValidationError, RecursionError) as error:
        problems += (
            sentences(error, root) if isinstance(error, ValidationError) else [Problem("it is nested too deeply")]
        )
        raise _unusable(path, problems) from error
    if problems:
        raise _unusable(path, problems)
    return ProjectFile(spec, path, root)


def dump_project(spec: ProjectSpec) -> str:
    """Return a project as YAML text, every default written out."""
    return dump_data(spec.model_dump(mode="json"))


def dump_data(data: Any) -> str:
    """Return plain data as YAML text, in the order and width of a project file."""
    text: str = yaml.dump(data, Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=110)
    return text


def save_project(path: Path, spec: ProjectSpec) -> None:
    """Write a project file, all or nothing.

    Raises:
        UserError: It could not be written; the old file is as it was.
    """
    partial = path.with_name(path.name + ".part")
    try:
        partial.write_text(dump_project(spec), encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):  # the place may be such that even this fails
            partial.unlink()
        raise UserError(os_error_sentence("save the project", path, error)) from error


def _read(path: Path) -> str:
    try:
        if path.is_file() and path.stat().st_size > _LARGEST_FILE_BYTES:
            raise UserError(f"{path} is too large for a project file (over 5 MB): check that it is the right file.")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise UserError(os_error_sentence("open the project", path, error)) from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not a text file: a project file is YAML in UTF-8.") from error


def _tree(text: str) -> yaml.Node | None:
    try:
        tree: yaml.Node | None = yaml.compose(text, LOADER)
    except yaml.YAMLError:
        tree = yaml.compose(text, yaml.SafeLoader)  # ten times slower, but says better what is wrong
    return tree


def _parsed(path: Path, text: str) -> tuple[yaml.Node, Any]:
    """Return the YAML tree, for line numbers, and the plain data."""
    try:
        root = _tree(text)
        if root is not None:
            refuse_endless_aliases(root)
        # Not made from the tree: that would merge `<<` into it.
        data = parse_yaml(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
        line = None if mark is None else mark.line + 1
        raise _unusable(path, [Problem(f"this is not valid YAML: {reason}", line)]) from error
    except (RecursionError, ValueError, TypeError) as error:
        raise _unusable(path, [Problem(f"this is not valid YAML: {error}")]) from error
    if root is None or data is None:
        raise UserError(f"{path} is empty: start from one of the presets.")
    return root, data


def _unusable(path: Path, problems: list[Problem]) -> UserError:
    in_order = sorted(problems, key=lambda problem: problem.line or 0)
    return UserError(f"{path} cannot be used:", in_order)


def _dotted(location: tuple[str | int, ...]) -> str:
    return ".".join(map(str, location))
