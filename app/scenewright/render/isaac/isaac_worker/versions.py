"""The differences between versions of Isaac Sim that matter to the worker, in one table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Differences:
    """What a version wants.

    Attributes:
        python: Its Python.
        real_time: What its real-time renderer is called.
        old_labels: Whether Replicator reads labels of Semantics.SemanticsAPI only, so that those in the stage, which
            are UsdSemantics.LabelsAPI, must be written again.
    """

    python: str
    real_time: str
    old_labels: bool


TABLE = {
    (4, 5): Differences("3.10", "RaytracedLighting", old_labels=True),
    (5, 0): Differences("3.11", "RaytracedLighting", old_labels=False),
    (5, 1): Differences("3.11", "RaytracedLighting", old_labels=False),
    (6, 0): Differences("3.12", "RealTimePathTracing", old_labels=False),
}


def differences(version: str) -> Differences:
    """Return what a version such as '5.1.0' wants; later ones are taken to be as the last one that is known.

    Raises:
        ValueError: The version is older than all that are known.
    """
    first, second = (int("".join(c for c in part if c.isdigit()) or 0) for part in (version + ".0").split(".")[:2])
    known = [key for key in TABLE if key <= (first, second)]
    if not known:
        raise ValueError(f"Isaac Sim {version} is too old: 4.5 is the first that is known.")
    return TABLE[max(known)]
