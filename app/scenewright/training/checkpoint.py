"""Keeping all that a training is made of, so that it goes on after a kill as if nothing had happened."""

import os
from pathlib import Path
from typing import Any

import torch

from scenewright.errors import UserError, os_error_sentence

_PART = ".scenewright.part"


def keep(path: Path, content: dict[str, Any]) -> None:
    """Write tensors and plain values, all or nothing.

    Raises:
        UserError: They could not be written; the earlier file, if any, is intact.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}{_PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:  # torch would write a path's name into the file
            torch.save(content, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise UserError(os_error_sentence("keep the training's state", path, error)) from error
    except RuntimeError as error:  # torch's writer says so for a full disk
        raise UserError(f"Could not keep the training's state in {path}: is the disk full? {error}") from error
    finally:
        part.unlink(missing_ok=True)


def kept(path: Path) -> dict[str, Any]:
    """Return what `keep` wrote.

    Raises:
        UserError: It is damaged.
    """
    try:
        content: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # pickle's and zip's own complaints have no common class
        raise UserError(f"{path} is damaged: remove it to train anew, or restore it. ({error})") from error
    return content


def random_state() -> dict[str, Any]:
    """Return the state of every source of random numbers that a step may use."""
    return {
        "torch": torch.get_rng_state(),
        "cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
    }


def restore_random_state(state: dict[str, Any]) -> None:
    """Go on with the random numbers where `random_state` was asked."""
    torch.set_rng_state(state["torch"])
    if state["cuda"] and torch.cuda.is_available() and len(state["cuda"]) == torch.cuda.device_count():
        torch.cuda.set_rng_state_all(state["cuda"])


def start_random_numbers(seed: int) -> None:
    """Start torch's random numbers, which are all that a model and a step draw from."""
    torch.manual_seed(seed)
