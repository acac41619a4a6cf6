"""What a text says about experiments, in a form that can be decided.

A claim is one line: `NAME METRIC < RIGHT`, with `<`, `>` or `~` (about the same), and as RIGHT
`baseline`, a number, another experiment's name, or its name and another metric:

    jena/gru validation.mae < baseline
    imdb/lstm_reversed validation.accuracy ~ imdb/lstm
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from seqlab.errors import did_you_mean
from seqlab.tasks.task import Task

if TYPE_CHECKING:
    from seqlab.evaluation.statistics import Interval

SECONDS = "seconds_per_epoch"
LOSS_RISE = "validation.loss_rise"
BASELINE = "baseline"
OF_EVERY_TASK = ("validation.loss", LOSS_RISE, SECONDS, BASELINE)
"""What can be claimed something about, besides the metric of an experiment's task. `loss_rise` is
how far the last epoch's validation loss lies above the lowest one: how much a model overfits.
`baseline` is what the baseline scores on an experiment's samples."""

Sign = Literal["<", ">", "~"]
Answer = Literal["holds", "does not hold", "cannot tell"]


@dataclass(frozen=True)
class Side:
    """One side of a comparison: a metric of an experiment, its baseline, or a number.

    Args:
        experiment: a name; of the baseline, the experiment whose windows it is computed for.
        metric: one of `OF_EVERY_TASK`, or the task's own, such as `validation.mae`.
        number: a fixed value instead.
        is_baseline: whether the baseline is meant.
    """

    experiment: str = ""
    metric: str = ""
    number: float | None = None
    is_baseline: bool = False

    def __str__(self) -> str:
        if self.number is not None:
            return f"{self.number:g}"
        return "baseline" if self.is_baseline else f"{self.experiment} {self.metric}"


@dataclass(frozen=True)
class Claim:
    """A parsed claim.

    Args:
        text: as written.
        left: what is compared.
        sign: `<`, `>`, or `~` for a difference of no more than `within`.
        right: what it is compared with.
        within: the largest difference that counts as the same; for `~` only.
        source: where it is stated.
    """

    text: str
    left: Side
    sign: Sign
    right: Side
    within: float = 0.0
    source: str = ""


def own_metric(task: type[Task]) -> str:
    """What claims and published values call the metric of a task: `validation.mae`."""
    return f"validation.{task.metric.name}"


def parse_claim(
    text: str, within: float | None, source: str, tasks: Mapping[str, type[Task]]
) -> Claim:
    """Read a claim.

    Args:
        text: the claim.
        within: for `~`, the largest difference that counts as the same.
        source: where it is stated.
        tasks: the task of every experiment of the suite, by the experiment's name.

    Raises:
        ValueError: it does not parse, or names an experiment or metric that there is not; says so.
    """
    sides = re.fullmatch(r"(\S+)\s+(\S+)\s*([<>~])\s*(\S+)(?:\s+(\S+))?", text.strip())
    if sides is None:
        raise ValueError(
            "expected `NAME METRIC < RIGHT` (or > or ~) with `baseline`, a number, a name or "
            f"`NAME METRIC` on the right; given: {text!r}"
        )
    name, metric, sign, right_name, right_metric = sides.groups()
    left = _side(name, metric, tasks)
    if (sign == "~") != (within is not None):
        raise ValueError(
            "`~` needs `within`, the largest difference that counts as the same"
            if sign == "~"
            else f"`within` belongs to `~`, and this claim has `{sign}`"
        )
    right = _right_side(left, right_name, right_metric, tasks)
    return Claim(text.strip(), left, cast(Sign, sign), right, within or 0.0, source)


def _right_side(left: Side, name: str, metric: str | None, tasks: Mapping[str, type[Task]]) -> Side:
    if metric is None and name == BASELINE:
        scored = own_metric(tasks[left.experiment])
        if left.metric != scored:
            raise ValueError(f"the baseline has no {left.metric}, only {scored}")
        return Side(left.experiment, left.metric, is_baseline=True)
    if metric is None and re.fullmatch(r"-?\d+(\.\d+)?", name):
        return Side(metric=left.metric, number=float(name))
    return _side(name, metric or left.metric, tasks)


def _side(name: str, metric: str, tasks: Mapping[str, type[Task]]) -> Side:
    if name not in tasks:
        raise ValueError(f"no experiment `{name}` in this suite{did_you_mean(name, tasks)}")
    task = tasks[name]
    allowed = [own_metric(task), *OF_EVERY_TASK]
    if metric not in allowed:
        raise ValueError(
            f"no metric `{metric}` of the {task.name} task of {name}"
            f"{did_you_mean(metric, allowed)} Allowed: {', '.join(allowed)}"
        )
    if metric == BASELINE:
        return Side(name, own_metric(task), is_baseline=True)
    return Side(name, metric)


def decide(sign: Sign, difference: Interval, within: float = 0.0) -> Answer:
    """Decide a claim from the 95 % interval of left - right.

    `<` holds if the whole interval lies below 0, and does not if none of it does; `~` holds if
    the whole interval lies within `within` of 0 and does not if it lies outside as a whole. A tie
    is no `<`: if both sides are the same number, to the last bit, `<` does not hold.

    Args:
        sign: of the claim.
        difference: left - right, with its interval.
        within: the largest difference that counts as the same.
    """
    low, high = difference.low, difference.high
    if sign == ">":
        low, high = -high, -low
    if sign == "~":
        if -within <= low and high <= within:
            return "holds"
        return "does not hold" if low > within or high < -within else "cannot tell"
    if high < 0:
        return "holds"
    return "does not hold" if low >= 0 else "cannot tell"
