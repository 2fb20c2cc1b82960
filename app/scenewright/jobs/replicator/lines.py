"""Lines of a script, with remarks on what they cannot say."""

import math
from collections.abc import Sequence
from itertools import pairwise

from scenewright.spec.distributions import (
    AnyDistribution,
    Choice,
    Curriculum,
    Expression,
    Fixed,
    Histogram,
    LogUniform,
    Mixture,
    Normal,
    Uniform,
)
from scenewright.spec.distributions import Sequence as InTurn
from scenewright.spec.limits import Vector3, support


class Lines:
    """A script that grows; a remark stands above the line that it is about."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._indent = 0
        self._remarks: list[str] = []

    def add(self, line: str = "") -> None:
        """Add a line, with the remarks made since the last one above it."""
        space = "    " * self._indent
        self._lines += [f"{space}# {remark}" for remark in dict.fromkeys(self._remarks)]
        self._remarks = []
        self._lines.append(f"{space}{line}" if line else "")

    def remark(self, text: str) -> None:
        """Say what the next line cannot."""
        self._remarks.append(text)

    def deeper(self, by: int = 1) -> None:
        """Indent what follows, or take that back."""
        self._indent += by

    def text(self) -> str:
        """Return the whole script."""
        return "\n".join(self._lines) + "\n"

    def value(self, shape: AnyDistribution, factor: float = 1.0) -> str:
        """Return a distribution as Replicator has it.

        Args:
            shape: What is wanted.
            factor: Multiplies every value, as for another unit.
        """

        def times(value: float) -> str:
            return number(value * factor)

        match shape:
            case Fixed(value=value):
                return times(value)
            case Uniform(low=low, high=high):
                return f"rep.distribution.uniform({times(low)}, {times(high)})"
            case LogUniform(low=low, high=high):
                return f"rep.distribution.log_uniform({times(low)}, {times(high)})"
            case Normal(mean=mean, standard_deviation=deviation, low=low, high=high):
                if low is not None or high is not None:
                    self.remark(f"Replicator's bell curve has no limits; the project cuts it off at {low} and {high}.")
                return f"rep.distribution.normal({times(mean)}, {times(deviation)})"
            case Choice(values=values, weights=weights, replacement=replacement):
                options = "" if weights is None else f", weights={_list(weights)}"
                options += "" if replacement else ", with_replacements=False"
                return f"rep.distribution.choice({_list([v * factor for v in values])}{options})"
            case InTurn(values=values):
                return f"rep.distribution.sequence({_list([v * factor for v in values])})"
            case _:
                return self._unlike(shape, factor)

    def vector(self, vector: Vector3) -> str:
        """Return three distributions as one, where Replicator can say that."""
        axes = (vector.x, vector.y, vector.z)
        if all(isinstance(axis, Fixed) for axis in axes):
            return f"({', '.join(number(support(axis)[0]) for axis in axes)})"
        if all(isinstance(axis, Fixed | Uniform) for axis in axes):
            low, high = zip(*(support(axis) for axis in axes), strict=True)
            return f"rep.distribution.uniform(({_numbers(low)}), ({_numbers(high)}))"
        return f"rep.distribution.combine([{', '.join(self.value(axis) for axis in axes)}])"

    def files(self, name: str, paths: Sequence[str]) -> None:
        """Add a list of files, one a line."""
        self.add(f"{name} = [")
        self.deeper()
        for path in paths:
            self.add(f"{path!r},")
        self.deeper(-1)
        self.add("]")

    def _unlike(self, shape: Histogram | Mixture | Curriculum | Expression, factor: float) -> str:
        """Return what comes nearest to a distribution that Replicator does not have."""
        if isinstance(shape, Histogram):
            middles = [(low + high) / 2 * factor for low, high in pairwise(shape.edges)]
            self.remark("Only the middle of each bin of the histogram is drawn.")
            return f"rep.distribution.choice({_list(middles)}, weights={_list(shape.weights)})"
        words = {"mixture": "mixture", "curriculum": "curriculum", "expression": "formula"}[shape.kind]
        low, high = support(shape)
        if not (math.isfinite(low) and math.isfinite(high)):
            self.remark(f"Replicator knows no {words}, and this one has no limits: 0 stands for it. Write your own.")
            return "0"
        self.remark(f"Replicator knows no {words}: any value between its limits is drawn instead.")
        return f"rep.distribution.uniform({number(low * factor)}, {number(high * factor)})"


def number(value: float) -> str:
    """Return a number as people write it."""
    return f"{value:.6g}"


def _list(values: Sequence[float]) -> str:
    return f"[{_numbers(values)}]"


def _numbers(values: Sequence[float]) -> str:
    return ", ".join(number(value) for value in values)
