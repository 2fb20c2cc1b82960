"""The field for every number that is drawn: a value, a range, or any other distribution."""

from scenewright.ui.fields.distribution.distribution_field import DistributionField

__all__ = ["DistributionField"]
