"""Print the seconds a frame of a project takes that is only drawn, its label images included: by the clock, of cores.

Nothing is derived, encoded or written; LP_NUM_THREADS in the environment says how many threads a software driver has.
"""

import sys
from pathlib import Path
from time import perf_counter, process_time

from scenewright.jobs.drawing import start_drawing
from scenewright.spec.yaml_io import load_project

_, project, frames, first = sys.argv
file = load_project(Path(project))
begun, used = 0.0, 0.0
for frame in start_drawing(file.spec, file.path.parent).frames(range(int(frames))):
    if frame.plan.index == int(first):
        begun, used = perf_counter(), process_time()
count = int(frames) - 1 - int(first)
print((perf_counter() - begun) / count, (process_time() - used) / count)
