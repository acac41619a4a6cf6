"""Claims: what parses, what does not and says why, and what an interval decides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.evaluation.statistics import Interval
from seqlab.suites.claims import Side, decide, own_metric, parse_claim
from seqlab.tasks.classification import Classification
from seqlab.tasks.forecast import Forecast

TASKS = {"jena/gru": Forecast, "jena/dense": Forecast, "imdb/lstm": Classification}


def parsed(text: str, within: float | None = None):
    return parse_claim(text, within, "somewhere", TASKS)


def test_the_right_side_may_be_the_baseline_a_number_a_name_or_a_name_with_a_metric() -> None:
    gru = Side("jena/gru", "validation.mae")
    assert parsed("jena/gru validation.mae < baseline").right == Side(
        "jena/gru", "validation.mae", is_baseline=True
    )
    assert parsed("jena/gru validation.mae < 0.3").right == Side(
        metric="validation.mae", number=0.3
    )
    assert parsed("jena/dense validation.mae > jena/gru").right == gru
    other = parsed("jena/dense validation.loss > jena/gru validation.mae")
    assert other.left == Side("jena/dense", "validation.loss")
    assert other.right == gru
    assert parsed("jena/gru baseline ~ 0.29", 0.01).left == Side(
        "jena/gru", "validation.mae", is_baseline=True
    )


@pytest.mark.parametrize(
    ("text", "within", "message"),
    [
        ("jena/gru is good", None, "expected `NAME METRIC < RIGHT`"),
        ("jena/gru validation.mae < ", None, "expected `NAME METRIC < RIGHT`"),
        ("jena/grru validation.mae < baseline", None, "did you mean `jena/gru`"),
        ("jena/gru validation.mea < baseline", None, "did you mean `validation.mae`"),
        (
            "jena/gru validation.accuracy < 0.5",
            None,
            "no metric `validation.accuracy` of the forecast ta",
        ),
        ("jena/gru seconds_per_epoch < baseline", None, "the baseline has no seconds_per_epoch"),
        ("jena/gru validation.mae ~ jena/dense", None, "needs `within`"),
        ("jena/gru validation.mae < jena/dense", 0.1, "`within` belongs to `~`"),
        (
            "jena/gru validation.mae < imdb/lstm",
            None,
            "no metric `validation.mae` of the classifi",
        ),
    ],
)
def test_a_claim_that_cannot_be_decided_says_why(text, within, message) -> None:
    with pytest.raises(ValueError, match=message):
        parsed(text, within)


@pytest.mark.parametrize(
    ("sign", "low", "high", "answer"),
    [
        ("<", -2, -1, "holds"),
        ("<", 1, 2, "does not hold"),
        ("<", -1, 2, "cannot tell"),
        ("<", 0, 0, "does not hold"),  # a tie is no less
        (">", 1, 2, "holds"),
        (">", -2, -1, "does not hold"),
        (">", 0, 0, "does not hold"),
        (">", -1, 2, "cannot tell"),
        ("~", -0.5, 0.5, "holds"),
        ("~", 0, 0, "holds"),
        ("~", 1.5, 2, "does not hold"),
        ("~", -2, -1.5, "does not hold"),
        ("~", 0.5, 2, "cannot tell"),
    ],
)
def test_the_interval_of_the_difference_decides(sign, low, high, answer) -> None:
    assert decide(sign, Interval((low + high) / 2, low, high, 3), within=1) == answer


@given(st.floats(-1, 1), st.floats(0, 1))
def test_less_and_more_are_mirror_images(middle, reach) -> None:
    there = Interval(middle, middle - reach, middle + reach, 3)
    back = Interval(-middle, -middle - reach, -middle + reach, 3)
    assert decide("<", there) == decide(">", back)


def test_the_metric_that_can_be_claimed_something_about_is_the_tasks_own() -> None:
    assert (own_metric(Forecast), own_metric(Classification)) == (
        "validation.mae",
        "validation.accuracy",
    )
    assert parsed("imdb/lstm validation.accuracy > 0.8").left.metric == "validation.accuracy"
    with pytest.raises(ValueError, match=r"Allowed: validation\.mae, validation\.loss"):
        parsed("jena/gru accuracy > 0.8")
