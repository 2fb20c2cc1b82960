"""Several processes that train one model: those that `torchrun` starts, one for each GPU."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import distributed


@dataclass(frozen=True, slots=True)
class Crew:
    """This process among all that train together.

    Attributes:
        rank: Its number; 0 measures, writes and speaks.
        ranks: How many there are.
        device: Where its tensors live.
    """

    rank: int
    ranks: int
    device: torch.device

    @property
    def is_main(self) -> bool:
        """Whether this is the one that writes."""
        return self.rank == 0

    def agreed(self, flag: bool) -> bool:
        """Return whether the flag is set in any process: the same answer in all."""
        if self.ranks == 1:
            return flag
        shared = torch.tensor([float(flag)], device=self.device)
        distributed.all_reduce(shared, op=distributed.ReduceOp.MAX)
        return bool(shared.item())

    def least(self, number: int) -> int:
        """Return the smallest of all processes' numbers: the same in all."""
        if self.ranks == 1:
            return number
        shared = torch.tensor([number], device=self.device)
        distributed.all_reduce(shared, op=distributed.ReduceOp.MIN)
        return int(shared.item())

    def wait(self) -> None:
        """Wait until all processes are here."""
        if self.ranks > 1:
            distributed.barrier()


def chosen_device(wish: str = "auto") -> torch.device:
    """Return the device that a wish means: "auto" takes a GPU where there is one."""
    if wish != "auto":
        return torch.device(wish)
    if torch.cuda.is_available():
        return torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
    return torch.device("mps") if torch.backends.mps.is_available() else torch.device("cpu")


@contextmanager
def crew(wish: str = "auto") -> Iterator[Crew]:
    """Join the processes that torchrun started, if it did, and leave them at the end."""
    device = chosen_device(wish)
    if device.type == "cuda":
        torch.cuda.set_device(device.index or 0)
    ranks = int(os.environ.get("WORLD_SIZE", "1"))
    if ranks == 1:
        yield Crew(0, 1, device)
        return
    distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")
    try:
        yield Crew(distributed.get_rank(), ranks, device)
    finally:
        distributed.destroy_process_group()


def half_type(device: torch.device) -> torch.dtype | None:
    """Return the 16-bit numbers that a device multiplies faster than 32-bit ones, if it does."""
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    if device.type == "cpu" and _cpu_knows_bfloat16():
        return torch.bfloat16
    return None


def _cpu_knows_bfloat16() -> bool:
    """Return whether the processor itself multiplies bfloat16; where it is emulated, it is slower than float32."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags
