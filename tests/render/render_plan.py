"""Render plans with the shipped library: python render_plan.py PLANS.json OUT.npz."""

import json
import sys
from pathlib import Path

import numpy as np

from scenewright.assets.loading import AssetLoader
from scenewright.render.embedded.engine import EmbeddedRenderer
from scenewright.sampling.plan import plan_from_json

ARRAYS = ("rgb", "instance_ids", "depth", "normals", "amodal_bits", "amodal_total_px")


def arrays(frame):
    """Return all arrays of a frame by name."""
    return {f"{name} {k}": getattr(view, name) for k, view in enumerate(frame.views) for name in ARRAYS}


def main(plans_path, out_path):
    plans = [plan_from_json(text) for text in json.loads(Path(plans_path).read_text())]
    found = {}
    for frame in EmbeddedRenderer(AssetLoader(Path())).render(plans):
        found |= {f"{frame.plan.index} {name}": array for name, array in arrays(frame).items()}
    np.savez(out_path, **found)


if __name__ == "__main__":
    main(*sys.argv[1:])
