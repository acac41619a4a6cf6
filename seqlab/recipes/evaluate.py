"""A finished run's best model judged once more, beside the baseline."""

from __future__ import annotations

import math
from dataclasses import dataclass

from seqlab.errors import DataError
from seqlab.evaluation.judging import baseline_scores, judge
from seqlab.recipes.saved import check_same_data, open_saved
from seqlab.runs.asked import Asked
from seqlab.runs.evaluations import record_test_evaluation
from seqlab.runs.metrics import JudgedSplit
from seqlab.runs.reader import Run
from seqlab.runs.scores import Judgement
from seqlab.runs.untrusted import printable


@dataclass(frozen=True)
class Evaluation:
    """What came out.

    Args:
        asked: how the scores are to be read.
        judgement: the model beside the baseline, on exactly the same samples.
        test_evaluations: when the run was judged on its test split, this time included; empty for
            the validation split, which may be looked at as often as one likes.
        warnings: what to know before the score is believed.
    """

    asked: Asked
    judgement: Judgement
    test_evaluations: list[str]
    warnings: list[str]

    @property
    def skill(self) -> float | None:
        """The share of the baseline's error that the model removes; None where that is 0."""
        metric, judged = self.asked.metric, self.judgement
        return metric.skill(judged.model.values[metric.name], judged.baseline.values[metric.name])


def evaluate_run(run: Run, split: JudgedSplit) -> Evaluation:
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
    judgement = judge(saved.data, split, saved.scores(split), baseline_scores(saved.data, split))
    _refuse_no_numbers(judgement, split)
    times = record_test_evaluation(run, judgement) if split == "test" else []
    return Evaluation(Asked.of(saved.data), judgement, times, saved.data.warnings([split]))


def _refuse_no_numbers(judgement: Judgement, split: str) -> None:
    """Refuse scores that are not finite numbers, which no file could keep."""
    values = [*judgement.model.values.items(), *judgement.baseline.values.items()]
    for name, value in values:
        if not math.isfinite(value):
            raise DataError(
                f"The {name} on the {split} split is {value}: it holds readings that are no "
                "numbers, or the model puts out none.",
                remedy="`seqlab inspect` says which; dataset.bad_rows=drop_windows leaves such "
                "windows out.",
            )


def _refuse_unfinished(run: Run) -> None:
    if run.status != "completed" or run.results is None:
        raise DataError(
            f"The run {printable(run.path)} is {run.status}, so that its best model may still "
            "change; the test split is for the last word on a model.",
            remedy="Complete the run first, or use `--split validation`.",
        )
