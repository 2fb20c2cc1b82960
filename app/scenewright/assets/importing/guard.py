"""Which files an asset may draw in: those in its own folder, unless the user allows more."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import trimesh

from scenewright.errors import UserError

_MOST_BYTES = 1 << 31


class OutsideError(UserError):
    """A file names another one outside its folder."""


class Guard:
    """Opens the files that an asset names, and remembers those that were missing or refused."""

    def __init__(self, folder: Path, root: Path | None = None, *, allow_outside: bool = False) -> None:
        """Let files below `root` be read.

        Args:
            folder: Where names start from: the asset's own folder.
            root: What may be read: the folder that the user chose, which holds `folder`; that itself if left out.
            allow_outside: Let everything be read.
        """
        self.folder = folder.resolve()
        self.root = self.folder if root is None else root.resolve()
        self.allow_outside = allow_outside
        self.missing: dict[str, None] = {}
        self.outside: dict[str, None] = {}

    def path(self, name: str) -> Path:
        """Return the file that a name means.

        Raises:
            OutsideError: It lies outside the folder, is on the network, or is reached through a link that leaves it.
            UserError: It does not exist.
        """
        scheme = urlsplit(name).scheme
        if scheme not in ("", "file") and len(scheme) > 1:
            self.outside[name] = None
            raise OutsideError(
                f"'{_short(name)}' is on the network, which importing never asks: copy it into the folder."
            )
        plain = unquote(urlsplit(name).path if scheme == "file" else name).replace("\\", "/")
        try:
            found = (self.folder / plain).resolve()
            is_file = found.is_file()
        except (OSError, ValueError) as error:
            raise UserError(
                f"'{_short(name)}' is no usable file name: rename the file and what refers to it."
            ) from error
        if not self.allow_outside and not found.is_relative_to(self.root):
            self.outside[name] = None
            advice = "import the folder that holds both, or use --allow-outside."
            raise OutsideError(f"'{_short(name)}' lies outside the asset's folder: {advice}")
        if not is_file:
            self.missing[name] = None
            raise UserError(f"'{_short(name)}' is missing: put it into the asset's folder.")
        return found

    def beside(self, path: Path) -> "Guard":
        """Return a guard for a file that names its own files, with the same root."""
        return Guard(path.parent, self.root, allow_outside=self.allow_outside)

    def read(self, name: str) -> bytes:
        """Return a file's bytes; raises as `path` does, and UserError for a file above 2 GB."""
        path = self.path(name)
        if path.stat().st_size > _MOST_BYTES:
            raise UserError(f"'{_short(name)}' is larger than 2 GB: make it smaller.")
        return path.read_bytes()


class GuardedResolver(trimesh.resolvers.Resolver):  # type: ignore[misc]  # trimesh is untyped
    """The same for trimesh, which takes a missing file as a KeyError."""

    def __init__(self, guard: Guard) -> None:
        """Ask `guard`."""
        self._guard = guard

    def get(self, name: str) -> bytes:
        """Return a file's bytes."""
        try:
            return self._guard.read(name)
        except UserError as error:
            raise KeyError(str(error)) from error

    def keys(self) -> Any:
        """Return nothing: files are asked for by name."""
        return []

    def namespaced(self, namespace: str) -> "GuardedResolver":  # noqa: ARG002
        """Return the same: namespaces are of no use here."""
        return self

    def write(self, name: str, data: Any) -> None:  # noqa: ARG002
        """Refuse to write."""
        raise ValueError("importing writes nothing beside its sources")


def _short(name: str) -> str:
    return name if len(name) <= 80 else f"...{name[-77:]}"
