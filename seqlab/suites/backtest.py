"""Running a backtest: what is missing of its cutoffs is trained, and all of them are judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from seqlab.errors import SeqlabError
from seqlab.evaluation.backtest import Backtest, judge_cutoffs
from seqlab.evaluation.judging import contenders, judge
from seqlab.experiment.experiment import Experiment
from seqlab.recipes.cutoffs import Cutoff, Origins, check_cutoffs, find_cutoffs
from seqlab.recipes.saved import SavedRun, check_same_data, saved_run
from seqlab.runs.asked import Asked
from seqlab.runs.evaluations import record_test_evaluation
from seqlab.runs.reader import Run
from seqlab.runs.scores import Judgement, rival_record
from seqlab.series.data import SeriesData
from seqlab.suites.finished import Library
from seqlab.suites.missing import train_missing
from seqlab.tasks.data import Data
from seqlab.training.events import Noticed, Observer


@dataclass(frozen=True)
class Order:
    """What is wanted of a backtest.

    Args:
        origins: where the cutoffs lie.
        refit: a model is trained at the first cutoff and at every so manieth after it; 0 trains
            at the first one alone.
        jobs: runs at the same time.
        outputs: the folder of all runs.
    """

    origins: Origins
    refit: int
    jobs: int
    outputs: Path

    def trains(self, number: int) -> bool:
        """Whether a model is trained at a cutoff.

        Args:
            number: of the cutoff, counted from 0.
        """
        return number == 0 or (self.refit > 0 and number % self.refit == 0)


@dataclass(frozen=True)
class Judged:
    """The model and the baselines behind one cutoff.

    Args:
        cutoff: which.
        run: of the model, which may have been trained at an earlier cutoff.
        asked: how the scores are to be read.
        judgement: on exactly the same windows.
    """

    cutoff: Cutoff
    run: Run
    asked: Asked
    judgement: Judgement

    def record(self) -> dict[str, Any]:
        """As a JSON object."""
        judgement = self.judgement
        return {
            "rows_before_end": self.cutoff.before_end,
            "first": self.cutoff.first or None,
            "run": self.run.id,
            "folder": str(self.run.path),
            self.asked.noun: judgement.samples.count,
            "fingerprint": judgement.samples.fingerprint,
            "scores": judgement.model.record(self.asked),
            "baselines": [rival_record(self.asked, rival) for rival in judgement.rivals],
        }


@dataclass(frozen=True)
class Backtested:
    """All that came out.

    Args:
        cutoffs: the earliest first.
        result: over all of them.
    """

    cutoffs: tuple[Judged, ...]
    result: Backtest


def run_backtest(
    experiment: Experiment,
    order: Order,
    observer: Observer,
    observer_of: Callable[[str], Observer],
) -> Backtested:
    """Train an experiment at several cutoffs, and judge it on the window behind each.

    Args:
        experiment: of `kind: series`.
        order: how many cutoffs, and how they are trained.
        observer: told how much is left, and of what takes its time.
        observer_of: makes what is told of the steps and epochs of a run, from the run's title.

    Raises:
        ConfigError: there are too few rows for the cutoffs, or the dataset has none.
        DataError: the data cannot be had.
        SeqlabError: a run failed; the others are kept and found again.
        Interrupted: Ctrl-C or SIGTERM ended it.
    """
    cutoffs = find_cutoffs(experiment, order.origins)
    check_cutoffs(cutoffs)
    wanted = [cutoff.experiment for n, cutoff in enumerate(cutoffs) if order.trains(n)]
    library = Library(order.outputs, [one.name for one in wanted])
    failures = train_missing(wanted, library, order.outputs, order.jobs, observer, observer_of)
    if failures:
        lines = [f"  {failure}" for failure in failures]
        raise SeqlabError(
            "\n".join([f"{len(failures)} of {len(wanted)} cutoffs failed:", *lines]),
            remedy="What is done is kept: the same command trains what is missing.",
        )
    judged = tuple(_judged(cutoffs, order, library, observer))
    return Backtested(judged, _summary(judged, observer))


def _judged(
    cutoffs: Sequence[Cutoff], order: Order, library: Library, observer: Observer
) -> Iterator[Judged]:
    """Judge every cutoff with the model of the newest one at or before it that was trained."""
    saved: SavedRun | None = None
    for number, cutoff in enumerate(cutoffs):
        if order.trains(number):
            found = library.find(cutoff.experiment)
            assert found is not None  # nothing failed
            run, saved = found.run, None
            known = _known(run, cutoff)
            if known is not None:
                yield Judged(cutoff, run, found.results.asked, known)
                continue
            saved = _saved(run, cutoff.dataset.load())
            judgement = _judge(saved, cutoff, observer)
            record_test_evaluation(run, judgement)
        else:
            if saved is None:
                saved = _saved(run, run.experiment().dataset.load())
            saved = _moved(saved, cutoff)
            judgement = _judge(saved, cutoff, observer)
        yield Judged(cutoff, run, Asked.of(saved.data), judgement)


def _known(run: Run, cutoff: Cutoff) -> Judgement | None:
    """What an earlier backtest saw: the test split is not looked at twice for the same answer."""
    results = run.results
    same = run.experiment().judged_beside == cutoff.experiment.judged_beside
    return results.test if results is not None and same else None


def _saved(run: Run, data: Data) -> SavedRun:
    check_same_data(run, data)
    return saved_run(run, run.experiment(), data)


def _moved(saved: SavedRun, cutoff: Cutoff) -> SavedRun:
    """The same model with the windows of a later cutoff, scaled as in its training."""
    from seqlab.datasets.panels.preprocessing import PanelPreprocessing

    trained = saved.data.preprocessing
    assert isinstance(trained, PanelPreprocessing)
    data: SeriesData = cutoff.dataset.load_like(trained)
    return replace(saved, data=data)


def _judge(saved: SavedRun, cutoff: Cutoff, observer: Observer) -> Judgement:
    """The model beside the baselines, which are fitted on the training rows of this cutoff."""
    observer(Noticed(f"judging {cutoff.experiment.name}"))
    notice = lambda text: observer(Noticed(text))  # noqa: E731
    data = saved.data
    beside = contenders(cutoff.experiment.judged_beside, data, "test", notice)
    return judge(data, "test", saved.scores("test"), saved.errors("test"), beside)


def _summary(judged: Sequence[Judged], observer: Observer) -> Backtest:
    """Over all cutoffs, of the baselines that could be had at each of them."""
    metric = judged[0].asked.metric
    at_each = [
        {rival.name: rival.scores.values[metric.name] for rival in one.judgement.rivals}
        for one in judged
    ]
    names = [name for name in at_each[0] if all(name in found for found in at_each)]
    left_out = {name for found in at_each for name in found} - set(names)
    if left_out:
        observer(Noticed(f"not at every cutoff, so left out: {', '.join(sorted(left_out))}"))
    if not names:
        raise SeqlabError(
            "No baseline could be had at every cutoff.", remedy="Name others in `baselines`."
        )
    model = [one.judgement.model.values[metric.name] for one in judged]
    return judge_cutoffs(metric, model, {name: [f[name] for f in at_each] for name in names})
