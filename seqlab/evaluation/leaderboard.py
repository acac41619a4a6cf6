"""Completed runs in the order of their validation scores, the seeds of one config as one line."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean, median

from seqlab.errors import ConfigError, DataError
from seqlab.evaluation.statistics import Interval, t_interval
from seqlab.experiment.experiment import load_experiment
from seqlab.runs.reader import Run
from seqlab.runs.untrusted import find, find_number, printable


@dataclass(frozen=True)
class Samples:
    """What a run was judged on. Scores on different samples have no common order.

    Args:
        metric: `mae` in standard deviations, or `accuracy`.
        unit: the original unit of a forecast, such as `degC`; empty for text.
        baseline: the naive forecast's name.
        naive: its score on these samples, without the last digits, in which machines differ.
        naive_original: its mae in `unit`; None for text.
        count: windows or reviews.
        horizon_minutes: from the newest input to the target; None for text.
        digests: names and SHA-256 of the data's sources.
    """

    metric: str
    unit: str
    baseline: str
    naive: float
    naive_original: float | None
    count: int
    horizon_minutes: float | None
    digests: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Result:
    """What a completed run says about itself.

    Args:
        run: its folder.
        experiment: the experiment's name, safe to show.
        seed: None if the folder does not tell.
        config: the same text for runs whose configs differ in nothing but the seed.
        samples: what it was judged on.
        value: the metric on the validation split in the best epoch.
        original: the mae in original units; None for text.
        skill: the share of the baseline's error that the model removes.
        parameters: weights of the model.
        seconds_per_epoch: the median.
    """

    run: Run
    experiment: str
    seed: int | None
    config: str
    samples: Samples
    value: float
    original: float | None
    skill: float
    parameters: int
    seconds_per_epoch: float


@dataclass(frozen=True)
class Entry:
    """One config: a run, or the mean over its seeds.

    Args:
        experiment: the experiment's name.
        results: a run for each seed, in the order of the seeds.
        value: the mean of the metric over the seeds.
        interval: its 95 % t interval; None for a single seed, of which nobody can tell.
    """

    experiment: str
    results: tuple[Result, ...]
    value: float
    interval: Interval | None

    @property
    def original(self) -> float | None:
        """The mean mae in original units; None for text."""
        values = [result.original for result in self.results if result.original is not None]
        return fmean(values) if values else None

    @property
    def skill(self) -> float:
        """The mean share of the baseline's error that the model removes."""
        return fmean(result.skill for result in self.results)

    @property
    def parameters(self) -> int:
        """Weights of the model."""
        return self.results[0].parameters

    @property
    def seconds_per_epoch(self) -> float:
        """The median over the seeds."""
        return median(result.seconds_per_epoch for result in self.results)

    @property
    def best(self) -> Result:
        """The run of the best seed."""
        return min(self.results, key=_error)


@dataclass(frozen=True)
class Leaderboard:
    """All entries that were judged on the same samples, the best one first."""

    samples: Samples
    entries: tuple[Entry, ...]


def read_result(run: Run) -> Result:
    """Read what a leaderboard needs to know of a run.

    Raises:
        DataError: the run is not completed, or its folder is damaged.
    """
    metrics, record = run.metrics, run.status_record
    if metrics is None or record["status"] != "completed":
        raise DataError(
            f"The run {printable(run.path)} is {record['status']}: it has no final scores.",
            remedy="Complete it first.",
        )

    def number(*keys: str) -> float:
        value = find_number(metrics, *keys)
        if value is None:
            raise DataError(
                f"The file {printable(run.files.metrics)} is damaged: no number `{'.'.join(keys)}`."
            )
        return value

    series = find_number(metrics, "validation", "mae") is not None
    metric = "mae" if series else "accuracy"
    naive = ("baseline", "validation")
    digests = find(run.environment, "digests")
    seed = find_number(record, "seed")
    return Result(
        run=run,
        experiment=run.name,
        seed=None if seed is None else int(seed),
        config=_config_but_seed(run),
        samples=Samples(
            metric=metric,
            unit=printable(find(metrics, "validation", "unit") or "") if series else "",
            baseline=printable(find(metrics, *naive, "baseline") or "baseline"),
            naive=round(number(*naive, metric), 9),
            naive_original=round(number(*naive, "mae_original"), 9) if series else None,
            count=int(number(*naive, "windows" if series else "reviews")),
            horizon_minutes=number(*naive, "horizon_minutes") if series else None,
            digests=tuple(sorted((printable(k), printable(v)) for k, v in digests.items()))
            if isinstance(digests, dict)
            else (),
        ),
        value=number("validation", metric),
        original=number("validation", "mae_original") if series else None,
        skill=number("skill"),
        parameters=int(number("parameters")),
        seconds_per_epoch=number("seconds_per_epoch"),
    )


def leaderboards(results: Iterable[Result]) -> list[Leaderboard]:
    """Put results in order, in a table of its own for every set of samples.

    Of several runs with the same config and seed, which are the same result, only the newest
    counts: an interval must not shrink because a run was repeated.

    Args:
        results: at least one for a table.

    Returns:
        Forecasts before texts, and of each the table with the most entries first.
    """
    newest: dict[tuple[Samples, str, int | None], Result] = {}
    for result in sorted(results, key=lambda result: result.run.id):
        newest[result.samples, result.config, result.seed] = result
    groups: dict[Samples, dict[str, list[Result]]] = defaultdict(lambda: defaultdict(list))
    for (samples, config, _), result in newest.items():
        groups[samples][config].append(result)
    boards = [
        Leaderboard(samples, tuple(sorted(map(_entry, configs.values()), key=_rank)))
        for samples, configs in groups.items()
    ]
    return sorted(boards, key=lambda board: (board.samples.metric != "mae", -len(board.entries)))


def _entry(results: list[Result]) -> Entry:
    results.sort(key=lambda result: -1 if result.seed is None else result.seed)
    values = [result.value for result in results]
    interval = t_interval(values) if len(values) > 1 else None
    return Entry(results[0].experiment, tuple(results), fmean(values), interval)


def _rank(entry: Entry) -> tuple[float, str]:
    accurate = entry.results[0].samples.metric == "accuracy"
    return (-entry.value if accurate else entry.value), entry.experiment


def _error(result: Result) -> float:
    return -result.value if result.samples.metric == "accuracy" else result.value


def _config_but_seed(run: Run) -> str:
    """What the run trained, without its seed; the text as it stands if this version cannot read it.

    Settings that are younger than the run get their defaults, so that they separate no seeds.
    """
    try:
        experiment = load_experiment(run.files.config)
    except ConfigError:
        return run.config_text
    return json.dumps(experiment.model_dump(mode="json", exclude={"seed", "silence"}))
