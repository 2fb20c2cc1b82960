"""The assets that a dataset was made from."""

import json
from pathlib import Path

from scenewright.assets.loading import AssetLoader
from scenewright.datasets.files import RUN_FILE
from scenewright.datasets.reading import Dataset


def dataset_assets(dataset: Dataset) -> AssetLoader:
    """Return the assets that a dataset was made from: paths start from its project file, where that still is."""
    try:
        project = Path(json.loads((dataset.folder / RUN_FILE).read_bytes())["project_file"])
    except (OSError, ValueError, KeyError, TypeError):
        return AssetLoader(dataset.folder)
    return AssetLoader(project.parent if project.parent.is_dir() else dataset.folder)
