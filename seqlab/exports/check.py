"""An exported model beside the run's own predictions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqlab.errors import SeqlabError
from seqlab.exports.format import Format

SHARE = 1e-4
"""Of what counts as 1 (a standard deviation, a probability), that answers may differ by."""
SHARE_OF_HALF = 1e-2
"""The same of models that were trained in half precision, and are exported in single precision."""


@dataclass(frozen=True)
class Tolerance:
    """How far answers may be apart.

    Args:
        atol: in the units of the output; None where that is a share of each target's scale.
        share: of the scale of each target, where there is no `atol`.
    """

    atol: float | None
    share: float

    def __str__(self) -> str:
        if self.atol is not None:
            return f"{self.atol:g}"
        return f"{self.share:g} of a target's scale"


@dataclass(frozen=True)
class Difference:
    """How far an exported model's answers are from the run's own.

    Args:
        largest: in the units of the output.
        in_scales: in those of each target: standard deviations, probabilities.
    """

    largest: float
    in_scales: float

    def exceeds(self, tolerance: Tolerance) -> bool:
        """Whether it is more than may be; what is no number always is."""
        if tolerance.atol is not None:
            return not self.largest <= tolerance.atol
        return not self.in_scales <= tolerance.share

    def record(self) -> dict[str, Any]:
        """As export.json has it."""
        return {
            "largest_difference": self.largest,
            "largest_difference_in_scales": self.in_scales,
        }


def difference(
    answers: NDArray[np.float64], expected: NDArray[np.float64], scale: NDArray[np.float64]
) -> Difference:
    """Compare two answers to the same samples.

    Args:
        answers: of the exported model, `(samples, ...)`.
        expected: of the run's own, `(samples, ...)`.
        scale: what counts as 1, shaped to go with both.
    """
    if answers.shape != expected.shape:
        raise SeqlabError(
            f"The exported model's answers have the shape {answers.shape}, expected "
            f"{expected.shape}."
        )
    apart = abs(answers - expected)
    return Difference(float(apart.max()), float((apart / scale).max()))


def refuse_apart(one: Format, found: Difference, tolerance: Tolerance, unit: str) -> None:
    """Refuse an exported model that answers something else than the run's own.

    Raises:
        SeqlabError: says how far they are apart.
    """
    if not found.exceeds(tolerance):
        return
    raise SeqlabError(
        f"The model as {one.name} does not say what the run's own model says: the largest "
        f"difference is {found.largest:.3g}{' ' * bool(unit)}{unit} "
        f"({found.in_scales:.3g} of a target's scale), and {tolerance} is allowed. Nothing was "
        "written.",
        remedy=(
            "It knows raw numbers as float32, which has seven digits. "
            if one.precision == "float32"
            else ""
        )
        + "Another format may be closer; `--atol` allows more, in the units of the output.",
    )
