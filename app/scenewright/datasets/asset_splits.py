"""Which assets are held out of training."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Shown:
    """Which scenes show which asset, and the class it is of."""

    scenes: dict[str, set[int]] = field(default_factory=dict)
    classes: dict[str, set[str]] = field(default_factory=dict)

    def add(self, scene: int, asset: str, class_name: str) -> None:
        """Take note that a scene shows an asset."""
        self.scenes.setdefault(asset, set()).add(scene)
        self.classes.setdefault(asset, set()).add(class_name)

    def scenes_of(self, assets: Iterable[str]) -> set[int]:
        """Return the scenes that show any of some assets."""
        return set().union(*(self.scenes[asset] for asset in assets))


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Assets that no training frame shows; no val frame shows one of test."""

    val: tuple[str, ...]
    test: tuple[str, ...]


def held_out_assets(shown: Shown, marked: Collection[str], val_scenes: int, test_scenes: int) -> HeldOut:
    """Choose assets to hold out.

    Args:
        shown: What is in the dataset.
        marked: What the project holds out: if any of it is shown, exactly that is held out, divided among val and test.
        val_scenes: How many scenes val should have.
        test_scenes: How many test should have.
    """
    # By a hash, so that neither an asset's name decides nor the order of the project.
    turns = sorted(shown.scenes, key=lambda asset: hashlib.sha256(asset.encode()).digest())
    ours = [asset for asset in turns if asset in marked]
    if not ours:
        test = _chosen(shown, turns, (), test_scenes)
        return HeldOut(_chosen(shown, turns, test, val_scenes), test)
    if val_scenes == 0 or test_scenes == 0:
        return HeldOut(tuple(ours) if val_scenes else (), tuple(ours) if test_scenes else ())
    share = test_scenes / (val_scenes + test_scenes)
    test = _chosen(shown, ours, (), max(1, round(len(shown.scenes_of(ours)) * share)), spare_classes=False)
    return HeldOut(tuple(asset for asset in ours if asset not in test), test)


def _chosen(
    shown: Shown, turns: Sequence[str], held: Sequence[str], wanted_scenes: int, *, spare_classes: bool = True
) -> tuple[str, ...]:
    """Return assets that together are shown in so many scenes or fewer; the rarest one where each is in more.

    Args:
        shown: What is in the dataset.
        turns: All assets, in the order in which they are tried.
        held: Those held out already; scenes that show one of them do not count.
        wanted_scenes: How many scenes are wanted.
        spare_classes: Whether each class keeps an asset that is not held out.
    """
    if wanted_scenes == 0:
        return ()
    gone = shown.scenes_of(held)
    chosen: list[str] = []
    covered: set[int] = set()
    for asset in turns:
        if asset in held or (spare_classes and not _class_has_others(shown, asset, (*held, *chosen))):
            continue
        together = covered | (shown.scenes[asset] - gone)
        if len(together) <= wanted_scenes:
            chosen.append(asset)
            covered = together
    if covered:
        return tuple(chosen)
    rest = [
        asset
        for asset in turns
        if asset not in held
        and shown.scenes[asset] - gone
        and (not spare_classes or _class_has_others(shown, asset, held))
    ]
    return (min(rest, key=lambda asset: len(shown.scenes[asset] - gone)),) if rest else ()


def _class_has_others(shown: Shown, asset: str, held: Collection[str]) -> bool:
    """Tell whether every class of an asset has another one that is not held out."""
    others = set(shown.classes) - {asset, *held}
    return all(any(name in shown.classes[other] for other in others) for name in shown.classes[asset])
