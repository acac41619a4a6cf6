"""A search file says what varies, and what is wrong with it is said in its own words."""

from __future__ import annotations

import pytest

from seqlab.errors import ConfigError
from seqlab.experiment.problems import check
from seqlab.experiment.source import read_text
from seqlab.searches.file import SearchFile

FILE = "experiment: quickstart\ntrials: 5\nparameters:\n  training.learning_rate: "


def problems(text: str) -> str:
    with pytest.raises(ConfigError) as error:
        check(read_text(text, "search.yaml"), SearchFile)
    return str(error.value)


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        ("{min: 1}", "4:27: parameters.training.learning_rate: expected `{values: [...]}`, or"),
        ("{}", "expected `{values: [...]}`, or `{min: ..., max: ...}`"),
        ("{min: 2, max: 1}", "learning_rate.max: expected a number above min, 2; given: 1"),
        ("{min: 0, max: 1, log: true}", "log needs a number above 0; given: 0"),
        ("{min: 1, max: 2, log: true, step: 1}", "log and step exclude each other"),
        ("{min: 1, max: 2, step: 5}", "expected 1 or less, from min to max; given: 5"),
        ("{min: 1, max: 2, step: 0}", "expected a number above 0"),
        ("{values: []}", "expected a list of 1 or more"),
        ("{values: [1], min: 0}", "values and min exclude each other"),
        ("{values: [1], log: true}", "values and log exclude each other"),
        ("{values: [1, 2, 1]}", "values.2: 1 stands here a second time"),
        ("{minimum: 1, max: 2}", "unknown key, did you mean `min`? Allowed: log, max, min, step"),
    ],
)  # fmt: skip
def test_a_parameter_that_makes_no_sense_is_refused_where_it_stands(parameter, expected) -> None:
    assert expected in problems(FILE + parameter)


def test_every_problem_is_told_at_once() -> None:
    text = FILE.replace("trials: 5", "trials: 0\nsampler: bayes\nbudget: soon") + "{min: 1}"
    found = problems(text)
    assert found.startswith("4 problems in the config:")
    assert "sampler: expected one of tpe, random, grid, cma_es; given: 'bayes'" in found
    assert "budget: expected a time such as 90m or 1h30m; given: 'soon'" in found


@pytest.mark.parametrize(
    ("budget", "seconds"), [("45s", 45), ("1h30m", 5400), ("0.5h", 1800), ("2d", 172800)]
)
def test_a_budget_is_a_time_in_units(budget: str, seconds: float) -> None:
    text = FILE + f"{{values: [1]}}\nbudget: {budget}"
    assert check(read_text(text, "search.yaml"), SearchFile).budget_seconds == seconds
