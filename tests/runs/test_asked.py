"""What was asked is what the data says, and comes back from a file as it was written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.datasets.synthetic_reviews import SyntheticReviews
from seqlab.errors import DataError
from seqlab.runs.asked import Asked
from seqlab.runs.fields import Fields
from seqlab.runs.strict_json import strict_json
from tests.runs.records import ASKED

PATH = Path("metrics.json")


@given(ASKED)
def test_any_question_comes_back_as_it_was_written(asked: Asked) -> None:
    document = json.loads(strict_json({"task": asked.record()}))
    assert Asked.parse(Fields(document, PATH)) == asked


@pytest.mark.parametrize("dataset", [SyntheticReviews(reviews=100), SyntheticClimate()])
def test_what_is_asked_is_what_the_data_says(dataset: Any) -> None:
    data = dataset.load()
    asked = Asked.of(data)
    assert (asked.task, asked.metric, asked.noun) == (data.task.name, data.task.metric, data.noun)
    if asked.scale is None:
        assert asked.original(0.3) is None
    else:
        assert asked.original(0.3) == 0.3 * data.task.scale


@pytest.mark.parametrize(
    ("validation", "task", "scale"),
    [
        ({"mae": 0.3, "mae_original": 2.4, "unit": "degC"}, "forecast", 8.0),
        ({"mae": 0.3}, "forecast", None),
        ({"mae": 0.0, "mae_original": 0.0, "unit": "degC"}, "forecast", None),
        ({"accuracy": 0.9, "loss": 0.3}, "classification", None),
    ],
)
def test_an_old_file_is_asked_by_the_metric_that_it_has(
    validation: dict[str, Any], task: str, scale: float | None
) -> None:
    asked = Asked.parse(Fields({"validation": validation}, PATH))
    assert (asked.task, asked.unit) == (task, validation.get("unit", ""))
    assert asked.scale == (None if scale is None else pytest.approx(scale))


def test_an_old_file_without_scores_is_damaged() -> None:
    with pytest.raises(DataError, match=r"metrics\.json is damaged: 'validation' is missing"):
        Asked.parse(Fields({}, PATH))


def test_the_metric_in_original_units_has_a_name_of_its_own() -> None:
    asked = Asked.of(SyntheticClimate().load())
    assert asked.original_name == "mae_original"
