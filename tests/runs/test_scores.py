"""Scores and what they stand beside, as metrics.json has them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.errors import DataError
from seqlab.runs.asked import Asked
from seqlab.runs.fields import Fields
from seqlab.runs.scores import Scores, baseline_record
from seqlab.runs.strict_json import strict_json
from seqlab.tasks.data import Samples
from seqlab.tasks.metric import ACCURACY, MAE
from tests.runs.records import ASKED, scores

PATH = Path("metrics.json")
FORECAST = Asked("forecast", MAE, "degC", 8.0, "windows", "loss")


@given(st.data())
def test_any_scores_come_back_as_they_were_written(data: st.DataObject) -> None:
    asked = data.draw(ASKED)
    written = data.draw(scores(asked, has_loss=True))
    document = json.loads(strict_json(written.record(asked)))
    assert Scores.parse(Fields(document, PATH), asked, "loss") == written


def test_original_units_and_sound_samples_stand_beside_the_metric() -> None:
    written = Scores({"loss": 0.2, "mae": 0.25}, 2.0, (0.125, 900))
    assert written.record(FORECAST) == {
        "loss": 0.2,
        "mae": 0.25,
        "mae_original": 2.0,
        "unit": "degC",
        "without_touched": {"windows": 900, "mae": 0.125, "mae_original": 1.0, "unit": "degC"},
    }


def test_the_baseline_as_json_names_its_samples() -> None:
    asked = Asked("classification", ACCURACY, "", None, "reviews", "loss")
    scores, samples = Scores({"accuracy": 0.5}), Samples(5000, "reviews", "ab")
    assert baseline_record(asked, "test", "majority", scores, samples) == {
        "baseline": "majority",
        "split": "test",
        "accuracy": 0.5,
        "reviews": 5000,
        "fingerprint": "ab",
    }


@pytest.mark.parametrize(
    ("block", "key"),
    [
        ({}, "mae"),
        ({"mae": True}, "mae"),
        ({"mae": 0.3, "loss": "low"}, "loss"),
        ({"mae": 0.3, "mae_original": [1]}, "mae_original"),
        ({"mae": 0.3, "without_touched": 5}, "without_touched"),
        ({"mae": 0.3, "without_touched": {"mae": 0.2}}, "without_touched.windows"),
    ],
)
def test_damage_is_named_by_its_key(block: dict[str, object], key: str) -> None:
    with pytest.raises(DataError, match=f"'{key}'"):
        Scores.parse(Fields(block, PATH), FORECAST, "loss")
