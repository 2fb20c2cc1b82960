"""A distribution in a few words, for lists."""

from PySide6.QtCore import QLocale

from scenewright.spec.distributions import AnyDistribution
from scenewright.ui.fields.distribution.conversion import bulk_of
from scenewright.ui.fields.units import number_text


def in_words(distribution: AnyDistribution, unit: str = "") -> str:
    """Return a number, or from where to where most draws lie."""
    low, high = (number_text(float(f"{value:.3g}"), QLocale()) for value in bulk_of(distribution))
    return f"{low}{unit}" if low == high else f"{low}\u2013{high}{unit}"
