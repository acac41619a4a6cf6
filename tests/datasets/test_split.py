"""Where splits begin: what is understood, and what is refused."""

from __future__ import annotations

import pytest

from tests.datasets.panels.examples import problem, settings


@pytest.mark.parametrize("place", [0.2, 1, 2880, "2018-01-01", "2018-01-01 06:30", "20180101"])
def test_a_split_is_a_share_a_number_of_rows_or_a_date(place) -> None:
    assert settings(split={"validation": place, "test": 0.1}).split.validation == place


@pytest.mark.parametrize(
    "place",
    [0, 0.0, 1.0, -5, True, None, "tomorrow", "2018-13-01", "0.2", "2018-01-01T00:00+01:00", []],
)
def test_what_is_neither_is_refused_in_one_sentence(place) -> None:
    says = problem(split={"validation": 0.2, "test": place})
    assert "expected a share such as 0.2, a number of rows such as 2880, or the first date" in says
    assert repr(place)[:60] in says


@pytest.mark.parametrize(
    ("split", "says"),
    [
        ({"validation": 0.5, "test": 0.5}, "validation and test leave nothing to train on"),
        ({"validation": "2018-01-01", "test": "2018-01-01"}, "must begin after the validation"),
        ({"validation": "20180301", "test": "2018-02-01"}, "must begin after the validation"),
    ],
)
def test_splits_that_leave_nothing_are_refused(split, says) -> None:
    assert says in problem(split=split)
    settings(split={"validation": "20180101", "test": "2018-02-01"})
