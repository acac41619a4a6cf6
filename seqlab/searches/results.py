"""What came of a run, a trial and a finalist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any, Literal

from seqlab.errors import DataError
from seqlab.evaluation.statistics import Interval, t_interval
from seqlab.experiment.experiment import Experiment
from seqlab.runs.reader import Run
from seqlab.runs.search import list_runs
from seqlab.runs.untrusted import printable
from seqlab.searches.search import Search
from seqlab.searches.space import Drawn

if TYPE_CHECKING:
    from optuna.trial import FrozenTrial

State = Literal["complete", "pruned", "failed"]
SAMPLES, DIGESTS, BASELINE, ERROR, VALUES, ELAPSED = (
    "samples",
    "data",
    "baseline",
    "error",
    "values",
    "elapsed",
)
"""What the journal keeps of a trial besides what Optuna itself does."""


@dataclass(frozen=True)
class Measured:
    """What a completed run measured on the validation split in its best epoch.

    Args:
        value: what trials are ranked by.
        baseline: the best baseline's value and its name; None where trials are ranked by the loss.
        samples: the fingerprint of the samples.
        digests: of the data's sources.
    """

    value: float
    baseline: tuple[float, str] | None
    samples: str
    digests: dict[str, str]

    @classmethod
    def of(cls, run: Run, search: Search) -> Measured:
        """Read a completed run.

        Raises:
            DataError: its folder is damaged.
        """
        results = run.results
        if results is None:
            raise DataError(f"The run {printable(run.path)} has no metrics.json.")
        value = run.epochs().rows[results.best_epoch - 1][search.goal.name]
        baseline = None
        if search.is_judged_by_metric:
            metric = search.metric
            values = [(r.scores.values[metric.name], r.name) for r in results.validation.rivals]
            baseline = min(values, key=lambda pair: metric.error(pair[0]))
        samples = results.validation.samples.fingerprint
        return cls(value, baseline, samples, dict(run.environment.digests))


@dataclass(frozen=True)
class Trial:
    """A trial that has ended.

    Args:
        number: counted from 0.
        state: how it ended.
        value: what it is ranked by, the mean over its seeds; of a pruned one the last value; None
            of a failed one.
        drawn: its settings, as Optuna has them.
        epochs: how many its first run finished.
        error: what went wrong.
        samples: the fingerprint of what it was judged on; empty where it was not.
        baseline: the best baseline's value and its name on these samples.
    """

    number: int
    state: State
    value: float | None
    drawn: Mapping[str, Drawn]
    epochs: int
    error: str
    samples: str
    baseline: tuple[float, str] | None

    @classmethod
    def of(cls, frozen: FrozenTrial) -> Trial:
        """From the journal."""
        from optuna.trial import TrialState

        states: dict[TrialState, State] = {
            TrialState.COMPLETE: "complete",
            TrialState.PRUNED: "pruned",
            TrialState.FAIL: "failed",
        }
        kept = frozen.user_attrs
        baseline = kept.get(BASELINE)
        return cls(
            number=frozen.number,
            state=states[frozen.state],
            value=frozen.value,
            drawn=frozen.params,
            epochs=len(frozen.intermediate_values),
            error=str(kept.get(ERROR, "")),
            samples=str(kept.get(SAMPLES, "")),
            baseline=(baseline[0], baseline[1]) if baseline else None,
        )


@dataclass(frozen=True)
class Final:
    """A finalist, trained again with seeds that the search has not seen.

    Args:
        trial: which.
        values: by seed, of the runs that completed.
        errors: by seed, what went wrong.
    """

    trial: Trial
    values: Mapping[int, float]
    errors: Mapping[int, str]

    @property
    def mean(self) -> float:
        """Over the fresh seeds."""
        return fmean(self.values.values())

    @property
    def interval(self) -> Interval | None:
        """The mean with its 95 % t interval; None with fewer than two values."""
        return t_interval(list(self.values.values())) if len(self.values) > 1 else None


@dataclass(frozen=True)
class Found:
    """All that came out of a search.

    Args:
        search: what was searched.
        trials: in their order.
        finals: the best one first; those that failed in part behind those that did not.
        is_short: whether the budget ended it before the last trial.
    """

    search: Search
    trials: Sequence[Trial]
    finals: Sequence[Final]
    is_short: bool

    @property
    def ranked(self) -> list[Trial]:
        """The completed trials, the best one first; of equal ones the earlier."""
        return ranked(self.search, self.trials)

    @property
    def winner(self) -> Trial | None:
        """The best finalist, or the best trial where there are no finalists."""
        best = [final.trial for final in self.finals if final.values] or self.ranked
        return best[0] if best else None

    @property
    def has_other_samples(self) -> bool:
        """Whether some trials were judged on other samples than others, so that none is best."""
        return len({trial.samples for trial in self.trials if trial.samples}) > 1

    def count(self, state: State) -> int:
        """How many trials ended in a state."""
        return sum(trial.state == state for trial in self.trials)

    def settings(self, trial: Trial) -> dict[str, Any]:
        """The settings of a trial as a config has them, by dotted key."""
        return {one.key: one.value(trial.drawn[one.key]) for one in self.search.space.dimensions}


def ranked(search: Search, trials: Sequence[Trial]) -> list[Trial]:
    """The completed trials, the best one first; of equal ones the earlier."""
    done = [(t.value, t) for t in trials if t.state == "complete" and t.value is not None]
    return [trial for _, trial in sorted(done, key=lambda p: (search.sign * p[0], p[1].number))]


def optimism(search: Search, final: Final) -> Interval | None:
    """How much worse a finalist is with fresh seeds than its score in the search was.

    A trial wins for good settings and for a lucky seed; what luck gave does not come again.

    Worked example, an mae of 0.30 in the search and 0.32 and 0.34 with fresh seeds: 0.03, from
    -0.097 to 0.157.

    Args:
        search: what was searched.
        final: of a completed trial.

    Returns:
        Above 0 where the search promised too much; None with fewer than two values.
    """
    promised = final.trial.value
    if promised is None or len(final.values) < 2:
        return None
    return t_interval([search.sign * (value - promised) for value in final.values.values()])


def find_run(outputs: Path, experiment: Experiment) -> Run | None:
    """The run of an experiment that there is: a completed one, or the newest to go on with.

    Raises:
        DataError: its settings are others, or its folder is damaged.
    """
    found = [
        run
        for run in list_runs(outputs / experiment.name)
        if run.status_record.seed == experiment.seed
    ]
    done = [run for run in found if run.status == "completed" and run.files.metrics.exists()]
    run = next(iter(done or found), None)
    if run is not None and run.experiment() != experiment:
        raise DataError(
            f"The run {printable(run.path)} has other settings than the search's trial of that "
            "name: it belongs to another search, or the experiment was changed.",
            remedy="Move the folder away, or give the search another name.",
        )
    return run
