"""What `seqlab reproduce` found, read again from the JSON that it wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from seqlab.runs.fields import Fields
from seqlab.runs.untrusted import printable, read_json_object
from seqlab.tasks.metric import KNOWN, Metric


@dataclass(frozen=True)
class RecordedRow:
    """One experiment; see `seqlab.suites.report.Row`.

    Args:
        name: the experiment's name.
        metric: what is measured, its best value over the epochs.
        published: the published figure, if there is one.
        source: where it was published; empty where nothing was.
        ours: the mean over seeds; None if it was not run.
        span: its 95 % t interval; None with fewer than two seeds.
        original: ours in `unit`; None where there are no original units.
        unit: the original unit.
        baseline: the first baseline's value for exactly these samples.
        best_baseline: the name and the value of the best of several; None where there was one.
        difference: ours less the published figure.
        verdict: ours beside the published figure.
        reason: why it is not comparable; empty otherwise.
        seconds_then: of a published epoch.
        seconds: of one of ours.
        seeds: our values, by seed.
    """

    name: str
    metric: Metric
    published: float | None
    source: str
    ours: float | None
    span: tuple[float, float] | None
    original: float | None
    unit: str
    baseline: float | None
    best_baseline: tuple[str, float] | None
    difference: float | None
    verdict: str
    reason: str
    seconds_then: float | None
    seconds: float | None
    seeds: Mapping[str, float]


@dataclass(frozen=True)
class RecordedClaim:
    """One claim; see `seqlab.suites.deciding.Decision`.

    Args:
        text: the claim.
        within: for `~`, the largest difference that counts as the same.
        source: where it is stated; empty where that is not said.
        answer: the verdict.
        how: on what it rests, in words.
        left: the left side's mean; None where it was not run.
        right: the right side's.
        span: the 95 % interval of left - right; None where nothing could be compared.
    """

    text: str
    within: float | None
    source: str
    answer: str
    how: str
    left: float | None
    right: float | None
    span: tuple[float, float] | None


@dataclass(frozen=True)
class RecordedReport:
    """A suite's rows and claims, with what the runs were made with."""

    suite: str
    is_fast: bool
    rows: tuple[RecordedRow, ...]
    claims: tuple[RecordedClaim, ...]
    circumstances: tuple[str, ...]


def read_recorded(path: Path) -> RecordedReport:
    """Read a report, of which nothing is taken on trust.

    Raises:
        DataError: the file is missing, damaged or no report of a suite.
    """
    fields = Fields(read_json_object(path), path)
    claims = fields.blocks("claims") if fields.values.get("claims") else []
    made_with = fields.values.get("made_with")
    return RecordedReport(
        suite=printable(fields.text("suite")),
        is_fast=fields.flag("fast"),
        rows=tuple(map(_row, fields.blocks("experiments"))),
        claims=tuple(map(_claim, claims)),
        circumstances=tuple(map(printable, made_with)) if isinstance(made_with, list) else (),
    )


def _row(fields: Fields) -> RecordedRow:
    metric = KNOWN.get(fields.text("metric"))
    if metric is None:
        fields.refuse("metric", f"one of {', '.join(KNOWN)}")
    best = fields.optional_text("best_baseline")
    seeds = fields.block("seeds")
    return RecordedRow(
        name=_text(fields, "experiment"),
        metric=metric,
        published=fields.optional_number("published"),
        source=_text(fields, "source"),
        ours=fields.optional_number("ours"),
        span=_span(fields),
        original=fields.optional_number("ours_original"),
        unit=_text(fields, "unit"),
        baseline=fields.optional_number("baseline"),
        best_baseline=(printable(best), fields.number("best_baseline_value")) if best else None,
        difference=fields.optional_number("difference"),
        verdict=_text(fields, "verdict"),
        reason=_text(fields, "reason"),
        seconds_then=fields.optional_number("published_seconds_per_epoch"),
        seconds=fields.optional_number("seconds_per_epoch"),
        seeds={printable(seed): seeds.number(seed) for seed in seeds.values},
    )


def _claim(fields: Fields) -> RecordedClaim:
    return RecordedClaim(
        text=_text(fields, "claim"),
        within=fields.optional_number("within"),
        source=_text(fields, "source"),
        answer=_text(fields, "answer"),
        how=_text(fields, "how"),
        left=fields.optional_number("left"),
        right=fields.optional_number("right"),
        span=_span(fields),
    )


def _text(fields: Fields, key: str) -> str:
    return printable(fields.optional_text(key) or "")


def _span(fields: Fields) -> tuple[float, float] | None:
    low, high = fields.optional_number("low"), fields.optional_number("high")
    return None if low is None or high is None else (low, high)
