"""Claims decided from made-up runs with known answers: over seeds, and over samples of one seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seqlab.errors import DataError
from seqlab.suites import deciding
from seqlab.suites.claims import parse_claim
from seqlab.suites.deciding import Decision, Judge
from seqlab.suites.sample_errors import SampleErrors
from seqlab.tasks.forecast import Forecast
from seqlab.training.events import silence
from tests.suites.examples import BASELINE, runs_of, tiny_suite

TASKS = {"dense": Forecast, "conv": Forecast, "naive": Forecast}


def decisions(tmp_path, curves: dict[str, list[list[float]]]) -> list[Decision]:
    """What becomes of the suite's claims."""
    judge = Judge(runs_of(tmp_path, curves), silence)
    return [judge.decide(claim) for claim in tiny_suite(tmp_path).claims]


def test_seeds_that_agree_decide_claims(tmp_path) -> None:
    curves = {"dense": [[0.250], [0.252], [0.251]], "conv": [[0.253], [0.253], [0.255]]}
    found = decisions(tmp_path, curves)
    assert [decision.answer for decision in found] == ["holds", "holds"]
    assert found[0].how == "paired t test over 3 seeds"


def test_seeds_that_disagree_cannot_tell_and_ties_are_no_less(tmp_path) -> None:
    curves = {"dense": [[0.20], [0.38], [0.29]], "conv": [[0.5], [0.5], [0.5]]}
    found = decisions(tmp_path, curves)
    assert found[0].answer == "cannot tell"
    tied = {"dense": [[BASELINE], [BASELINE]], "conv": [[BASELINE], [BASELINE]]}
    (tmp_path / "other").mkdir()
    found = decisions(tmp_path / "other", tied)
    assert [decision.answer for decision in found] == ["does not hold", "holds"]


def test_claims_use_only_the_seeds_that_both_sides_have(tmp_path) -> None:
    found = decisions(tmp_path, {"dense": [[0.25], [0.25]], "conv": [[0.25], [0.251], [0.9]]})
    assert found[1].how == "paired t test over 2 seeds"


SAMPLES = 400
GENERATOR = np.random.default_rng(0)
HARD = GENERATOR.random(SAMPLES)
"""How hard each of the samples is, for any model."""


def of_samples(gain: float, *, fingerprint: str = "one", block: int = 1) -> SampleErrors:
    """A model that is better by so much on every sample than the naive forecast."""
    noise = 0.01 * GENERATOR.random(SAMPLES)
    return SampleErrors(HARD - gain + noise, HARD, fingerprint, block)


def decided(tmp_path, monkeypatch, text: str, **errors: SampleErrors) -> Decision:
    """What becomes of a claim about one seed of each experiment."""
    runs = runs_of(tmp_path, {name: [[0.25]] for name in errors})
    asked: list[str] = []

    def predict(finished, observer) -> SampleErrors:
        assert observer is silence
        asked.append(finished.experiment.name)
        return errors[finished.experiment.name]

    monkeypatch.setattr(deciding, "sample_errors", predict)
    judge = Judge(runs, silence)
    claim = parse_claim(text, None, "", TASKS)
    assert judge.decide(claim) == judge.decide(claim)
    assert len(set(asked)) == len(asked)  # a model predicts at most once
    return judge.decide(claim)


def test_one_seed_is_decided_over_the_samples_that_both_sides_share(tmp_path, monkeypatch) -> None:
    errors = {"dense": of_samples(0.05), "conv": of_samples(0.03)}
    found = decided(tmp_path, monkeypatch, "dense validation.mae < conv", **errors)
    assert (found.answer, found.how) == ("holds", "one seed: paired bootstrap over 400 windows")
    assert found.difference.mean == pytest.approx(-0.02, abs=0.005)


def test_other_samples_are_set_against_each_other_as_a_whole(tmp_path, monkeypatch) -> None:
    errors = {"dense": of_samples(0.05), "conv": of_samples(0.03, fingerprint="two")}
    found = decided(tmp_path, monkeypatch, "dense validation.mae < conv", **errors)
    assert found.answer == "cannot tell"  # what is hard for both is not taken out
    assert found.how == "one seed: bootstrap of each side over 400 windows"


def test_the_baseline_is_that_of_the_same_samples(tmp_path, monkeypatch) -> None:
    found = decided(tmp_path, monkeypatch, "dense validation.mae < baseline", dense=of_samples(0.1))
    assert (found.answer, found.right) == ("holds", pytest.approx(HARD.mean()))


def test_blocks_are_as_long_as_the_data_says(tmp_path, monkeypatch) -> None:
    errors = replace(of_samples(0.05), dependent_samples=50)
    found = decided(tmp_path, monkeypatch, "dense validation.mae < 0.3", dense=errors)
    assert found.how == "one seed: paired bootstrap over 400 windows, in blocks of 50"


def test_a_perfect_baseline_is_no_obstacle(tmp_path, monkeypatch) -> None:
    perfect = SampleErrors(HARD, np.zeros(SAMPLES), "one", 1)
    found = decided(tmp_path, monkeypatch, "dense validation.mae < baseline", dense=perfect)
    assert (found.answer, found.right) == ("does not hold", 0)


def test_what_is_no_mean_over_samples_cannot_be_told_of_one_seed(tmp_path) -> None:
    judge = Judge(runs_of(tmp_path, {"dense": [[0.3, 0.25]], "conv": [[0.4]]}), silence)
    for metric in ("validation.loss", "validation.loss_rise"):
        found = judge.decide(parse_claim(f"dense {metric} < conv", None, "", TASKS))
        assert (found.answer, found.how) == ("cannot tell", "one seed has no interval here")
        assert found.difference is None


def test_seconds_are_compared_epoch_by_epoch_without_any_prediction(tmp_path) -> None:
    curves = {"dense": [[0.3, 0.25, 0.2]], "conv": [[0.4, 0.3]]}
    judge = Judge(runs_of(tmp_path, curves), silence)
    found = judge.decide(parse_claim("dense seconds_per_epoch < conv", None, "", TASKS))
    assert found.how == "one seed: bootstrap of each side over 3 epochs"
    assert (found.left, found.right, found.answer) == (2, 2, "does not hold")


def test_a_run_whose_model_is_gone_cannot_tell_and_says_why(tmp_path, monkeypatch) -> None:
    def gone(*_: object) -> SampleErrors:
        raise DataError("The run has no model: it is missing.")

    monkeypatch.setattr(deciding, "sample_errors", gone)
    judge = Judge(runs_of(tmp_path, {"dense": [[0.25]]}), silence)
    found = judge.decide(parse_claim("dense validation.mae < baseline", None, "", TASKS))
    assert (found.answer, found.how) == ("cannot tell", "The run has no model: it is missing.")


def test_sides_without_a_common_seed_cannot_be_compared(tmp_path) -> None:
    runs = runs_of(tmp_path, {"dense": [[0.25], [0.25]], "conv": [[0.3]]})
    apart = {"dense": {2: runs["dense"][2]}, "conv": runs["conv"]}
    found = Judge(apart, silence).decide(
        parse_claim("dense validation.mae < conv", None, "", TASKS)
    )
    assert found.how == "the two sides have no seed in common"
