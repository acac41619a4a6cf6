"""What a suite found: a row for every experiment, a decision for every claim."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import mean
from typing import Any, Literal

from seqlab.evaluation.baselines import baseline
from seqlab.evaluation.statistics import Interval, t_interval
from seqlab.suites.claims import WITH_BASELINE
from seqlab.suites.deciding import Decision, Judge, Runs
from seqlab.suites.finished import Finished
from seqlab.suites.suite import Member, Published, Suite

Verdict = Literal["reproduced", "better", "worse", "not comparable", "not run"]


@dataclass(frozen=True)
class Row:
    """One experiment of a suite.

    Args:
        name: the experiment's name.
        metric: what is measured, its best value over the epochs; `mae` or `accuracy`.
        published: the published figure, if there is one.
        values: ours, by seed; empty if it was not run.
        interval: their mean and 95 % t interval; None with fewer than two seeds.
        baseline: the naive forecast's value for exactly these windows.
        scale: original units per unit of the metric; None for text.
        unit: the original unit; empty for text.
        verdict: ours beside the published figure.
        reason: why it is not comparable; empty otherwise.
        epochs: that we ran.
        seconds: of one of our epochs, the median.
        parameters: weights of the model.
    """

    name: str
    metric: str
    published: Published | None
    values: dict[int, float]
    interval: Interval | None
    baseline: float | None
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


def report_on(
    suite: Suite, runs: Runs, notice: Callable[[str], None], *, is_fast: bool = False
) -> Report:
    """Set finished runs beside what was published, and decide the claims.

    Args:
        suite: the suite.
        runs: the finished runs, by experiment and seed.
        notice: told what takes its time.
        is_fast: whether the runs are of the short form.
    """
    judge = Judge(runs, notice)
    rows = tuple(_row(member, runs.get(member.experiment.name, {})) for member in suite.members)
    decisions = tuple(judge.decide(claim) for claim in suite.claims)
    return Report(suite.name, is_fast, rows, decisions, _circumstances(runs))


def _row(member: Member, by_seed: Any) -> Row:
    experiment = member.experiment
    series = experiment.dataset.task_kind == "forecast"
    metric = WITH_BASELINE[0 if series else 1]
    finished: list[Finished] = list(by_seed.values())
    values = {seed: run.value(metric) for seed, run in by_seed.items()}
    naive = finished[0].baseline(metric) if finished else None
    if not experiment.model.learns:
        found = baseline(experiment.dataset.load(), "validation")
        naive = float(found[metric.removeprefix("validation.")])
        values = {experiment.seed: naive}
    verdict, reason = judge_value(member, list(values.values()))
    task = finished[0].run.metrics if finished else None
    validation = (task or {}).get("validation", {})
    scale = validation["mae_original"] / validation["mae"] if series and validation else None
    return Row(
        name=experiment.name,
        metric=metric.removeprefix("validation."),
        published=member.published,
        values=values,
        interval=t_interval(list(values.values())) if len(values) > 1 else None,
        baseline=naive,
        scale=scale,
        unit=validation.get("unit", ""),
        verdict=verdict,
        reason=reason,
        epochs=len(finished[0].rows) if finished else 0,
        seconds=mean(run.value("seconds_per_epoch") for run in finished) if finished else None,
        parameters=(task or {}).get("parameters"),
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
    is_lower_better = member.published.metric == "validation.mae"
    return ("better" if (difference < 0) == is_lower_better else "worse"), ""


def _circumstances(runs: Runs) -> tuple[str, ...]:
    """What the runs were made with, each combination once."""
    found: dict[str, int] = {}
    for by_seed in runs.values():
        for finished in by_seed.values():
            environment = finished.run.environment
            versions = environment.get("versions", {})
            names = ("seqlab", "tensorflow", "keras", "numpy", "python")
            line = ", ".join(f"{name} {versions.get(name, '?')}" for name in names)
            line += f", {environment.get('device')}, {environment.get('cores')} cores"
            found[line] = found.get(line, 0) + 1
    return tuple(f"{count} runs: {line}" for line, count in sorted(found.items()))
