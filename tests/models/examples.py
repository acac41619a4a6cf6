"""Questions to build models for."""

from __future__ import annotations

from seqlab.tasks.classification import Classification
from seqlab.tasks.forecast import Forecast, Target
from seqlab.tasks.inputs import Sequence, Tokens

TEMPERATURE = Target("T (degC)", "degC", mean=9.4, scale=8.85, feature=1)


def forecast(length: int, features: int) -> Forecast:
    """The temperature, one step ahead."""
    return Forecast(Sequence(length, features), (TEMPERATURE,))


def two_classes(length: int, vocabulary: int) -> Classification:
    """Whether a text is positive."""
    return Classification(Tokens(length, vocabulary), ("negative", "positive"))
