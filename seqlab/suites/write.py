"""A report on the disk: Markdown, CSV, JSON and pictures, each written in one step."""

from __future__ import annotations

from pathlib import Path

from seqlab.errors import SeqlabError
from seqlab.plots.style import save_figure
from seqlab.plots.suite import Line, draw_suite
from seqlab.runs import atomic
from seqlab.runs.history import VALIDATION
from seqlab.suites.deciding import Runs
from seqlab.suites.report import Report, Row
from seqlab.suites.tables import to_csv, to_markdown, to_record


def write_report(report: Report, runs: Runs, folder: Path) -> list[Path]:
    """Write a report and its pictures.

    Args:
        report: what was found.
        runs: the runs it is about, for their curves.
        folder: where to; made if missing.

    Returns:
        The files, named after the suite.

    Raises:
        SeqlabError: the folder cannot be written.
    """
    name = f"{report.suite}-fast" if report.is_fast else report.suite
    try:
        folder.mkdir(parents=True, exist_ok=True)
        atomic.write_text(folder / f"{name}.md", to_markdown(report))
        atomic.write_text(folder / f"{name}.csv", to_csv(report))
        atomic.write_json(folder / f"{name}.json", to_record(report))
    except OSError as error:
        raise SeqlabError(
            f"Cannot write to the folder {folder}: {error.strerror}.",
            remedy="Choose another one with --results.",
        ) from error
    written = [folder / f"{name}{suffix}" for suffix in (".md", ".csv", ".json")]
    drawn = [row for row in report.rows if runs.get(row.name)]
    for task in dict.fromkeys(row.task for row in drawn):
        rows = [row for row in drawn if row.task == task]
        metric = rows[0].metric
        scale = next((row.scale for row in rows if row.scale is not None), None)
        unit = next((row.unit for row in rows if row.unit), "")
        lines = [_line(row, runs) for row in rows]
        figure = draw_suite(f"{report.suite}: {task}", metric, lines, scale, unit)
        for suffix in (".png", ".svg"):
            path = folder / f"{name}-{metric.name}{suffix}"
            save_figure(figure, path)
            written.append(path)
    return written


def _line(row: Row, runs: Runs) -> Line:
    first = next(iter(runs[row.name].values()))
    assert row.ours is not None
    assert row.baseline is not None
    return Line(
        name=row.name,
        curve=first.history.column(f"{VALIDATION}{row.metric.name}"),
        value=row.ours,
        margin=row.interval.margin if row.interval else 0.0,
        published=row.published.value if row.published else None,
        baseline=row.baseline,
    )
