"""Tables of runs and of their scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seqlab.cli.output import table

if TYPE_CHECKING:
    from rich.table import Table

    from seqlab.runs.metrics import Metrics
    from seqlab.runs.summary import RunSummary

_STATUS_COLOURS = {"completed": "green", "running": "cyan", "interrupted": "yellow"}


def runs_table(summaries: list[RunSummary]) -> Table:
    """One line a run: how it stands, its best score in original units, its skill."""
    from rich.text import Text

    rows = table(
        "run", "experiment", "seed", "status", right=("epochs", "best", "skill", "s/epoch")
    )
    for summary in summaries:
        rows.add_row(
            summary.id,
            summary.experiment,
            "" if summary.seed is None else str(summary.seed),
            Text(summary.status, style=_STATUS_COLOURS.get(summary.status, "red")),
            str(summary.epochs),
            _shown(summary.value, 4, before=summary.metric, after=summary.unit),
            _shown(summary.skill, 3),
            _shown(summary.seconds_per_epoch, 1),
        )
    return rows


def scores_table(results: Metrics) -> Table:
    """The model's scores beside the baseline's, a pair of columns per split."""
    from seqlab.runs.metrics import JUDGED

    judged = {split: j for split in JUDGED if (j := results.judgement(split)) is not None}
    headings = [h for split, j in judged.items() for h in (split, f"{j.name} ({split})")]
    rows = table("score", right=tuple(headings))
    for name in dict.fromkeys(name for j in judged.values() for name in j.model.values):
        both = [scores for j in judged.values() for scores in (j.model, j.baseline)]
        rows.add_row(name, *(_shown(scores.values.get(name), 4) for scores in both))
    unit = results.asked.unit
    originals = [scores.original for j in judged.values() for scores in (j.model, j.baseline)]
    if any(original is not None for original in originals):
        cells = (_shown(original, 4, after=unit) for original in originals)
        rows.add_row(f"{results.metric.name} in original units", *cells)
    return rows


def _shown(value: float | None, digits: int, *, before: str = "", after: str = "") -> str:
    """Write a number as `mae 2.3446 degC`; nothing where there is none."""
    return "" if value is None else f"{before} {value:.{digits}f} {after}".strip()
