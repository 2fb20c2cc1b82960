"""Pictures and labels into batches, fast: decoded once into a file that all loader processes share.

What is done to a picture depends on the seed, the epoch and the picture alone. So an epoch can be taken up again at any
batch, by any number of loader processes, and goes on exactly as it would have.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from scenewright.errors import UserError
from scenewright.training.augment import flipped, photometric, recropped
from scenewright.training.samples import SampleTable, Task
from scenewright.training.targets import Target, target_of

Batch = tuple[list[Tensor], list[Target], list[int]]
"""Pictures (3, H, W) of uint8, their labels, and their places in the table."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is done to the pictures of a training set."""

    photometric: bool = True
    flips: bool = True
    crops: bool = False
    seed: int = 0


def trained_size(size: tuple[int, int], short_side: int) -> tuple[int, int]:
    """Return the width and height at which a picture is trained: in its own shape, its short side as wanted."""
    if short_side == 0:
        return size
    scale = short_side / min(size)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


class Pictures(Dataset[tuple[Tensor, Target, int]]):
    """The pictures of a table; its keys are pairs of epoch and place."""

    def __init__(
        self,
        table: SampleTable,
        task: Task,
        short_side: int,
        changes: Changes | None = None,
        cache: Path | None = None,
    ) -> None:
        self.table, self.task, self.short_side, self.changes = table, task, short_side, changes
        self._cache = cache
        self._opened: _Kept | None = None if cache is None else _open_cache(cache, table, short_side, "w+")

    def __getstate__(self) -> dict[str, object]:
        # Loader processes that are not forked open the file themselves: it is shared, not copied.
        return {**self.__dict__, "_opened": None}

    @property
    def _kept(self) -> "_Kept | None":
        if self._opened is None and self._cache is not None:
            self._opened = _open_cache(self._cache, self.table, self.short_side, "r+")
        return self._opened

    def __len__(self) -> int:
        return len(self.table)

    def __getitem__(self, key: tuple[int, int]) -> tuple[Tensor, Target, int]:
        epoch, image = key
        picture = self.picture(image)
        size = picture.shape[-1], picture.shape[-2]
        target = target_of(self.table, image, self.task, size)
        return (*self._changed(picture, target, epoch, image), image)

    def picture(self, image: int) -> Tensor:
        """Return a picture (3, H, W) of uint8 at the size it is trained at.

        Raises:
            UserError: It cannot be read.
        """
        if self._kept is not None and self._kept.is_filled[image]:
            return torch.from_numpy(self._kept.pixels[image].copy()).permute(2, 0, 1)
        size = trained_size((int(self.table.sizes[image, 0]), int(self.table.sizes[image, 1])), self.short_side)
        pixels = read_picture(self.table.pictures[image], size)
        if self._kept is not None:
            self._kept.pixels[image] = pixels
            self._kept.is_filled[image] = 1
        return torch.from_numpy(pixels).permute(2, 0, 1)

    def _changed(self, picture: Tensor, target: Target, epoch: int, image: int) -> tuple[Tensor, Target]:
        changes = self.changes
        if changes is None:
            return picture, target
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(mixed_seed(changes.seed, epoch, image))
            if changes.flips and float(torch.rand(())) < 0.5:
                points = self.table.points
                picture, target = flipped(picture, target, points.flip if points else ())
            if changes.crops and float(torch.rand(())) < 0.5:
                picture, target = recropped(picture, target)
            changed = photometric(picture) if changes.photometric else picture
            # A grey picture is one channel seen three times, which no GPU driver can pin.
            return changed.contiguous(), target


def mixed_seed(*parts: int) -> int:
    """Return one seed of several numbers; other numbers give an unrelated one."""
    return int(np.random.SeedSequence(parts).generate_state(1, np.uint64)[0] >> 1)


def read_picture(path: Path, size: tuple[int, int] | None = None) -> NDArray[np.uint8]:
    """Return a picture as RGB (H, W, 3), at a width and height where they are given.

    Raises:
        UserError: It cannot be read.
    """
    try:
        with Image.open(path) as image:
            whole = image.convert("RGB")
    except (OSError, SyntaxError, ValueError) as error:
        raise UserError(f"{path} cannot be read as a picture: {error}. Generate it again, or take it out.") from error
    scaled = whole if size is None or whole.size == size else whole.resize(size, Image.Resampling.BILINEAR)
    return np.array(scaled, np.uint8)


def model_input(path: Path, size: tuple[int, int]) -> Tensor:
    """Return a picture (3, H, W), 0 to 1, at a width and height."""
    return torch.from_numpy(read_picture(path, size)).permute(2, 0, 1).float() / 255


@dataclass(frozen=True, slots=True)
class _Kept:
    pixels: NDArray[np.uint8]
    is_filled: NDArray[np.uint8]


def cache_bytes(table: SampleTable, short_side: int) -> int | None:
    """Return the size of the shared file of decoded pictures; nothing where the pictures have several sizes."""
    sizes = {trained_size((int(w), int(h)), short_side) for w, h in np.unique(table.sizes, axis=0)}
    if len(sizes) != 1:
        return None
    [(width, height)] = sizes
    return len(table) * width * height * 3


def _open_cache(path: Path, table: SampleTable, short_side: int, mode: Literal["w+", "r+"]) -> _Kept:
    width, height = trained_size((int(table.sizes[0, 0]), int(table.sizes[0, 1])), short_side)
    # Made anew by every run: pictures may have changed since the last one.
    pixels = np.memmap(path, np.uint8, mode, shape=(len(table), height, width, 3))
    is_filled = np.memmap(path.with_suffix(".filled"), np.uint8, mode, shape=(len(table),))
    return _Kept(pixels, is_filled)


class EpochOrder(torch.utils.data.Sampler[list[tuple[int, int]]]):
    """The batches of an epoch: a permutation by seed and epoch, cut among processes, from a batch on."""

    def __init__(self, count: int, batch: int, seed: int, rank: int = 0, ranks: int = 1) -> None:
        self.count, self.batch, self.seed, self.rank, self.ranks = count, batch, seed, rank, ranks
        self.epoch, self.first_batch = 0, 0

    def __len__(self) -> int:
        return -(-self.count // (self.batch * self.ranks))

    def __iter__(self) -> Iterator[list[tuple[int, int]]]:
        order = np.random.default_rng([self.seed, self.epoch]).permutation(self.count)
        whole = len(self) * self.batch * self.ranks
        # The last batch is filled up from the start, so that all are alike, and all processes have as many.
        padded = np.resize(order, whole).reshape(len(self), self.ranks, self.batch)[:, self.rank]
        for places in padded[self.first_batch :]:
            yield [(self.epoch, int(place)) for place in places]


def make_loader(pictures: Pictures, order: EpochOrder, workers: int, *, pinned: bool) -> DataLoader[Batch]:
    """Return the batches of the order's epoch, read ahead by processes of their own where there are workers."""
    return DataLoader(
        pictures,
        batch_sampler=order,
        num_workers=workers,
        collate_fn=_collated,
        pin_memory=pinned,
        persistent_workers=workers > 0,
        prefetch_factor=4 if workers > 0 else None,
        worker_init_fn=_alone,
        # Its own generator: drawing from torch's would move the random numbers of the model.
        generator=torch.Generator().manual_seed(0),
    )


def _collated(items: list[tuple[Tensor, Target, int]]) -> Batch:
    return [item[0] for item in items], [item[1] for item in items], [item[2] for item in items]


def _alone(_: int) -> None:
    torch.set_num_threads(1)
