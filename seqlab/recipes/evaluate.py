"""A finished run's best model judged once more, beside the baselines."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from seqlab.errors import DataError
from seqlab.evaluation.judging import Contender, contenders, judge
from seqlab.recipes.saved import SavedRun, check_same_data, open_saved
from seqlab.runs.asked import Asked
from seqlab.runs.evaluations import record_test_evaluation
from seqlab.runs.metrics import JudgedSplit
from seqlab.runs.reader import Run
from seqlab.runs.scores import Judgement
from seqlab.runs.untrusted import printable
from seqlab.tasks.breakdown import Breakdown
from seqlab.tasks.by import By
from seqlab.tasks.mistakes import Mistake


@dataclass(frozen=True)
class Evaluation:
    """What came out.

    Args:
        asked: how the scores are to be read.
        judgement: the model beside the baselines, on exactly the same samples.
        test_evaluations: when the run was judged on its test split, this time included; empty for
            the validation split, which may be looked at as often as one likes.
        warnings: what to know before the score is believed.
        breakdown: where the model and the baselines err; None where that was not asked.
        mistakes: the most confident ones; None where they were not asked for.
    """

    asked: Asked
    judgement: Judgement
    test_evaluations: list[str]
    warnings: list[str]
    breakdown: Breakdown | None = None
    mistakes: Sequence[Mistake] | None = None

    @property
    def skill(self) -> float | None:
        """The share of the baseline's error that the model removes; None where that is 0."""
        metric, judged = self.asked.metric, self.judgement
        return metric.skill(judged.model.values[metric.name], judged.baseline.values[metric.name])


def evaluate_run(
    run: Run,
    split: JudgedSplit,
    notice: Callable[[str], None] = lambda _: None,
    by: By | None = None,
    worst: int = 0,
    *,
    classes: bool = False,
) -> Evaluation:
    """Judge a run's best model on a split. A look at the test split is counted in its folder.

    Args:
        run: a run with a model; for the test split a completed one.
        split: which samples.
        notice: told of what takes its time.
        by: what the parts of a breakdown have in common; None breaks nothing down.
        worst: how many of the most confident mistakes to tell.
        classes: whether the scores must tell classes apart.

    Raises:
        ConfigError: the config is damaged, or not of this version, or the data has no such parts.
        DataError: the run is not completed, or the data or the model are not those of the run.
        SeqlabError: the count cannot be written; then no score is shown either.
    """
    if split == "test":
        refuse_unfinished(run)
    saved = open_saved(run)
    check_same_data(run, saved.data)
    if classes:
        saved.data.check_classes()
    beside = contenders(saved.experiment.judged_beside, saved.data, split, notice)
    judgement = judge(saved.data, split, saved.scores(split), saved.errors(split), beside)
    _refuse_no_numbers(judgement, split)
    breakdown = None if by is None else _broken_down(saved, split, by, beside)
    mistakes = _mistakes(saved, split, worst) if worst else None
    times = record_test_evaluation(run, judgement) if split == "test" else []
    asked, warnings = Asked.of(saved.data), saved.data.warnings([split])
    return Evaluation(asked, judgement, times, warnings, breakdown, mistakes)


def _mistakes(saved: SavedRun, split: JudgedSplit, most: int) -> Sequence[Mistake]:
    outputs = saved.predictions(split).astype("float64")
    from_logits = saved.experiment.training.from_logits
    return saved.data.mistakes(split, outputs, most, from_logits=from_logits)


def _broken_down(
    saved: SavedRun, split: JudgedSplit, by: By, beside: Sequence[Contender]
) -> Breakdown:
    outputs = saved.predictions(split).astype("float64")
    return saved.data.break_down(
        split, by, outputs, {one.rival.name: one.outputs for one in beside}
    )


def _refuse_no_numbers(judgement: Judgement, split: str) -> None:
    """Refuse scores that are not finite numbers, which no file could keep."""
    scored = [judgement.model, *(rival.scores for rival in judgement.rivals)]
    for name, value in (pair for scores in scored for pair in scores.values.items()):
        if not math.isfinite(value):
            raise DataError(
                f"The {name} on the {split} split is {value}: it holds readings that are no "
                "numbers, or the model puts out none.",
                remedy="`seqlab inspect` says which; dataset.bad_rows=drop_windows leaves such "
                "windows out.",
            )


def refuse_unfinished(run: Run) -> None:
    """Keep the test split from a run whose best model may still change.

    Raises:
        DataError: the run is not completed.
    """
    if run.status != "completed" or run.results is None:
        raise DataError(
            f"The run {printable(run.path)} is {run.status}, so that its best model may still "
            "change; the test split is for the last word on a model.",
            remedy="Complete the run first, or use `--split validation`.",
        )
