"""Completed runs in the order of their validation scores, the seeds of one config as one line."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import fmean, median

from seqlab.errors import ConfigError, DataError
from seqlab.evaluation.statistics import Interval, t_interval
from seqlab.runs.reader import Run
from seqlab.runs.untrusted import printable
from seqlab.tasks.data import Samples
from seqlab.tasks.metric import Metric


@dataclass(frozen=True)
class Simple:
    """A baseline on the samples of a table.

    Args:
        name: what it is called.
        value: its score.
        original: the same in original units; None where there are none.
    """

    name: str
    value: float
    original: float | None


@dataclass(frozen=True)
class JudgedOn:
    """What runs were judged on. Scores on different samples have no common order.

    Args:
        metric: what models are judged by.
        unit: the original unit of what they predict, such as `degC`; empty where there is none.
        baselines: on these samples; skill is measured against the first.
        samples: which they are.
        digests: names and SHA-256 of the data's sources.
    """

    metric: Metric
    unit: str
    baselines: tuple[Simple, ...]
    samples: Samples
    digests: tuple[tuple[str, str], ...]

    @property
    def naive(self) -> Simple:
        """The baseline that skill is measured against."""
        return self.baselines[0]

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for runs of one table, whatever their age.

        Folders older than fingerprints tell samples by their data, their number and the baseline's
        score on them, without the last digits, in which machines differ.
        """
        samples = self.samples
        seen = (samples.count, samples.horizon_minutes, round(self.naive.value, 9))
        return self.metric.name, self.digests, *seen


@dataclass(frozen=True)
class Result:
    """What a completed run says about itself.

    Args:
        run: its folder.
        experiment: the experiment's name, safe to show.
        seed: None if the folder does not tell.
        config: the same text for runs whose configs differ in nothing but the seed.
        judged_on: the samples, and the baseline's score on them.
        value: the metric on the validation split in the best epoch.
        original: the same in original units; None where there are none.
        skill: the share of the baseline's error that the model removes.
        parameters: weights of the model.
        seconds_per_epoch: the median.
    """

    run: Run
    experiment: str
    seed: int | None
    config: str
    judged_on: JudgedOn
    value: float
    original: float | None
    skill: float | None
    parameters: int
    seconds_per_epoch: float


@dataclass(frozen=True)
class Place:
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
        """The mean in original units; None where there are none."""
        values = [result.original for result in self.results if result.original is not None]
        return fmean(values) if values else None

    @property
    def skill(self) -> float | None:
        """The mean share of the baseline's error that the model removes; None where that is 0."""
        values = [result.skill for result in self.results if result.skill is not None]
        return fmean(values) if values else None

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
        return min(self.results, key=lambda result: result.judged_on.metric.error(result.value))


@dataclass(frozen=True)
class Leaderboard:
    """All configs that were judged on the same samples, the best one first."""

    judged_on: JudgedOn
    places: tuple[Place, ...]


def read_result(run: Run) -> Result:
    """Read what a leaderboard needs to know of a run.

    Raises:
        DataError: the run is not completed, or its folder is damaged.
    """
    results, record = run.results, run.status_record
    if results is None or record.status != "completed":
        raise DataError(
            f"The run {printable(run.path)} is {record.status}: it has no final scores.",
            remedy="Complete it first.",
        )
    judged, metric = results.validation, results.metric
    digests = run.environment.digests
    return Result(
        run=run,
        experiment=run.name,
        seed=record.seed,
        config=_config_but_seed(run),
        judged_on=JudgedOn(
            metric=metric,
            unit=results.asked.unit,
            baselines=tuple(
                Simple(rival.name, rival.scores.values[metric.name], rival.scores.original)
                for rival in judged.rivals
            ),
            samples=judged.samples,
            digests=tuple(sorted((printable(k), printable(v)) for k, v in digests.items())),
        ),
        value=judged.model.values[metric.name],
        original=judged.model.original,
        skill=results.skill(),
        parameters=results.parameters,
        seconds_per_epoch=results.seconds_per_epoch,
    )


def leaderboards(results: Iterable[Result]) -> list[Leaderboard]:
    """Put results in order, in a table of its own for every set of samples.

    Of several runs with the same config and seed, which are the same result, only the newest
    counts: an interval must not shrink because a run was repeated.

    Args:
        results: at least one for a table.

    Returns:
        The tables of errors before those of shares, and of each the one with the most configs
        first.
    """
    boards = []
    for group in _same_samples(results):
        newest: dict[tuple[str, int | None], Result] = {}
        for result in sorted(group, key=lambda result: result.run.id):
            newest[result.config, result.seed] = result
        configs: dict[str, list[Result]] = defaultdict(list)
        for (config, _), result in newest.items():
            configs[config].append(result)
        places = sorted(map(_place, configs.values()), key=_rank)
        boards.append(Leaderboard(_with_all_baselines(group), tuple(places)))

    def order(board: Leaderboard) -> tuple[bool, str, int]:
        metric = board.judged_on.metric
        return not metric.lower_is_better, metric.name, -len(board.places)

    return sorted(boards, key=order)


def _same_samples(results: Iterable[Result]) -> list[list[Result]]:
    """Results in groups that were judged on the same samples.

    A run without a fingerprint joins the first group with the same key.
    """
    groups: dict[tuple[object, ...], dict[str, list[Result]]] = defaultdict(dict)
    by_age = sorted(results, key=lambda r: (r.judged_on.samples.fingerprint == "", r.run.id))
    for result in by_age:
        known = groups[result.judged_on.key]
        fingerprint = result.judged_on.samples.fingerprint or next(iter(known), "")
        known.setdefault(fingerprint, []).append(result)
    return [group for known in groups.values() for group in known.values()]


def _with_all_baselines(group: list[Result]) -> JudgedOn:
    """What a group was judged on, with each baseline that any of its runs was judged beside."""
    first = group[0].judged_on
    found = {one.name: one for result in group for one in result.judged_on.baselines}
    found[first.naive.name] = first.naive
    others = [one for name, one in found.items() if name != first.naive.name]
    return replace(first, baselines=(first.naive, *others))


def _place(results: list[Result]) -> Place:
    results.sort(key=lambda result: -1 if result.seed is None else result.seed)
    values = [result.value for result in results]
    interval = t_interval(values) if len(values) > 1 else None
    return Place(results[0].experiment, tuple(results), fmean(values), interval)


def _rank(place: Place) -> tuple[float, str]:
    return place.results[0].judged_on.metric.error(place.value), place.experiment


def _config_but_seed(run: Run) -> str:
    """What the run trained, without its seed; the text as it stands if this version cannot read it.

    Settings that are younger than the run get their defaults, so that they separate no seeds.
    """
    try:
        experiment = run.experiment()
    except ConfigError:
        return run.config_text
    return json.dumps(experiment.model_dump(mode="json", exclude={"seed", "silence"}))
