"""Every label against its formula, by both engines; `python tests/benchmarks/worst_figures.py` prints the figures."""

import pytest
from closed_forms import LIMITS, SCENES, PosedAssets
from hidden_forms import MORE_SCENES

from scenewright.render.embedded.engine import EmbeddedRenderer
from scenewright.render.flat import FlatRenderer

ALL_SCENES = {**SCENES, **MORE_SCENES}


@pytest.fixture(scope="module")
def posed_assets():
    return PosedAssets()


@pytest.fixture(scope="module", params=["embedded", "flat"])
def labelling(request, posed_assets):
    engine = EmbeddedRenderer(posed_assets, surface=True) if request.param == "embedded" else FlatRenderer(posed_assets)
    return engine, posed_assets


@pytest.mark.parametrize("scene", ALL_SCENES)
def test_no_label_is_farther_from_its_formula_than_promised(labelling, scene):
    figures = ALL_SCENES[scene](*labelling)
    assert {name: float(worst) for name, worst in figures.items() if not worst <= LIMITS[name]} == {}
