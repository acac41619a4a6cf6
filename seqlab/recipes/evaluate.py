"""A finished run's best model judged once more, beside the baseline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from seqlab.errors import DataError
from seqlab.evaluation.baselines import baseline
from seqlab.evaluation.metrics import skill
from seqlab.evaluation.touched import data_findings
from seqlab.recipes.saved import check_same_data, open_saved
from seqlab.runs.evaluations import record_test_evaluation
from seqlab.runs.reader import Run
from seqlab.runs.untrusted import printable


@dataclass(frozen=True)
class Evaluation:
    """What came out.

    Args:
        scores: the model's, as metrics.json has them.
        baseline: the naive forecast's, on exactly the same samples.
        skill: the share of the baseline's error that the model removes.
        test_evaluations: when the run was judged on its test split, this time included; empty for
            the validation split, which may be looked at as often as one likes.
        data: what is wrong with the rows of the split's windows; empty for text.
        bad_rows: what was done about bad readings; None for text.
    """

    scores: dict[str, Any]
    baseline: dict[str, Any]
    skill: float
    test_evaluations: list[str]
    data: dict[str, Any]
    bad_rows: str | None


def evaluate_run(run: Run, split: Literal["validation", "test"]) -> Evaluation:
    """Judge a run's best model on a split. A look at the test split is counted in its folder.

    Args:
        run: a run with a model; for the test split a completed one.
        split: which samples.

    Raises:
        ConfigError: the config is damaged, or not of this version.
        DataError: the run is not completed, or the data or the model are not those of the run.
        SeqlabError: the count cannot be written; then no score is shown either.
    """
    if split == "test":
        _refuse_unfinished(run)
    saved = open_saved(run)
    check_same_data(run, saved.data)
    naive = baseline(saved.data, split)
    scores = saved.scores(split)
    times = record_test_evaluation(run, scores, naive) if split == "test" else []
    findings = data_findings(saved.data).get(split, {})
    policy = getattr(saved.experiment.dataset, "bad_rows", None)
    return Evaluation(scores, naive, skill(scores, naive), times, findings, policy)


def _refuse_unfinished(run: Run) -> None:
    if run.status != "completed" or run.metrics is None:
        raise DataError(
            f"The run {printable(run.path)} is {run.status}, so that its best model may still "
            "change; the test split is for the last word on a model.",
            remedy="Complete the run first, or use `--split validation`.",
        )
