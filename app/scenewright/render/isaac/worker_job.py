"""The file that tells a worker what to do; `isaac_worker/run.py` reads it.

Everything lies in one folder, and paths are relative to it, so that it can be handed to a container or a cluster.
"""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenewright.render.isaac.budgets import Budgets
from scenewright.render.isaac.installations import Installation
from scenewright.render.isaac.settings import IsaacSettings
from scenewright.render.stage.job import FRAMES, STAGE, WrittenStage

OUT = "frames"

RENDER_SETTINGS: dict[str, Any] = {
    "/rtx/post/dlss/execMode": 2,  # quality: the default shows artefacts in small images
    "/rtx/materialDb/syncLoads": True,  # no picture before its materials are there
    "/rtx/hydra/materialSyncLoads": True,
    "/rtx-transient/resourcemanager/texturestreaming/enabled": False,
    "/exts/omni.replicator.core/maxAssetLoadingTime": 300.0,
    "/omni/replicator/captureMotionBlur": False,
    "/rtx/post/tonemap/op": 4,  # ACES; what it makes of light is measured by the self-test
    "/rtx/post/histogram/enabled": False,  # no automatic exposure: brightness is the plan's
    "/rtx/pathtracing/spp": 1,
    "/rtx/pathtracing/totalSpp": 64,
    "/rtx/pathtracing/optixDenoiser/enabled": True,
    "/rtx/pathtracing/fractionalCutoutOpacity": True,  # else what lets some light through is cut out or solid
    "/rtx/raytracing/fractionalCutoutOpacity": True,
}

DATASET_ANNOTATORS = (
    "rgb",
    "instance_segmentation",
    "distance_to_image_plane",
    "normals",
    "bounding_box_3d",
    "camera_params",
)
TEST_ANNOTATORS = (*DATASET_ANNOTATORS, "motion_vectors")


@dataclass(frozen=True)
class Share:
    """A process's part of a job: which card, and which frames in which order."""

    number: int
    gpu: int
    indices: tuple[int, ...]

    @property
    def job(self) -> str:
        """Name of its job file."""
        return f"job_{self.number}.json"

    @property
    def status(self) -> str:
        """Name of its status file."""
        return f"status_{self.number}.json"


def write_job(
    stage: WrittenStage,
    share: Share,
    installation: Installation,
    settings: IsaacSettings,
    budgets: Budgets,
    *,
    omnipbr: bool,
    annotators: Sequence[str] = DATASET_ANNOTATORS,
    watch_stdin: bool = True,
) -> None:
    """Write a share's job file, and the worker beside it; removes the status of an earlier try."""
    folder = stage.folder
    (folder / OUT).mkdir(exist_ok=True)
    (folder / share.status).unlink(missing_ok=True)
    shutil.copytree(
        Path(__file__).parent / "isaac_worker",
        folder / "isaac_worker",
        ignore=shutil.ignore_patterns("__pycache__"),
        dirs_exist_ok=True,
    )
    root = [f"--/persistent/isaac/asset_root/default={settings.asset_root}"] if settings.asset_root else []
    job = {
        "version": installation.version,
        "stage": STAGE,
        "frames": FRAMES,
        "out": OUT,
        "status": share.status,
        "cameras": stage.cameras,
        "labels": stage.labels,
        "materials": stage.materials,
        "omnipbr": omnipbr,
        "annotators": list(annotators),
        "indices": list(share.indices),
        "warm_up": warm_up_frames(stage, share.indices),
        "warm_up_updates": 10,
        "path_tracing": settings.path_tracing,
        "subframes": settings.subframes,
        "settings": RENDER_SETTINGS | _smoothing(stage),
        "kit_arguments": [*root, *settings.kit_arguments],
        "gpu": 0 if installation.runtime in ("docker", "podman") else share.gpu,  # they show their container one only
        "most_waiting": budgets.most_waiting,
        "most_memory": budgets.most_memory,
        "grace_s": budgets.close_s,
        "watch_stdin": watch_stdin,
    }
    (folder / share.job).write_text(json.dumps(job, indent=1), encoding="utf-8")


def _smoothing(stage: WrittenStage) -> dict[str, Any]:
    """Return the way that edges are smoothed: DLSS (3), but FXAA (2) for images so small that DLSS smears them."""
    least = min(side for camera in stage.cameras for side in camera["resolution"])
    return {"/rtx/post/aa/op": 2 if least < _LEAST_FOR_DLSS_PX else 3}


_LEAST_FOR_DLSS_PX = 600


def warm_up_frames(stage: WrittenStage, indices: Sequence[int]) -> list[int]:
    """Return frames that together show every picture and every object of some frames, few of them."""
    wanted = set(indices)
    seen: set[str] = set()
    chosen = []
    for frame in stage.frames:
        if frame.index not in wanted:
            continue
        values = frame.all_values()
        shown = {path for path, value in values.items() if path.endswith(".visibility") and value == "inherited"}
        shown |= {str(value) for path, value in values.items() if path.endswith(("inputs:file", ":file"))}
        if not shown <= seen:
            seen |= shown
            chosen.append(frame.index)
    return chosen
