"""What the preview's recent frames really drew."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from scenewright.spec.places import Place
from scenewright.ui.session import Session


def draws_of(session: Session, place: Place) -> Callable[[], NDArray[np.float64]]:
    """Return a function that gives the values that were drawn for a setting; none while there are none."""
    return lambda: session.preview.draws(place)
