"""Trying a project before it is rendered: a wish that no frame can fulfil is told before hours are spent on it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from scenewright.assets.loading import AssetLoader
from scenewright.errors import Problem, UserError
from scenewright.jobs.events import Emit, Log
from scenewright.sampling.plan import FramePlan
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.yaml_io import ProjectFile

_TRIALS = 5
_LEAST = 3
"""So many trials must have failed before it is called impossible: one may be bad luck."""
_SELDOM = 0.5
"""A group of which less finds a place is worth a warning."""


def try_out(file: ProjectFile, loader: AssetLoader, frames: Sequence[int], emit: Emit) -> None:
    """Sample some frames, spread over those that are wanted, and tell what none of them could fulfil.

    Raises:
        UserError: In no trial an object of a group found its place, or a camera a usable view; all are listed.
    """
    step = max(1, len(frames) // _TRIALS)
    plans = [sample_frame(file.spec, index, loader) for index in frames[::step][:_TRIALS]]
    problems = [*_placeless(file, plans), *_blind(file, plans)]
    if problems:
        raise UserError(f"{file.path} asks for what none of {len(plans)} trial frames could give:", problems)
    for group, share, reason in _seldom(plans):
        emit(Log("warning", f"Objects '{group}': only {share:.0%} found a place in trial frames ({reason})."))


def _placeless(file: ProjectFile, plans: Sequence[FramePlan]) -> Iterator[Problem]:
    for number, group in enumerate(file.spec.objects):
        missed = [item.reason for plan in plans for item in plan.left_out if item.group == group.name]
        failed = sum(any(item.group == group.name for item in plan.left_out) for plan in plans)
        if failed >= _LEAST and not any(item.group == group.name for plan in plans for item in plan.objects):
            words = (
                f"objects '{group.name}' never found a place ({missed[0]}): give them more room, ask for fewer, "
                "make them smaller, or raise tries."
            )
            yield file.problem(("objects", number), words)


def _blind(file: ProjectFile, plans: Sequence[FramePlan]) -> Iterator[Problem]:
    for number, camera in enumerate(file.spec.cameras):
        troubles = [[words for words in plan.troubles if f"'{camera.name}'" in words] for plan in plans]
        if len(plans) >= _LEAST and all(troubles):
            yield file.problem(("cameras", number), f"{troubles[0][0]}.")


def _seldom(plans: Sequence[FramePlan]) -> Iterator[tuple[str, float, str]]:
    placed = Counter(item.group for plan in plans for item in plan.objects)
    missed = Counter(item.group for plan in plans for item in plan.left_out)
    for group, count in missed.items():
        share = placed[group] / (placed[group] + count)
        if share < _SELDOM:
            reasons = Counter(item.reason for plan in plans for item in plan.left_out if item.group == group)
            yield group, share, reasons.most_common(1)[0][0]
