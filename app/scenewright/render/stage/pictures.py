"""Pictures beside a stage: textures and surroundings, each written or linked once."""

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path

import numpy as np
import OpenEXR
import PIL.Image
from numpy.typing import NDArray

from scenewright.assets.model import EnvironmentImage, Image

WHITE, FLAT = "textures/white.png", "textures/flat_normal.png"
"""What stands for 'no picture': one that changes nothing."""

_SUFFIXES = (".png", ".jpg", ".jpeg", ".exr")
_LONGEST_EDGE_PX = 2048


class Pictures:
    """The pictures of a stage's folder, by paths relative to it."""

    def __init__(self, folder: Path) -> None:
        """Keep pictures in `folder`/textures."""
        self._folder = folder
        self._known: dict[str, str] = {}
        (folder / "textures").mkdir(parents=True, exist_ok=True)
        for name, color in ((WHITE, (255, 255, 255)), (FLAT, (128, 128, 255))):
            PIL.Image.new("RGB", (8, 8), color).save(folder / name)

    def of(self, image: Image | None) -> str | None:
        """Return the path of a texture; none for none."""
        if image is None:
            return None
        known = self._linked(image.source, image.pixels.shape[:2])
        if known is None:
            known = self._name(image.source, ".png")
            PIL.Image.fromarray(np.ascontiguousarray(image.pixels)).save(self._folder / known, compress_level=1)
            self._known[image.source] = known
        return known

    def surroundings(self, image: EnvironmentImage) -> str:
        """Return the path of a surrounding picture."""
        known = self._linked(image.source, image.radiance.shape[:2])
        if known is None:
            known = self._name(image.source, ".exr")
            write_exr(self._folder / known, image.radiance)
            self._known[image.source] = known
        return known

    def _linked(self, source: str, size: tuple[int, ...]) -> str | None:
        """Return the path of a picture that is there already, or that its own file can be linked to."""
        if source in self._known:
            return self._known[source]
        file = Path(source.rsplit("@", 1)[0])
        if max(size) >= _LONGEST_EDGE_PX or file.suffix.lower() not in _SUFFIXES or not file.is_file():
            return None  # it may have been scaled down, or lies inside another file
        name = self._name(source, file.suffix.lower())
        target = self._folder / name
        target.unlink(missing_ok=True)
        try:
            os.link(file, target)
        except OSError:
            with suppress(shutil.SameFileError):
                shutil.copyfile(file, target)
        self._known[source] = name
        return name

    def _name(self, source: str, suffix: str) -> str:
        return f"textures/{hashlib.blake2b(source.encode(), digest_size=8).hexdigest()}{suffix}"


def write_exr(path: Path, radiance: NDArray[np.float32]) -> None:
    """Write linear RGB (H, W, 3) as OpenEXR with half floats."""
    half = np.ascontiguousarray(np.clip(radiance, 0, 65504), np.float16)
    header = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
    OpenEXR.File(header, {"RGB": half}).write(str(path))
