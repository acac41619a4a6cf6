"""What a model and its baselines score over several cutoffs, and how sure their difference is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from seqlab.evaluation.statistics import Interval, t_interval
from seqlab.runs.verdict import Skill, Verdict
from seqlab.tasks.metric import Metric

MODEL = "model"


@dataclass(frozen=True)
class Line:
    """What one of them scores.

    Args:
        name: `model`, or what the baseline is called.
        values: the metric at every cutoff, in their order.
        apart: how much more of an error it makes than the model, with the paired 95 % interval over
            cutoffs; None for the model itself.
    """

    name: str
    values: tuple[float, ...]
    apart: Interval | None

    @property
    def mean(self) -> float:
        """Over all cutoffs, of which each counts as much."""
        return float(np.mean(self.values))

    @property
    def spread(self) -> float:
        """The standard deviation from cutoff to cutoff."""
        return float(np.std(self.values, ddof=1))

    def record(self) -> dict[str, Any]:
        """The line as a JSON object."""
        record: dict[str, Any] = {"name": self.name, "mean": self.mean, "spread": self.spread}
        if self.apart is not None:
            interval = [self.apart.low, self.apart.high]
            record |= {"less_than_this": self.apart.mean, "interval": interval}
        return record


@dataclass(frozen=True)
class Backtest:
    """A model beside its baselines over several cutoffs.

    Args:
        lines: the model, and behind it the baselines in their order.
        verdict: whether the model was worth it; its intervals are those of `Line.apart`, as shares
            of the baseline's mean error.
    """

    lines: tuple[Line, ...]
    verdict: Verdict


def judge_cutoffs(
    metric: Metric, model: Sequence[float], baselines: Mapping[str, Sequence[float]]
) -> Backtest:
    """Set a model beside its baselines, all of them judged at the same cutoffs.

    The interval is Student's over the differences at each cutoff: what makes a cutoff hard for both
    leaves it alone. Later cutoffs train on the rows of earlier ones, so that their errors hang
    together a little; windows that overlap, much more.

    Worked example, errors of 1, 2 and 3 beside 2, 4 and 6: differences of 1, 2 and 3, whose mean is
    2 with an interval from -0.484 to 4.484; of the baseline's 4 half is removed, -12.1 to 112.1 %.

    Args:
        metric: what is judged by.
        model: its value at every cutoff, at least two.
        baselines: the same of each baseline, by its name; at least one.
    """
    errors = [metric.error(value) for value in model]
    apart = {
        name: t_interval([metric.error(v) - e for v, e in zip(values, errors, strict=True)])
        for name, values in baselines.items()
    }
    lines = [Line(name, tuple(values), apart[name]) for name, values in baselines.items()]
    means = {line.name: metric.error(line.mean) for line in lines}
    skills = {name: _skill(own, means[name]) for name, own in apart.items()}
    verdict = Verdict(skills, min(means, key=means.__getitem__), metric.shortfall)
    return Backtest((Line(MODEL, tuple(model), None), *lines), verdict)


def _skill(apart: Interval, error: float) -> Skill | None:
    """A difference as a share of the baseline's mean error; None where that is 0."""
    if error == 0:
        return None
    return Skill(apart.mean / error, apart.low / error, apart.high / error)
