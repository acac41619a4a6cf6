"""A model's scores beside the baseline's, and what they come to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from seqlab.cli.judgement import print_judgement, print_rivals
from seqlab.runs.scores import Rival, Scores
from seqlab.runs.verdict import Skill, Verdict
from tests.runs_examples import series_run, text_run


def test_scores_in_original_units_stand_beside_those_in_standard_deviations(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = series_run(tmp_path).results
    print_judgement("validation", "best model", results.asked, results.validation)
    heading, model, naive, _ = capsys.readouterr().out.splitlines()
    assert heading.split() == ["validation", "mae", "mae", "in", "degC"]
    assert model.split() == ["best", "model", "0.2653", "2.3486"]
    assert naive.split() == ["persistence", "0.2897", "2.5649"]


def test_every_baseline_and_other_metrics_have_their_place_and_the_verdict_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = series_run(tmp_path).results
    (persistence,) = results.validation.rivals
    ridge = Rival("ridge", Scores({"mae": 0.2694}, 2.3849, None, {"mse": 0.1217}), 3.21)
    skills = {"persistence": Skill(0.084, 0.07, 0.1), "ridge": Skill(0.015, 0.01, 0.02)}
    judged = replace(
        results.validation,
        rivals=(persistence, ridge),
        verdict=Verdict(skills, "ridge", "error"),
    )
    print_judgement("validation", "best model", results.asked, judged)
    heading, model, naive, other, says = capsys.readouterr().out.splitlines()
    assert heading.split() == ["validation", "mae", "mae", "in", "degC", "mse"]
    assert model.split() == ["best", "model", "0.2653", "2.3486"]
    assert naive.split() == ["persistence", "0.2897", "2.5649"]
    assert other.split() == ["ridge", "0.2694", "2.3849", "0.1217"]
    assert says == f"best model: {judged.verdict.sentence()}" and says.endswith("worth it")
    print_rivals("validation", results.asked, judged.rivals)
    heading, naive, other = capsys.readouterr().out.splitlines()
    assert heading.split()[-2:] == ["mse", "seconds"]
    assert other.split()[-2:] == ["0.1217", "3.2"]


def test_what_has_no_units_has_one_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = text_run(tmp_path).results
    print_judgement("validation", "best model", results.asked, results.validation)
    heading, model, naive, says = capsys.readouterr().out.splitlines()
    assert heading.split() == ["validation", "accuracy"]
    assert (model.split()[-1], naive.split()[-1]) == ("0.8862", "0.5000")
    assert says == "The model removes 77.2% of the baseline's mistakes."


def test_scores_on_sound_samples_have_lines_of_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = series_run(tmp_path).results
    judged = replace(
        results.validation, model=replace(results.validation.model, sound=(0.25, 98_000))
    )
    print_judgement("validation", "best model", results.asked, judged)
    line = capsys.readouterr().out.splitlines()[3]
    assert line.split("  ")[0] == "best model, 98,000 windows with sound readings only"
    assert line.split()[-2] == "0.2500"
