"""Reading everything a project names before the first frame, so that what is missing is not found at the last."""

from collections.abc import Iterator

from scenewright.assets.entries import read_entry
from scenewright.assets.library import library
from scenewright.assets.loading import AssetLoader
from scenewright.assets.model import Keypoints
from scenewright.assets.posing import sample_of
from scenewright.assets.sources import SourceKind
from scenewright.errors import Problem, UserError
from scenewright.spec.objects import ObjectGroupSpec
from scenewright.spec.project import references
from scenewright.spec.yaml_io import ProjectFile


def check_assets(file: ProjectFile) -> AssetLoader:
    """Read every asset a project names, and return them.

    Raises:
        UserError: At least one cannot be used as the project wants it; all are listed, each with its line.
    """
    loader = AssetLoader(file.path.parent)
    mistakes: dict[tuple[SourceKind, str], str | None] = {}
    problems: list[Problem] = []
    for kind, location, source in references(file.spec):
        if (kind, source) not in mistakes:
            mistakes[kind, source] = _mistake(loader, kind, source)
        mistake = mistakes[kind, source]
        if mistake is not None:
            problems.append(file.problem(location, mistake))
    if not problems:
        for number, group in enumerate(file.spec.objects):
            problems += _missing_poses(file, loader, number, group)
            problems += _leaks(file, number, group)
            problems += _lookalikes(file, number, group)
    if problems:
        in_order = sorted(problems, key=lambda problem: problem.line or 0)
        raise UserError(f"{file.path} names assets that cannot be used:", in_order)
    return loader


def class_keypoints(file: ProjectFile, loader: AssetLoader) -> dict[str, Keypoints]:
    """Return the keypoints of each class that has some, from the project's assets at rest.

    Raises:
        UserError: A class has assets with different sets of points, which no format can hold.
    """
    found: dict[str, Keypoints] = {}
    sets: dict[str, Keypoints] = {}
    problems = []
    for number, group in enumerate(file.spec.objects):
        for place, asset in enumerate(group.assets):
            points = loader.model(asset.source).keypoints
            if points is None:
                continue
            class_name = asset.class_name or group.class_name
            if class_name is None:
                continue
            first = found.setdefault(class_name, points)
            same = sets.setdefault(points.skeleton, points)
            sentence = None
            if first.skeleton != points.skeleton:
                sentence = (
                    f"'{asset.source}' has the keypoints '{points.skeleton}', but class '{class_name}' has "
                    f"'{first.skeleton}': give it another class, or leave keypoints out of the labels."
                )
            elif same.names != points.names:
                sentence = (
                    f"the keypoints '{points.skeleton}' of '{asset.source}' are not those of the other assets: name "
                    "the same points in the same order in their keypoints.yaml, or rename the skeleton."
                )
            if sentence is not None:
                problems.append(file.problem(("objects", number, "assets", place), sentence))
    if problems:
        raise UserError(f"{file.path} asks for keypoints that do not fit together:", problems)
    return found


def _mistake(loader: AssetLoader, kind: SourceKind, source: str) -> str | None:
    try:
        loader.read(kind, source)
    except UserError as error:
        return str(error).replace("\n", "\n  ")  # its own list stands one step further in
    return None


def _missing_poses(file: ProjectFile, loader: AssetLoader, number: int, group: ObjectGroupSpec) -> Iterator[Problem]:
    for place, pose in enumerate(group.poses):
        for asset in group.assets:
            try:
                sample_of(loader.model(asset.source), pose.name, 0.0)
            except UserError as error:
                yield file.problem(("objects", number, "poses", place), str(error))


def _leaks(file: ProjectFile, number: int, group: ObjectGroupSpec) -> Iterator[Problem]:
    """Yield what the library holds out and the project would show everywhere."""
    known = library("object")
    for place, asset in enumerate(group.assets):
        if asset.source not in known:
            continue
        held = read_entry("object", asset.source, known[asset.source]).split
        if held not in ("any", asset.split):
            yield file.problem(
                ("objects", number, "assets", place),
                f"the library marks '{asset.source}' as for {held} frames only: write split: {held} beside it here, or "
                "change the mark with 'scenewright assets mark'.",
            )


def _lookalikes(file: ProjectFile, number: int, group: ObjectGroupSpec) -> Iterator[Problem]:
    """Yield distractors that the library knows as what the project calls its targets."""
    if group.role != "distractor" or group.may_share:
        return
    targets = {name for other in file.spec.objects if other.role == "target" for name in other.class_names}
    known = library("object")
    for place, asset in enumerate(group.assets):
        kind = read_entry("object", asset.source, known[asset.source]).class_name if asset.source in known else ""
        if kind in targets:
            yield file.problem(
                ("objects", number, "assets", place),
                f"'{asset.source}' is a {kind}, as targets are: take another distractor, or say may_share: true.",
            )
