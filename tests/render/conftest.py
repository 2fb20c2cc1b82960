"""Engines, started once; modules beside this file hold what the tests build their scenes from."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from plans import Assets

from scenewright.render.embedded.engine import EmbeddedRenderer
from scenewright.render.flat import FlatRenderer


@pytest.fixture(scope="session")
def assets():
    return Assets()


@pytest.fixture(scope="session")
def embedded(assets):
    return EmbeddedRenderer(assets)


@pytest.fixture(scope="session")
def unsmoothed(assets):
    return EmbeddedRenderer(assets, anti_aliasing=False)


@pytest.fixture(scope="session")
def flat(assets):
    return FlatRenderer(assets)


@pytest.fixture(params=["embedded", "flat"])
def engine(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def draw(engine):
    """One view of a plan, by either engine."""

    def of(plan, camera=0):
        return next(engine.render([plan])).views[camera]

    return of
