"""What the user wants of a run, beside what the project says: remembered for each project, not saved in it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from scenewright.ui.settings import Settings


@dataclass(frozen=True)
class RunWish:
    """One run.

    Attributes:
        folder: Where the dataset goes.
        engine: What draws.
        workers: Processes that draw: a number, or 'auto'.
        formats: Exports that are written, too.
        split: Shares of train, val and test, as 80/10/10; empty for what the project says.
        split_by: What stays together.
        price_per_hour: Of this machine; 0 where it costs nothing or nobody knows.
    """

    folder: str
    engine: str = "embedded"
    workers: str = "auto"
    formats: tuple[str, ...] = ()
    split: str = ""
    split_by: str = "scene"
    price_per_hour: float = 0.0

    def arguments(self, project: Path) -> list[str]:
        """Return the command line that makes the dataset and its exports."""
        found = ["deliver", str(project), "--out", self.folder, "--engine", self.engine, "--workers", self.workers]
        found += [word for name in self.formats for word in ("--format", name)]
        if self.split and self.formats:
            found += ["--split", self.split, "--split-by", self.split_by]
        return found + self._price()

    @property
    def trained_folder(self) -> str:
        """Where dataset and training go together."""
        folder = Path(self.folder)
        return str(folder.with_name(f"{folder.name.removesuffix('_dataset')}_trained"))

    def training_arguments(self, project: Path, choices: Sequence[str]) -> list[str]:
        """Return the command line that makes a dataset and trains on it, as the choices of a training say."""
        found = ["make", str(project), "--out", self.trained_folder, "--engine", self.engine]
        return [*found, *(() if self.workers == "auto" else ("--workers", self.workers)), *choices]

    def estimate_arguments(self, project: Path) -> list[str]:
        """Return the command line that measures what the run will take."""
        words = ["estimate", str(project), "--out", self.folder, "--engine", self.engine, "--workers", self.workers]
        return words + self._price()

    def _price(self) -> list[str]:
        return ["--price-per-hour", f"{self.price_per_hour:g}"] if self.price_per_hour > 0 else []


def remembered_wish(settings: Settings, project: Path) -> RunWish:
    """Return what was wanted last of a project's runs, or what most want."""
    usual = RunWish(str(project.with_name(f"{project.stem}_dataset")))
    try:
        data = json.loads(settings.text(_key(project)))
        return RunWish(**{**data, "formats": tuple(data["formats"])})
    except (ValueError, KeyError, TypeError):
        return usual


def remember_wish(settings: Settings, project: Path, wish: RunWish) -> None:
    """Remember what is wanted of a project's runs."""
    settings.set(_key(project), json.dumps(asdict(wish)))


def _key(project: Path) -> str:
    return f"run/{hashlib.sha256(str(project).encode()).hexdigest()[:12]}"
