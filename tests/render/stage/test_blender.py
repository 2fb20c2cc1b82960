"""An independent USD program shows what our labels say."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from pxr import Usd

from scenewright.assets.loading import AssetLoader
from scenewright.render.embedded.engine import EmbeddedRenderer
from scenewright.render.lens import without_lenses
from scenewright.render.stage.job import STAGE, write_stage
from scenewright.render.stage.pool import camera_path
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.yaml_io import load_project

ROOT = Path(__file__).parents[3]
FRAMES = 20
LEAST_PX = 100
LEAST_IOU = 0.99


def blender(script, *arguments):
    sys.path.append(str(ROOT / "packaging" / "library"))
    from blender import _python  # noqa: PLC0415

    subprocess.run([str(_python()), str(script), *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def moment(stage_file, index, out):
    """The stage as it is at one time, without time samples: Blender does not read animated visibility."""
    stage = Usd.Stage.Open(str(stage_file))
    for prim in stage.Traverse():
        for attribute in prim.GetAttributes():
            if attribute.GetNumTimeSamples():
                value = attribute.Get(index)
                attribute.Clear()
                attribute.Set(value)
    stage.GetRootLayer().Export(str(out))


@pytest.mark.long
@pytest.mark.parametrize("preset", ["cup_detection", "structured_tabletop", "warehouse_robot"])
def test_silhouettes_in_blender_are_those_of_the_labels(preset, tmp_path):
    file = load_project(ROOT / "presets" / f"{preset}.yaml")
    assets = AssetLoader(file.path.parent)
    indices = np.random.default_rng(8).choice(file.spec.output.frames, FRAMES, replace=False)
    plans = list(without_lenses(sample_frame(file.spec, int(index), assets) for index in sorted(indices)))
    written = write_stage(tmp_path, plans, assets, film_hz=24.0)
    tasks = []
    for plan, objects in zip(plans, written.objects, strict=True):
        moment(tmp_path / STAGE, plan.index, tmp_path / f"frame_{plan.index}.usda")
        camera = plan.cameras[0]
        labelled = [path.rsplit("/", 1)[-1] for path, o in zip(objects, plan.objects, strict=True) if o.instance_id]
        tasks.append(
            {
                "usd": str(tmp_path / f"frame_{plan.index}.usda"),
                "camera": camera_path(camera.name).rsplit("/", 1)[-1],
                "width": camera.intrinsics.width,
                "height": camera.intrinsics.height,
                "names": labelled,
                "out": str(tmp_path / f"ids_{plan.index}"),
            }
        )
    (tmp_path / "tasks.json").write_text(json.dumps(tasks))
    blender(Path(__file__).with_name("blender_silhouettes.py"), tmp_path / "tasks.json")
    compared = list(_compared(EmbeddedRenderer(assets), plans, tmp_path))
    print(f"{preset}: {len(compared)} objects, least IoU {min(iou for _, _, iou in compared):.4f}")
    assert len(compared) >= FRAMES / 2
    assert [item for item in compared if item[2] < LEAST_IOU] == []


def _compared(engine, plans, folder):
    for frame in engine.render(plans):
        ours = frame.views[0].instance_ids
        theirs = np.load(folder / f"ids_{frame.plan.index}.npy")
        for number in range(1, len(frame.plan.labelled) + 1):
            one, other = ours == number, theirs == number
            if one.sum() > LEAST_PX:
                yield frame.plan.index, number, (one & other).sum() / (one | other).sum()
