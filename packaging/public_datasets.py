"""Bring together the labelled datasets that Python packages ship or make, for `pytest -m long tests/inspection`.

Usage: .venv/bin/python packaging/public_datasets.py FOLDER
       SCENEWRIGHT_PUBLIC_DATASETS=FOLDER .venv/bin/pytest -m long tests/inspection/test_public_datasets.py

Nothing of them is part of this project. DeepForest (MIT) ships aerial pictures with Pascal VOC files of trees; kwcoco
(Apache 2.0) and vision-synth (Apache 2.0) draw theirs, as COCO and YOLO. Packages are unpacked, not installed.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

_SHIPS_VOC = "deepforest==2.1.0"
_DRAWS = "vision-synth==0.14.0.dev0"
_DRAWS_COCO = "kwcoco==0.9.1"
_TASKS = ("detection", "segmentation", "obb")
_DRAWING = """
from synth_datasets import generate_dataset
for task in {tasks}:
    for kind in ("coco", "yolo"):
        generate_dataset(f"{out}/{{kind}}_{{task}}", num_images=40, fmt=kind, task=task, seed=0)
"""
_DRAWING_COCO = "import kwcoco; kwcoco.CocoDataset.demo('shapes16', dpath={out!r})"


def main() -> None:
    """Make the folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    out = parser.parse_args().folder.absolute()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        temporary = Path(name)
        downloaded(_SHIPS_VOC, temporary / "ships")
        shutil.copytree(temporary / "ships" / "deepforest" / "data", out / "voc_deepforest", dirs_exist_ok=True)
        downloaded(_DRAWS, temporary / "draws")
        run_python(_DRAWING.format(tasks=_TASKS, out=out), temporary / "draws")
        pip("install", "--target", str(temporary / "kwcoco"), _DRAWS_COCO)
        # It writes whole paths into its file, so it draws where the dataset is to stay.
        shutil.rmtree(out / "coco_kwcoco", ignore_errors=True)
        run_python(_DRAWING_COCO.format(out=str(out / "coco_kwcoco")), temporary / "kwcoco")
    print(f"{len(list(out.iterdir()))} datasets are in {out}")


def downloaded(package: str, out: Path) -> None:
    """Unpack a package's wheel, without what it needs."""
    pip("download", "--no-deps", "--dest", str(out), package)
    for wheel in out.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(out)


def pip(*arguments: str) -> None:
    """Run pip."""
    subprocess.run([sys.executable, "-m", "pip", arguments[0], "--quiet", *arguments[1:]], check=True)


def run_python(program: str, path: Path) -> None:
    """Run a program with the modules of a folder."""
    environment = {**os.environ, "PYTHONPATH": str(path)}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True, cwd=path)


if __name__ == "__main__":
    main()
