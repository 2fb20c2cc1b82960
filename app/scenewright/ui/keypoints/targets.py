"""The models whose keypoints a project uses, and whether they are the user's to change."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scenewright.assets.library import library, shipped_library
from scenewright.assets.sources import resolve
from scenewright.errors import UserError
from scenewright.spec.project import ProjectSpec
from scenewright.ui.language import translate


@dataclass(frozen=True)
class Target:
    """One model.

    Attributes:
        source: As the project names it.
        title: What people call it.
        path: Its file.
        is_own: Whether it is the user's own, beside which a file may be put.
        why_not: Why it cannot be changed; empty where it can.
    """

    source: str
    title: str
    path: Path
    is_own: bool
    why_not: str = ""

    @property
    def folder(self) -> Path:
        """Where its keypoints lie."""
        return self.path.parent


def targets_of(spec: ProjectSpec, base: Path) -> Iterator[Target]:
    """Yield the models of all groups that are labelled, each once; what is not there is left out."""
    known = library("object")
    seen: set[Path] = set()
    for group in spec.objects:
        for asset in group.assets if group.class_names else ():
            try:
                path = resolve("object", asset.source, base)
            except UserError:
                continue  # the list of problems tells of it
            if path in seen:
                continue
            seen.add(path)
            title = asset.source.replace("_", " ").capitalize() if asset.source in known else path.stem
            if path.is_relative_to(shipped_library()):
                why = translate(
                    "keypoints", "It ships with the program and stays as it is: import a copy to change it."
                )
                yield Target(asset.source, title, path, False, why)
            else:
                yield Target(asset.source, title, path, True)
