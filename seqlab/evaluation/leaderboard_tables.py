"""Leaderboards as tables: cells for the terminal and Markdown, plain values for CSV and JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from seqlab.evaluation.leaderboard import Entry, Leaderboard, Samples

NOTE = "± is the 95 % t interval of the mean over seeds."
SEPARATE = (
    "These runs were judged on {count} different sets of samples: a rank holds within its table."
)


def title(samples: Samples) -> str:
    """What the entries of a table were judged on, in one line."""
    if samples.metric == "accuracy":
        return f"accuracy on {samples.count:,} validation reviews"
    hours = (samples.horizon_minutes or 0) / 60
    return f"mae on {samples.count:,} validation windows, {hours:g} hours ahead"


def headings(samples: Samples) -> tuple[str, ...]:
    """The headings above `rows`; the second one is of words, the others of numbers."""
    scores = ("mae", f"in {samples.unit}") if samples.metric == "mae" else ("accuracy",)
    return ("rank", "experiment", "seeds", *scores, "skill", "parameters", "s/epoch", "best run")


def rows(board: Leaderboard) -> Iterator[tuple[str, ...]]:
    """A row of cells for every entry, and one for the baseline where it would stand."""
    samples, baseline = board.samples, _baseline_row(board.samples)
    for rank, entry in enumerate(board.entries, start=1):
        if baseline and entry.skill <= 0:
            yield baseline
            baseline = ()
        yield _row(rank, entry, samples)
    if baseline:
        yield baseline


def to_markdown(boards: Sequence[Leaderboard]) -> str:
    """All tables in Markdown, each under what it was judged on."""
    parts = []
    for board in boards:
        names = headings(board.samples)
        rule = ["---" if name in {"experiment", "best run"} else "---:" for name in names]
        lines = [names, rule, *([_escaped(cell) for cell in row] for row in rows(board))]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        parts.append(f"**{title(board.samples)}**\n\n{table}\n")
    return "\n".join([*parts, *(f"{note}\n" for note in notes(boards))])


def to_csv(boards: Sequence[Leaderboard]) -> str:
    """All entries as one CSV file, numbers in full; a cell is empty where nothing is known."""
    text = io.StringIO()
    records = [
        {"table": number, **_judged(board.samples), **record}
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
                **_judged(board.samples),
                "digests": dict(board.samples.digests),
                "entries": list(_records(board)),
            }
            for board in boards
        ]
    }


def notes(boards: Sequence[Leaderboard]) -> list[str]:
    """What a reader of the tables must know."""
    found = []
    if any(entry.interval for board in boards for entry in board.entries):
        found.append(NOTE)
    if len(boards) > 1:
        found.append(SEPARATE.format(count=len(boards)))
    return found


def _row(rank: int, entry: Entry, samples: Samples) -> tuple[str, ...]:
    interval, original = entry.interval, entry.original
    scores = [f"{entry.value:.4f}" + (f" ± {interval.margin:.4f}" if interval else "")]
    if samples.metric == "mae":
        scores.append("" if original is None else f"{original:.3f}")
    return (
        str(rank),
        entry.experiment,
        " ".join("?" if result.seed is None else str(result.seed) for result in entry.results),
        *scores,
        f"{entry.skill:.3f}",
        f"{entry.parameters:,}",
        f"{entry.seconds_per_epoch:.1f}",
        entry.best.run.id,
    )


def _baseline_row(samples: Samples) -> tuple[str, ...]:
    scores = [f"{samples.naive:.4f}"]
    if samples.metric == "mae":
        scores.append("" if samples.naive_original is None else f"{samples.naive_original:.3f}")
    return ("", f"({samples.baseline} baseline)", "", *scores, f"{0:.3f}", "", "", "")


def _judged(samples: Samples) -> dict[str, Any]:
    return {
        "metric": samples.metric,
        "unit": samples.unit,
        "samples": samples.count,
        "horizon_minutes": samples.horizon_minutes,
        "baseline": samples.baseline,
        "baseline_value": samples.naive,
        "baseline_original": samples.naive_original,
    }


def _records(board: Leaderboard) -> Iterator[dict[str, Any]]:
    for rank, entry in enumerate(board.entries, start=1):
        interval = entry.interval
        yield {
            "rank": rank,
            "experiment": entry.experiment,
            "seeds": [result.seed for result in entry.results],
            "value": entry.value,
            "low": interval.low if interval else None,
            "high": interval.high if interval else None,
            "original": entry.original,
            "skill": entry.skill,
            "parameters": entry.parameters,
            "seconds_per_epoch": entry.seconds_per_epoch,
            "best_run": entry.best.run.id,
        }


def _escaped(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|")
