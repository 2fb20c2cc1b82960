"""Where a model's first weights come from: a given file, the cache, a download; or nowhere."""

import hashlib
import os
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from scenewright.errors import UserError, os_error_sentence
from scenewright.training.models import ModelEntry

SCRATCH = "none"
AUTO = "auto"
_BLOCK = 1 << 20
_PART = ".scenewright.part"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was really loaded into a model.

    Attributes:
        source: The file's name; empty where the model starts from random numbers.
        tensors: How many of the model's tensors it filled.
        of: How many the model has.
        left: Names of those that it did not fill, such as the heads for other classes.
    """

    source: str
    tensors: int
    of: int
    left: tuple[str, ...] = ()

    def sentence(self) -> str:
        """Return it in words."""
        if not self.source:
            return "The model starts from random weights."
        heads = sorted({".".join(name.split(".")[:2]) for name in self.left})
        new = f"; new and random: {', '.join(heads[:6])}" if heads else ""
        return f"{self.tensors} of {self.of} weight tensors come from {self.source}{new}"


class MissingWeightsError(UserError):
    """The wanted weights are nowhere; its sentence names the ways out."""


def cache_folders() -> tuple[Path, ...]:
    """Return where weights are looked for, the first being where downloads go: ours, then torch's own."""
    own = os.environ.get("SCENEWRIGHT_WEIGHTS")
    torchs = Path(torch.hub.get_dir()) / "checkpoints"
    return (Path(own), torchs) if own else (torchs,)


def resolved_weights(
    entry: ModelEntry,
    wish: str,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
    stop: Callable[[], bool] = lambda: False,
    *,
    may_download: bool = True,
) -> Path | None:
    """Return the weights file, or nothing for random weights.

    Args:
        entry: The model.
        wish: "none", "auto" (cache, then download), or a file.
        on_progress: Told bytes done and in all.
        stop: Whether to give the download up.
        may_download: Whether the network may be asked.

    Raises:
        UserError: The file is not there or damaged.
        MissingWeightsError: They are neither in the cache nor can they be fetched.
    """
    urls = [url for url in (entry.weights_url, entry.backbone_url) if url]
    if wish == SCRATCH or (wish == AUTO and not urls):
        return None
    if wish != AUTO:
        path = Path(wish)
        if not path.is_file():
            raise UserError(f"There is no weights file {path}: check the path, or say 'none' to start from nothing.")
        return path
    # The whole model's weights are better than the backbone's, wherever they come from.
    for url in urls:
        found = cached(url)
        if found is not None:
            return found
    if not may_download:
        raise MissingWeightsError(_ways_out(urls[0], "they are not on this machine"))
    try:
        return download(urls[0], on_progress, stop)
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        reason = getattr(error, "reason", error)
        raise MissingWeightsError(_ways_out(urls[0], f"they could not be downloaded ({reason})")) from error


def _ways_out(url: str, reason: str) -> str:
    return (
        f"The pretrained weights are missing: {reason}. Start from nothing (--weights none; wants 3 to 10 times as "
        f"many frames), point to a file (--weights FILE), or fetch {url} on another machine and put it into "
        f"{cache_folders()[0]}"
    )


def cached(url: str) -> Path | None:
    """Return the file of a URL where a cache holds it whole."""
    name = url.rsplit("/", 1)[1]
    for folder in cache_folders():
        path = folder / name
        if path.is_file() and _hash_fits(path):
            return path
    return None


def download(url: str, on_progress: Callable[[int, int], None], stop: Callable[[], bool]) -> Path:
    """Fetch a weights file into the cache, checked by the SHA-256 in its name; all of it or nothing.

    Raises:
        UserError: It could not be written, is damaged, or was given up.
        URLError: It could not be fetched.
    """
    path = cache_folders()[0] / url.rsplit("/", 1)[1]
    part = path.with_name(f"{path.name}.{os.getpid()}{_PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with urllib.request.urlopen(url, timeout=20) as response, part.open("wb") as file:
            total, done = int(response.headers.get("Content-Length", 0)), 0
            while block := response.read(_BLOCK):
                if stop():
                    raise UserError("The download was given up; nothing of it is kept.")
                file.write(block)
                done += len(block)
                on_progress(done, total)
        if not _hash_fits(part, path.name):
            raise UserError(f"{url} arrived damaged: its checksum is another. Try again.")
        part.replace(path)
    except OSError as error:
        if isinstance(error, urllib.error.URLError | TimeoutError | ConnectionError):
            raise
        raise UserError(os_error_sentence("keep the weights", path, error)) from error
    finally:
        part.unlink(missing_ok=True)
    return path


def _hash_fits(path: Path, name: str = "") -> bool:
    """Return whether a file's SHA-256 begins with the digits in its name; a name without any fits."""
    stated = re.search(r"-([0-9a-f]{8,})\.", name or path.name)
    if stated is None:
        return True
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest().startswith(stated[1])


def load_weights(model: nn.Module, path: Path | None) -> Loaded:
    """Fill a model from a file as far as names and shapes agree: other classes get new heads.

    A file of a backbone alone fills the backbone.

    Raises:
        UserError: The file holds no weights, or none that fit.
    """
    own = model.state_dict()
    if path is None:
        return Loaded("", 0, len(own), tuple(own))
    given = _read_weights(path)
    fitting = _fitting(own, given)
    if len(fitting) < 0.2 * len(own):
        fitting = _fitting(own, _as_backbone(own, given))
    if not fitting:
        raise UserError(f"{path} holds weights of another model: not one tensor fits. Choose its model, or 'none'.")
    model.load_state_dict({**own, **fitting})
    left = tuple(name for name in own if name not in fitting and not name.endswith("num_batches_tracked"))
    return Loaded(path.name, len(fitting), len(own), left)


def _read_weights(path: Path) -> dict[str, Tensor]:
    try:
        data: Any = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, ValueError, EOFError, KeyError) as error:
        raise UserError(f"{path} cannot be read as weights: it is damaged, or something else.") from error
    except Exception as error:  # pickle's own complaints have no common class
        raise UserError(f"{path} holds more than weights, which is not loaded for safety: {error}") from error
    data = data.get("model", data) if isinstance(data, dict) else data
    if not isinstance(data, dict) or not all(isinstance(value, Tensor) for value in data.values()):
        raise UserError(
            f"{path} holds no weights: it must be a dict of tensors, as torch.save(model.state_dict()) makes."
        )
    return data


def _fitting(own: dict[str, Tensor], given: dict[str, Tensor]) -> dict[str, Tensor]:
    prefixed = {f"network.{name}": value for name, value in given.items()}
    known = given if any(name in own for name in given) else prefixed
    return {name: value for name, value in known.items() if name in own and own[name].shape == value.shape}


def _as_backbone(own: dict[str, Tensor], given: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return a classifier's weights under the names that they have as the backbone of a model."""
    renamed = dict(given)
    for name, value in given.items():
        plain = name.removeprefix("features.")
        for start in ("backbone.body.", "network.backbone.", "backbone.", "backbone.features.0."):
            renamed[start + plain] = value
    return {name: value for name, value in renamed.items() if name in own}
