"""A finished run's best model judged once more, beside the baseline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from seqlab.datasets.series_dataset import SeriesDataset
from seqlab.errors import DataError
from seqlab.evaluation.baselines import baseline
from seqlab.evaluation.metrics import skill
from seqlab.recipes.saved import SavedRun, open_saved
from seqlab.runs.evaluations import record_test_evaluation
from seqlab.runs.reader import Run
from seqlab.runs.untrusted import find, printable
from seqlab.series.audit import audit_split
from seqlab.series.data import SeriesData
from seqlab.task import Data, SplitName


@dataclass(frozen=True)
class Evaluation:
    """What came out.

    Args:
        scores: the model's, as metrics.json has them.
        baseline: the naive forecast's, on exactly the same samples.
        skill: the share of the baseline's error that the model removes.
        test_evaluations: when the run was judged on its test split, this time included; empty for
            the validation split, which may be looked at as often as one likes.
        sentinels: readings of -9999 among the rows of the split's windows, by column. They stand
            for no reading, and a few of them can double a model's error.
    """

    scores: dict[str, Any]
    baseline: dict[str, Any]
    skill: float
    test_evaluations: list[str]
    sentinels: dict[str, int]


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
    sentinels = _sentinels(saved, split)
    return Evaluation(scores, naive, skill(scores, naive), times, sentinels)


def check_same_data(run: Run, data: Data) -> None:
    """Refuse data that is not what the run was trained on.

    Raises:
        DataError: names each source whose digest differs.
    """
    recorded = find(run.environment, "digests")
    if recorded == data.digests:
        return
    lines = []
    known = recorded if isinstance(recorded, dict) else {}
    for name in sorted(known.keys() | data.digests.keys()):
        then, now = known.get(name, "none"), data.digests.get(name, "none")
        if then != now:
            lines.append(f"  {printable(name)}: recorded {printable(then)}, now {now}")
    raise DataError(
        f"The data is not what the run {printable(run.path)} was trained on:\n" + "\n".join(lines),
        remedy="Put the file with the recorded digest where `seqlab data list` looks, or train "
        "the run's config.yaml again on this data.",
    )


def _sentinels(saved: SavedRun, split: SplitName) -> dict[str, int]:
    dataset, data = saved.experiment.dataset, saved.data
    if not isinstance(dataset, SeriesDataset) or not isinstance(data, SeriesData):
        return {}
    return audit_split(dataset.read()[0], data.shape, data.anchors, split).sentinels


def _refuse_unfinished(run: Run) -> None:
    if run.status != "completed" or run.metrics is None:
        raise DataError(
            f"The run {printable(run.path)} is {run.status}, so that its best model may still "
            "change; the test split is for the last word on a model.",
            remedy="Complete the run first, or use `--split validation`.",
        )
