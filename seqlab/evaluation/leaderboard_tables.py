"""Leaderboards as tables: cells for the terminal and Markdown, plain values for CSV and JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from seqlab.evaluation.leaderboard import JudgedOn, Leaderboard, Place, Simple

NOTE = "± is the 95 % t interval of the mean over seeds."
SEPARATE = (
    "These runs were judged on {count} different sets of samples: a rank holds within its table."
)


def title(judged_on: JudgedOn) -> str:
    """What the entries of a table were judged on, in one line."""
    samples = judged_on.samples
    hours = samples.horizon_minutes
    ahead = "" if hours is None else f", {hours / 60:g} hours ahead"
    return f"{judged_on.metric.name} on {samples.count:,} validation {samples.noun}{ahead}"


def headings(judged_on: JudgedOn) -> tuple[str, ...]:
    """The headings above `rows`; the second one is of words, the others of numbers."""
    scores = [judged_on.metric.name, *([f"in {judged_on.unit}"] if judged_on.unit else [])]
    return ("rank", "experiment", "seeds", *scores, "skill", "parameters", "s/epoch", "best run")


def rows(board: Leaderboard) -> Iterator[tuple[str, ...]]:
    """A row of cells for every entry, and one for each baseline where it would stand."""
    judged_on = board.judged_on
    waiting = sorted(judged_on.baselines, key=lambda one: judged_on.metric.error(one.value))
    for rank, place in enumerate(board.places, start=1):
        while waiting and not judged_on.metric.is_better(place.value, waiting[0].value):
            yield _baseline_row(judged_on, waiting.pop(0))
        yield _row(rank, place, judged_on)
    for baseline in waiting:
        yield _baseline_row(judged_on, baseline)


def to_markdown(boards: Sequence[Leaderboard]) -> str:
    """All tables in Markdown, each under what it was judged on."""
    parts = []
    for board in boards:
        names = headings(board.judged_on)
        rule = ["---" if name in {"experiment", "best run"} else "---:" for name in names]
        lines = [names, rule, *([_escaped(cell) for cell in row] for row in rows(board))]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        parts.append(f"**{title(board.judged_on)}**\n\n{table}\n")
    return "\n".join([*parts, *(f"{note}\n" for note in notes(boards))])


def to_csv(boards: Sequence[Leaderboard]) -> str:
    """All entries as one CSV file, numbers in full; a cell is empty where nothing is known."""
    text = io.StringIO()
    records = [
        {"table": number, **_judged(board.judged_on), **record}
        for number, board in enumerate(boards, start=1)
        for record in _records(board)
    ]
    if records:
        writer = csv.DictWriter(text, records[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(
            {**record, "seeds": " ".join(map(str, record["seeds"]))} for record in records
        )
    return text.getvalue()


def to_json(boards: Sequence[Leaderboard]) -> dict[str, Any]:
    """All tables as one JSON document."""
    return {
        "leaderboards": [
            {
                **_judged(board.judged_on),
                "digests": dict(board.judged_on.digests),
                "baselines": [
                    {"baseline": one.name, "value": one.value, "original": one.original}
                    for one in board.judged_on.baselines
                ],
                "entries": list(_records(board)),
            }
            for board in boards
        ]
    }


def notes(boards: Sequence[Leaderboard]) -> list[str]:
    """What a reader of the tables must know."""
    found = []
    if any(place.interval for board in boards for place in board.places):
        found.append(NOTE)
    if len(boards) > 1:
        found.append(SEPARATE.format(count=len(boards)))
    return found


def _row(rank: int, place: Place, judged_on: JudgedOn) -> tuple[str, ...]:
    interval = place.interval
    scores = [f"{place.value:.4f}" + (f" ± {interval.margin:.4f}" if interval else "")]
    return (
        str(rank),
        place.experiment,
        " ".join("?" if result.seed is None else str(result.seed) for result in place.results),
        *scores,
        *_in_units(judged_on, place.original),
        "" if place.skill is None else f"{place.skill:.3f}",
        f"{place.parameters:,}",
        f"{place.seconds_per_epoch:.1f}",
        place.best.run.id,
    )


def _baseline_row(judged_on: JudgedOn, baseline: Simple) -> tuple[str, ...]:
    skill = judged_on.metric.skill(baseline.value, judged_on.naive.value)
    scores = [f"{baseline.value:.4f}", *_in_units(judged_on, baseline.original)]
    shown = "" if skill is None else f"{skill:.3f}"
    return ("", f"({baseline.name} baseline)", "", *scores, shown, "", "", "")


def _in_units(judged_on: JudgedOn, value: float | None) -> list[str]:
    """The cell of the column in original units, where there is such a column."""
    if not judged_on.unit:
        return []
    return ["" if value is None else f"{value:.3f}"]


def _judged(judged_on: JudgedOn) -> dict[str, Any]:
    return {
        "metric": judged_on.metric.name,
        "unit": judged_on.unit,
        "samples": judged_on.samples.count,
        "horizon_minutes": judged_on.samples.horizon_minutes,
        "baseline": judged_on.naive.name,
        "baseline_value": judged_on.naive.value,
        "baseline_original": judged_on.naive.original,
    }


def _records(board: Leaderboard) -> Iterator[dict[str, Any]]:
    for rank, place in enumerate(board.places, start=1):
        interval = place.interval
        yield {
            "rank": rank,
            "experiment": place.experiment,
            "seeds": [result.seed for result in place.results],
            "value": place.value,
            "low": interval.low if interval else None,
            "high": interval.high if interval else None,
            "original": place.original,
            "skill": place.skill,
            "parameters": place.parameters,
            "seconds_per_epoch": place.seconds_per_epoch,
            "best_run": place.best.run.id,
        }


def _escaped(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|")
