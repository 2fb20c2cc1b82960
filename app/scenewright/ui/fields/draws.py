"""What the preview's recent frames really drew."""

from collections.abc import Callable

import numpy as np

from scenewright.spec.places import Place
from scenewright.ui.session import Session


def draws_of(session: Session, place: Place) -> Callable[[], np.ndarray | None]:
    """Return a function that gives the values that were drawn for a setting; None while there are none."""
    read = getattr(session.preview, "draws", None)
    return (lambda: read(place)) if callable(read) else (lambda: None)
