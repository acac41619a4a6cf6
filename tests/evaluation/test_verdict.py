"""The verdict against hand-worked errors, and how often its interval holds the truth."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.evaluation.verdict import judge_worth
from seqlab.runs.verdict import Skill, Verdict
from seqlab.tasks.metric import ACCURACY, MAE

errors = st.lists(st.integers(0, 5), min_size=2, max_size=20)


def given_skills(shortfall: str = "error", **skills: tuple[float, float, float] | None) -> Verdict:
    """A verdict whose last baseline is the best one; each with its skill and interval."""
    intervals = {name: None if s is None else Skill(*s) for name, s in skills.items()}
    return Verdict(intervals, list(skills)[-1], shortfall)


@pytest.mark.parametrize(
    ("verdict", "answer", "sentence"),
    [
        (
            given_skills(persistence=(0.095, 0.08, 0.11), ridge=(0.051, 0.039, 0.062)),
            "worth it",
            "removes 9.5 % of persistence's error and 5.1 % of ridge's (3.9 to 6.2): worth it",
        ),
        (
            given_skills(persistence=(0.095, 0.08, 0.11)),
            "worth it",
            "removes 9.5 % of persistence's error (8.0 to 11.0): worth it",
        ),
        (
            given_skills("mistakes", majority=(0.772, 0.76, 0.78)),
            "worth it",
            "removes 77.2 % of majority's mistakes (76.0 to 78.0): worth it",
        ),
        (
            given_skills(persistence=(0.095, 0.08, 0.11), ridge=(-0.03, -0.049, -0.012)),
            "not worth it",
            "not better than ridge (-4.9 to -1.2 %)",
        ),
        (
            given_skills(persistence=(0.0, 0.0, -0.0)),
            "not worth it",
            "not better than persistence (0.0 to 0.0 %)",
        ),
        (
            given_skills(persistence=(0.095, 0.08, 0.11), ridge=(0.003, -0.004, 0.012)),
            "cannot be told",
            "cannot be told from ridge (-0.4 to 1.2 %)",
        ),
        (
            given_skills("mistakes", majority=(0.5, -np.inf, 1.0)),
            "cannot be told",
            "cannot be told from majority",
        ),
        (
            given_skills("mistakes", majority=None),
            None,
            "majority makes no mistakes: no model can beat it on these samples",
        ),
    ],
)
def test_the_verdict_is_one_of_three_and_a_sentence(verdict, answer, sentence) -> None:
    assert verdict.answer == answer
    assert verdict.sentence() == sentence
    record = verdict.record()
    assert record["verdict"] == answer
    json.dumps(record, allow_nan=False)


def test_the_best_baseline_is_named_with_what_the_model_removes_of_each() -> None:
    model = np.full(50, 0.3)
    found = judge_worth(MAE, model, {"persistence": model * 2, "ridge": model / 0.6}, 7)
    assert found.best_baseline == "ridge"
    record = found.record()
    assert record["skill_over_best"] == pytest.approx(0.4)
    assert record["interval"] == pytest.approx([0.4, 0.4])
    assert record["skills"]["persistence"]["skill"] == pytest.approx(0.5)
    assert found.answer == "worth it"


def test_a_model_that_is_the_baseline_is_not_better() -> None:
    same = np.random.default_rng(0).exponential(size=200)
    found = judge_worth(MAE, same, {"persistence": same.copy()}, 10)
    assert found.answer == "not worth it"
    assert found.record()["interval"] == [0, 0]


def test_mistakes_are_judged_as_errors_are() -> None:
    generator = np.random.default_rng(1)
    model = (generator.random(5000) < 0.1).astype(float)
    majority = (generator.random(5000) < 0.5).astype(float)
    found = judge_worth(ACCURACY, model, {"majority": majority}, 1)
    assert found.over_best is not None
    assert found.over_best.value == pytest.approx(1 - model.mean() / majority.mean())
    assert found.sentence().startswith("removes 79.4 % of majority's mistakes")


def test_a_baseline_without_error_cannot_be_beaten() -> None:
    model = np.array([0.0, 1.0, 0.0])
    found = judge_worth(MAE, model, {"persistence": np.ones(3), "ridge": np.zeros(3)}, 1)
    assert found.best_baseline == "ridge"
    assert (found.answer, found.over_best) == (None, None)
    assert found.record()["skills"]["persistence"]["skill"] == pytest.approx(2 / 3)
    alone = judge_worth(MAE, model, {"ridge": np.zeros(3)}, 1)
    assert alone.record()["interval"] is None


def test_one_mistake_among_many_is_too_few_to_tell() -> None:
    rare = np.eye(1, 50)[0]
    found = judge_worth(ACCURACY, np.zeros(50), {"majority": rare}, 1)
    assert found.over_best is not None
    assert found.over_best.value == 1
    assert found.answer == "cannot be told"
    json.dumps(found.record(), allow_nan=False)


@given(errors, st.integers(1, 30), st.data())
def test_the_skill_is_what_the_means_say_and_the_interval_has_two_ends(model, block, data) -> None:
    same = st.lists(st.integers(1, 5), min_size=len(model), max_size=len(model))
    baseline = np.array(data.draw(same), float)
    found = judge_worth(MAE, np.array(model, float), {"naive": baseline}, block).over_best
    assert found is not None
    assert found.value == pytest.approx(1 - np.mean(model) / baseline.mean())
    assert found.low <= found.high


def test_the_interval_keeps_its_promise_where_neighbours_depend_on_each_other() -> None:
    """Baseline and model err together, the model 10 % less: 95 % of the intervals hold that."""
    generator = np.random.default_rng(5)
    held = 0
    for _ in range(60):
        weather = np.convolve(generator.exponential(size=3049), np.ones(50) / 50, "valid")
        model = 0.9 * weather + np.convolve(generator.normal(size=3049), np.ones(50) / 500, "valid")
        found = judge_worth(MAE, model, {"naive": weather}, 200).over_best
        assert found is not None
        held += found.low <= 0.1 <= found.high
    assert held >= 50


def test_errors_of_fewer_than_two_blocks_promise_nothing() -> None:
    model, naive = np.full(20, 0.5), np.ones(20)
    surely = judge_worth(MAE, model, {"persistence": naive}, 10)
    assert (surely.answer, surely.over_best.low) == ("worth it", 0.5)
    unsure = judge_worth(MAE, model, {"persistence": naive}, 11)
    assert (unsure.answer, unsure.over_best.value) == ("cannot be told", 0.5)
    assert unsure.record()["interval"] is None
