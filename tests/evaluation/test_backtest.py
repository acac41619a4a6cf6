"""A model over cutoffs against SciPy's paired t test, and hand-worked cases."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from seqlab.evaluation.backtest import judge_cutoffs
from seqlab.tasks.metric import ACCURACY, MAE


def test_the_worked_example() -> None:
    found = judge_cutoffs(MAE, [1, 2, 3], {"naive": [2, 4, 6]})
    model, naive = found.lines
    assert (model.mean, model.spread, model.apart) == (2, 1, None)
    assert (naive.mean, naive.spread) == (4, 2)
    assert (naive.apart.mean, naive.apart.low, naive.apart.high) == pytest.approx(
        (2, -0.484138, 4.484138)
    )
    skill = found.verdict.over_best
    assert (skill.value, skill.low, skill.high) == pytest.approx((0.5, -0.1210345, 1.1210345))
    assert found.verdict.answer == "cannot be told"


@given(st.integers(0, 2**32 - 1), st.integers(2, 12))
def test_the_interval_is_that_of_the_paired_t_test_with_the_best_baseline(seed, cutoffs) -> None:
    model, ridge, naive = np.random.default_rng(seed).exponential(size=(3, cutoffs))
    found = judge_cutoffs(MAE, model, {"naive": naive + 9, "ridge": ridge})
    assert found.verdict.best_baseline == "ridge"
    expected = stats.ttest_rel(ridge, model).confidence_interval(0.95)
    apart = found.lines[2].apart
    assert (apart.low, apart.high) == pytest.approx(tuple(expected))
    skill = found.verdict.over_best
    assert skill.value == pytest.approx(MAE.skill(model.mean(), ridge.mean()))
    answer = "worth it" if expected.low > 0 else "not worth it" if expected.high < 0 else None
    assert found.verdict.answer == (answer or "cannot be told")


def test_what_is_hard_for_both_does_not_widen_the_interval() -> None:
    hard = np.array([0.0, 10.0, 100.0])
    found = judge_cutoffs(MAE, 1 + hard, {"ridge": 2 + hard})
    apart = found.lines[1].apart
    assert (apart.low, apart.high) == pytest.approx((1, 1))
    assert found.verdict.answer == "worth it"
    assert found.verdict.sentence().endswith("of ridge's error (2.6 to 2.6): worth it")


def test_a_share_that_is_better_when_higher_counts_its_mistakes() -> None:
    found = judge_cutoffs(ACCURACY, [0.9, 0.8], {"majority": [0.5, 0.5]})
    assert found.lines[1].apart.mean == pytest.approx(0.35)
    assert found.verdict.over_best.value == pytest.approx(0.7)


def test_a_baseline_without_error_has_no_skill_and_the_record_no_number_for_it() -> None:
    found = judge_cutoffs(MAE, [1.0, 2.0], {"perfect": [0.0, 0.0], "ridge": [1.0, 1.0]})
    record = json.loads(json.dumps(found.verdict.record(), allow_nan=False))
    assert record["skills"]["perfect"] == {"skill": None, "interval": None}
    assert found.verdict.sentence().startswith("perfect makes no error")
    lines = [line.record() for line in found.lines]
    assert [line["name"] for line in lines] == ["model", "perfect", "ridge"]
    assert lines[2]["less_than_this"] == -0.5
