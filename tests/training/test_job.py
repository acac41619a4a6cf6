"""How long an epoch is: as set, one pass over what there is, or the book's 500 batches."""

from __future__ import annotations

from typing import Any

import pytest

from seqlab.errors import ConfigError
from seqlab.training.job import steps_per_epoch
from tests.recipes.examples import forecast, reviews


class Passes:
    """Data of which only the length of a pass is asked."""

    noun = "reviews"

    def __init__(self, one_pass: int | None) -> None:
        self._one_pass = one_pass

    def steps_per_epoch(self) -> int | None:
        return self._one_pass


@pytest.mark.parametrize(
    ("wanted", "one_pass", "steps"),
    [(None, None, 500), (None, 63, 63), (40, 63, 40), (63, 63, 63), (700, None, 700)],
)
def test_an_epoch_has_the_steps_that_are_set_or_those_of_one_pass(
    wanted: int | None, one_pass: int | None, steps: int
) -> None:
    experiment = forecast()
    training = experiment.training.model_copy(update={"steps_per_epoch": wanted})
    data: Any = Passes(one_pass)
    assert steps_per_epoch(experiment.model_copy(update={"training": training}), data) == steps


def test_more_steps_than_one_pass_has_are_refused_with_their_number() -> None:
    experiment = reviews()
    data: Any = Passes(3)
    with pytest.raises(
        ConfigError, match="steps_per_epoch is 4, but .* reviews has 3 batches"
    ) as e:
        steps_per_epoch(experiment, data)
    assert e.value.remedy == "Set it to 3 or less, or to null for one full pass."
