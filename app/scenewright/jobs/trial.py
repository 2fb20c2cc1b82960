"""Trying a project before it is rendered: a wish that no frame can fulfil is told before hours are spent on it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from scenewright.assets.loading import AssetLoader
from scenewright.errors import Problem, UserError
from scenewright.jobs.events import Emit, Log
from scenewright.sampling.plan import FramePlan
from scenewright.sampling.sampler import sample_frame
from scenewright.sampling.views import coverage, in_view, seen_of
from scenewright.spec.misfits import areas_beyond_the_floor
from scenewright.spec.yaml_io import ProjectFile

_TRIALS = 5
_LEAST = 3
"""So many trials must have failed before it is called impossible: one may be bad luck."""
_MORE_TRIALS = 25
_SELDOM = 0.5
"""A group of which less finds a place is worth a warning."""


def try_out(file: ProjectFile, loader: AssetLoader, frames: Sequence[int], emit: Emit) -> None:
    """Sample some frames, spread over those that are wanted, and tell what none of them could fulfil.

    Raises:
        UserError: In no trial an object of a group, or as many as it must have, found a place, or a camera a usable
            view, or anything that is labelled came into view; all are listed.
    """
    plans = _sampled(file, loader, frames, _TRIALS)
    placeless = list(_placeless(file, plans))
    beyond = areas_beyond_the_floor(file.spec.objects, file.spec.floor, file.spec.room)
    problems = [
        *(file.problem(place, words) for place, words in beyond),
        *placeless,
        *(() if placeless else _crowded(file, plans)),
        *_blind(file, plans),
    ]
    if not problems:
        problems = _unseeing(file, loader, frames, plans, emit)
    if problems:
        raise UserError(f"{file.path} asks for what none of {len(plans)} trial frames could give:", problems)
    for group, share, reason in _seldom(plans):
        emit(Log("warning", f"Objects '{group}': only {share:.0%} found a place in trial frames ({reason})."))


def _sampled(file: ProjectFile, loader: AssetLoader, frames: Sequence[int], count: int) -> list[FramePlan]:
    step = max(1, len(frames) // count)
    return [sample_frame(file.spec, index, loader) for index in frames[::step][:count]]


def _crowded(file: ProjectFile, plans: Sequence[FramePlan]) -> Iterator[Problem]:
    """Yield groups of which not even the smallest number that is asked for ever found room together."""
    for number, group in enumerate(file.spec.objects):
        least = sum(part.least for part in group.counts)
        most = max(sum(item.group == group.name for item in plan.objects) for plan in plans)
        if len(plans) >= _LEAST and most < least:
            reasons = Counter(item.reason for plan in plans for item in plan.left_out if item.group == group.name)
            words = (
                f"count asks for at least {least} objects '{group.name}', but never more than {most} found a place "
                f"({reasons.most_common(1)[0][0]}): give them more room, lower the least count, or make them smaller."
            )
            yield file.problem(("objects", number), words)


def _unseeing(
    file: ProjectFile, loader: AssetLoader, frames: Sequence[int], plans: Sequence[FramePlan], emit: Emit
) -> list[Problem]:
    """Return the trouble if nothing that is labelled ever comes into view; of one camera among several, say so only."""
    if len(plans) < _LEAST or all(_watching(file, loader, plans).values()):
        return []
    # A few frames may be bad luck; where a camera saw nothing, more of them are tried.
    seeing = _watching(file, loader, _sampled(file, loader, frames, _MORE_TRIALS))
    blind = [number for number, sees in seeing.items() if not sees]
    advice = "move or turn it, or check far_m and near_m"
    if len(blind) < len(seeing):
        for number in blind:
            name = file.spec.cameras[number].name
            emit(Log("warning", f"Camera '{name}' has nothing labelled in view in any trial frame: {advice}."))
        return []
    words = f"has no object that is labelled in view in any of {min(_MORE_TRIALS, len(frames))} trial frames: {advice}."
    return [file.problem(("cameras", number), f"camera '{file.spec.cameras[number].name}' {words}") for number in blind]


def _watching(file: ProjectFile, loader: AssetLoader, plans: Sequence[FramePlan]) -> dict[int, bool]:
    """Return, for each camera's number, whether a labelled object's box is in its image in any of some frames."""
    sees = dict.fromkeys(range(len(file.spec.cameras)), False)
    for plan in plans:
        labelled = seen_of(plan.labelled, loader)
        for camera in plan.cameras:
            for number, wanted in enumerate(file.spec.cameras):
                if wanted.name == camera.name and not sees[number]:
                    sees[number] = in_view(camera, labelled) > 0 or coverage(camera, labelled) > 0
    return sees


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
