"""No finding of clean datasets is an error: twenty of them, over all presets and several seeds."""

import pytest

from scenewright.inspection.examining import Effort, examined
from scenewright.inspection.findings import look
from scenewright.jobs.generate import Wish, generate
from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project, save_project

PRESETS = sorted(path.stem for path in shipped("presets").glob("*.yaml"))
DATASETS = [(preset, seed) for seed in (1, 2, 3) for preset in PRESETS][:20]
FRAMES = 12


@pytest.mark.long
@pytest.mark.parametrize(("preset", "seed"), DATASETS)
def test_a_clean_dataset_has_no_error(tmp_path, monkeypatch, preset, seed):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    spec = load_project(shipped("presets") / f"{preset}.yaml").spec
    cameras = tuple(
        camera.replace(width_px=320, height_px=240) if camera.width_px is not None else camera
        for camera in spec.cameras
    )
    output = spec.output.replace(seed=seed, frames=FRAMES)
    save_project(tmp_path / "p.yaml", spec.replace(cameras=cameras, output=output))
    assert (
        generate(Wish(load_project(tmp_path / "p.yaml"), tmp_path / "d", range(FRAMES)), lambda _: None).outcome
        == "succeeded"
    )
    *_, found = examined(tmp_path / "d", "", Effort(traces=0))
    errors = [item.sentence for item in look(found.evidence) if item.level == "error"]
    assert errors == []
