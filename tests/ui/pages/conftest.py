"""Here a session has no processes: what is drawn is given by the test."""

import pytest


@pytest.fixture
def session(make_session):
    return make_session("cup_detection")
