"""Print the median seconds of a project's pictures, drawn and read back, without any label."""

import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from scenewright.assets.loading import AssetLoader
from scenewright.render.embedded.engine import EmbeddedRenderer
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.yaml_io import load_project

file = load_project(Path(sys.argv[1]))
assets = AssetLoader(file.path.parent)
engine = EmbeddedRenderer(assets)
seconds = []
for index in range(int(sys.argv[2])):
    plan = sample_frame(file.spec, index, assets)
    begun = perf_counter()
    engine.draw_picture(plan)
    seconds.append(perf_counter() - begun)
print(median(seconds[5:]))
