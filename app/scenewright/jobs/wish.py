"""What is wished of a run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scenewright.jobs.workers import Limits
from scenewright.spec.yaml_io import ProjectFile


@dataclass(frozen=True)
class Wish:
    """What is to be generated.

    Attributes:
        file: The project.
        folder: The dataset; made, or gone on with.
        frames: The frames that are wanted.
        workers: Processes that draw; 0 draws in this one, which then hangs or dies with its graphics driver.
        engine: 'embedded', 'flat' or 'isaac'.
        price_per_hour: What the machine costs, in any currency; None where it is not known.
        limits: When a drawing process is given up.
        cluster: Where pieces of the run go (`pieces.opened_cluster`); empty for this machine alone. `workers` is then
            how many pieces are under way at a time, 0 for as many as there is room for.
        cluster_options: What the cluster is told besides.
        publish_to: Where each machine of the cluster sends the pieces that it has made, as `publishing` does in the
            end; empty for nowhere.
    """

    file: ProjectFile
    folder: Path
    frames: range
    workers: int = 0
    engine: str = "embedded"
    price_per_hour: float | None = None
    limits: Limits = field(default_factory=Limits)
    cluster: str = ""
    cluster_options: Mapping[str, str] = field(default_factory=dict)
    publish_to: str = ""
