"""A clean dataset in memory, for findings to be planted in."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scenewright.inspection.columns import Columns, Images, Objects
from scenewright.inspection.findings import Evidence
from scenewright.inspection.measures import Source
from scenewright.inspection.pictures import MEASURED, unmeasured
from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project

IMAGES, EACH = 400, 3


def clean_columns(folder=Path("nowhere")):
    rng = np.random.default_rng(7)
    images, objects = IMAGES, IMAGES * EACH
    index = np.arange(images)
    owner = np.repeat(index, EACH)
    size = rng.uniform(30, 120, (objects, 2))
    corner = rng.uniform(0, 1, (objects, 2)) * (np.array([640, 480]) - size)
    return Columns(
        folder,
        "",
        ("cup", "plate", "spoon"),
        ("camera",),
        ("train", "validation"),
        ("mug", "dish", "spoon_a", "spoon_b"),
        ("things",),
        Images(
            index=index,
            camera=np.zeros(images, np.int64),
            split=(index % 5 == 0).astype(np.int64),
            scene=index,
            size_px=np.tile([640, 480], (images, 1)),
            path=np.array([f"rgb/{number:06d}.png" for number in index]),
            mask=np.full(images, ""),
        ),
        Objects(
            image=owner,
            instance_id=np.tile([1, 2, 3], images),
            class_id=np.tile([1, 2, 3], images),
            asset=np.tile([0, 1, 2], images),
            group=np.zeros(objects, np.int64),
            verdict=np.zeros(objects, np.int64),
            box_px=np.concatenate([corner, corner + size], axis=1).astype(np.float32),
            visible_px=size.prod(axis=1).astype(np.float32) / 2,
            occlusion=rng.uniform(0, 0.5, objects).astype(np.float32),
            truncation=np.zeros(objects, np.float32),
            distance_m=rng.uniform(1, 3, objects).astype(np.float32),
            azimuth_deg=rng.uniform(-180, 180, objects).astype(np.float32),
            elevation_deg=rng.uniform(0, 90, objects).astype(np.float32),
            yaw_deg=rng.uniform(-180, 180, objects).astype(np.float32),
        ),
    )


def clean_pictures():
    rng = np.random.default_rng(8)
    rows = unmeasured(IMAGES, MEASURED)
    rows["brightness"] = rng.uniform(0.3, 0.6, IMAGES)
    rows["contrast"] = rng.uniform(0.1, 0.2, IMAGES)
    rows["saturation"] = rng.uniform(0.2, 0.4, IMAGES)
    rows["sharpness"] = rng.uniform(100, 200, IMAGES)
    rows["width"], rows["height"] = 640, 480
    rows["pixels"] = rng.integers(0, 2**63, IMAGES)
    rows["look"] = rng.integers(0, 2**63, IMAGES)
    return rows


@pytest.fixture
def evidence():
    return Evidence(Source(clean_columns(), clean_pictures()))


@pytest.fixture
def planted(evidence):
    """Return a function that changes a clean dataset: arrays of images, objects and pictures by name."""

    def plant(images=None, objects=None, pictures=None, **changes):
        columns = evidence.columns
        columns = replace(
            columns,
            images=replace(columns.images, **(images or {})),
            objects=replace(columns.objects, **(objects or {})),
        )
        rows = evidence.pictures.copy()
        for name, values in (pictures or {}).items():
            rows[name] = values
        return replace(evidence, source=Source(columns, rows), **changes)

    return plant


@pytest.fixture
def rng():
    return np.random.default_rng(11)


@pytest.fixture(scope="session")
def project_spec():
    """Return a function that loads a preset's project."""
    return lambda name: load_project(shipped("presets") / f"{name}.yaml").spec
