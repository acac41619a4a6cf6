"""Samples that a model gets wrong."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Mistake:
    """A sample with a wrong answer.

    Args:
        place: where it stands: `line 17`; empty where nobody can tell.
        sample: itself, such as a text.
        truth: the class that it is of.
        answer: the class that the model takes it for.
        probability: that the model gives its answer.
    """

    place: str
    sample: str
    truth: str
    answer: str
    probability: float

    def record(self) -> dict[str, Any]:
        """The mistake as a JSON object."""
        return asdict(self)
