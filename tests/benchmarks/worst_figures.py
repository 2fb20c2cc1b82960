"""The worst figures of labels against closed forms, by both engines.

python tests/benchmarks/worst_figures.py
"""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "render"))

from closed_forms import LIMITS, SCENES, PosedAssets
from hidden_forms import MORE_SCENES

from scenewright.render.embedded.engine import EmbeddedRenderer
from scenewright.render.flat import FlatRenderer

assets = PosedAssets()
print(f"{'scene':22}{'label':16}{'promised':>10}{'built-in engine':>17}{'numpy engine':>14}")
engines = EmbeddedRenderer(assets, surface=True), FlatRenderer(assets)
for scene, measure in {**SCENES, **MORE_SCENES}.items():
    one, other = (measure(engine, assets) for engine in engines)
    for name, worst in one.items():
        print(f"{scene:22}{name:16}{LIMITS[name]:10g}{float(worst):17.2g}{float(other[name]):14.2g}")
