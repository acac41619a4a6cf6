"""What a suite found: a row for every experiment, a decision for every claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import mean
from typing import Literal

from seqlab.evaluation.judging import naive
from seqlab.evaluation.statistics import Interval, t_interval
from seqlab.runs.asked import Asked
from seqlab.suites.claims import SECONDS, own_metric
from seqlab.suites.deciding import Decision, Judge, Runs
from seqlab.suites.finished import Finished
from seqlab.suites.suite import Member, Published, Suite
from seqlab.tasks.metric import Metric
from seqlab.training.events import Observer

Verdict = Literal["reproduced", "better", "worse", "not comparable", "not run"]


@dataclass(frozen=True)
class Row:
    """One experiment of a suite.

    Args:
        name: the experiment's name.
        task: what is asked, by name.
        metric: what is measured, its best value over the epochs.
        published: the published figure, if there is one.
        values: ours, by seed; empty if it was not run.
        interval: their mean and 95 % t interval; None with fewer than two seeds.
        baseline: the first baseline's value for exactly these samples.
        best_baseline: the name and the value of the best of several; None where there was one.
        scale: original units per unit of the metric; None where there are none.
        unit: the original unit; empty where there is none.
        verdict: ours beside the published figure.
        reason: why it is not comparable; empty otherwise.
        epochs: that we ran.
        seconds: of one of our epochs, the median.
        parameters: weights of the model.
    """

    name: str
    task: str
    metric: Metric
    published: Published | None
    values: dict[int, float]
    interval: Interval | None
    baseline: float | None
    best_baseline: tuple[str, float] | None
    scale: float | None
    unit: str
    verdict: Verdict
    reason: str
    epochs: int
    seconds: float | None
    parameters: int | None

    @property
    def ours(self) -> float | None:
        """The mean over seeds."""
        return mean(self.values.values()) if self.values else None

    @property
    def difference(self) -> float | None:
        """Ours less the published figure."""
        if self.published is None or self.ours is None:
            return None
        return self.ours - self.published.value


@dataclass(frozen=True)
class Report:
    """A suite's rows and decisions.

    Args:
        suite: the suite's name.
        is_fast: whether it is the short form, whose figures mean nothing.
        rows: in the order of the suite.
        decisions: in the order of the suite.
        circumstances: versions and devices of the runs, a line each.
    """

    suite: str
    is_fast: bool
    rows: tuple[Row, ...]
    decisions: tuple[Decision, ...]
    circumstances: tuple[str, ...]

    @property
    def failed_claims(self) -> int:
        """Claims that do not hold."""
        return sum(decision.answer == "does not hold" for decision in self.decisions)


def report_on(suite: Suite, runs: Runs, observer: Observer, *, is_fast: bool = False) -> Report:
    """Set finished runs beside what was published, and decide the claims.

    Args:
        suite: the suite.
        runs: the finished runs, by experiment and seed.
        observer: told what takes its time.
        is_fast: whether the runs are of the short form.
    """
    judge = Judge(runs, observer)
    rows = tuple(_row(member, runs.get(member.experiment.name, {})) for member in suite.members)
    decisions = tuple(judge.decide(claim) for claim in suite.claims)
    return Report(suite.name, is_fast, rows, decisions, _circumstances(runs))


def _row(member: Member, by_seed: Mapping[int, Finished]) -> Row:
    experiment, task = member.experiment, member.experiment.dataset.task
    finished = list(by_seed.values())
    values = {seed: run.value(own_metric(task)) for seed, run in by_seed.items()}
    baseline = finished[0].baseline() if finished else None
    asked = finished[0].results.asked if finished else None
    if not experiment.model.learns:
        data = experiment.dataset.load()
        baseline = naive(experiment, data, "validation").rival.scores.values[task.metric.name]
        asked, values = Asked.of(data), {experiment.seed: baseline}
    verdict, reason = judge_value(member, list(values.values()))
    return Row(
        name=experiment.name,
        task=task.name,
        metric=task.metric,
        published=member.published,
        values=values,
        interval=t_interval(list(values.values())) if len(values) > 1 else None,
        baseline=baseline,
        best_baseline=finished[0].best_baseline() if finished else None,
        scale=asked.scale if asked else None,
        unit=asked.unit if asked else "",
        verdict=verdict,
        reason=reason,
        epochs=len(finished[0].history) if finished else 0,
        seconds=mean(run.value(SECONDS) for run in finished) if finished else None,
        parameters=finished[0].results.parameters if finished else None,
    )


def judge_value(member: Member, values: list[float]) -> tuple[Verdict, str]:
    """The verdict on an experiment's values beside the published figure, and a reason.

    Worked example: published MAE 0.2644 with a tolerance of 0.005; a mean of 0.2600 differs by
    less and is `reproduced`, 0.2580 is `better` and 0.2700 `worse`.
    """
    if not values:
        return "not run", ""
    if member.differs:
        return "not comparable", member.differs
    if member.published is None:
        return "not comparable", "nothing was published"
    difference = mean(values) - member.published.value
    if abs(difference) <= member.published.tolerance:
        return "reproduced", ""
    metric = member.experiment.dataset.task.metric
    return ("better" if metric.is_better(mean(values), member.published.value) else "worse"), ""


def _circumstances(runs: Runs) -> tuple[str, ...]:
    """What the runs were made with, each combination once."""
    found: dict[str, int] = {}
    for by_seed in runs.values():
        for finished in by_seed.values():
            environment = finished.environment
            names = ("seqlab", "tensorflow", "keras", "numpy", "python")
            versions = [f"{name} {environment.versions.get(name, '?')}" for name in names]
            commit = environment.git_commit or ""
            if commit:  # a `+` behind it says that files differed from it
                versions[0] += f" (commit {commit[:12]}{'+' * commit.endswith('+')})"
            line = f"{', '.join(versions)}, {environment.device}, {environment.cores} cores"
            found[line] = found.get(line, 0) + 1
    return tuple(f"{count} runs: {line}" for line, count in sorted(found.items()))
