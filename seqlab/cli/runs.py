"""`seqlab runs list` and `seqlab runs show RUN`: what has been run, and how it went."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from seqlab.cli.arguments import RunArgument
from seqlab.cli.output import JsonOption, OutputsOption, print_json, print_table, table

if TYPE_CHECKING:
    from rich.table import Table

    from seqlab.runs.reader import Run
    from seqlab.runs.summary import RunSummary

runs_app = typer.Typer(no_args_is_help=True, help="List, show, compare and diff runs.")

_STATUS_COLOURS = {"completed": "green", "running": "cyan", "interrupted": "yellow"}


@runs_app.command("list")
def list_command(outputs: OutputsOption = Path("outputs"), as_json: JsonOption = False) -> None:
    """List all runs, newest first, with the best validation score in original units."""
    from dataclasses import asdict

    from seqlab.runs.search import list_runs
    from seqlab.runs.summary import summarise
    from seqlab.runs.untrusted import printable

    summaries = [summarise(run) for run in list_runs(outputs)]
    for summary in summaries:
        if summary.problem:
            typer.echo(summary.problem, err=True)
    if as_json:
        print_json([{**asdict(s), "folder": str(s.folder)} for s in summaries])
    elif summaries:
        print_table(runs_table(summaries))
    else:
        typer.echo(f"There are no runs in the folder {printable(outputs)}.", err=True)


@runs_app.command("show")
def show_command(
    run: RunArgument,
    outputs: OutputsOption = Path("outputs"),
    as_json: JsonOption = False,
) -> None:
    """Show the status, the settings, the scores beside the baseline's and the files of a run."""
    from seqlab.runs.search import find_run
    from seqlab.runs.untrusted import printable

    found = find_run(run, outputs)
    if as_json:
        document = {
            "id": found.id,
            "folder": str(found.path),
            "status": found.status_record,
            "config": found.config_text,
            "environment": found.environment,
            "metrics": found.metrics,
            "epochs": len(found.epochs()),
            "files": [str(path) for path in found.files.existing()],
        }
        print_json(document)
        return
    facts = {printable(key): printable(value) for key, value in _facts(found)}
    width = max(map(len, facts))
    for key, value in facts.items():
        typer.echo(f"{key:<{width}}  {value}")
    metrics = found.metrics
    if metrics:
        typer.echo()
        print_table(_score_table(metrics))
    typer.echo()
    for path in found.files.existing():
        typer.echo(printable(path))


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


def _score_table(metrics: dict[str, Any]) -> Table:
    """Put the model's scores beside the baseline's, a pair of columns per split."""
    from seqlab.runs.untrusted import find, find_number, printable

    splits = [split for split in ("validation", "test") if isinstance(metrics.get(split), dict)]
    headings = []
    for split in splits:
        baseline = find(metrics, "baseline", split, "baseline") or "baseline"
        headings += [split, f"{printable(baseline)} ({split})"]
    rows = table("score", right=tuple(headings))
    for name in dict.fromkeys(name for split in splits for name in metrics[split]):
        cells = []
        for split in splits:
            unit = printable(find(metrics, split, "unit") or "") if "original" in name else ""
            cells.append(_shown(find_number(metrics, split, name), 4, after=unit))
            cells.append(_shown(find_number(metrics, "baseline", split, name), 4, after=unit))
        if any(cells):
            rows.add_row(printable(name), *cells)
    return rows


def _facts(run: Run) -> Iterator[tuple[str, object]]:
    """Say what a run is, one line after another."""
    from seqlab.runs.evaluations import test_evaluations
    from seqlab.runs.reader import describe

    record, config, metrics = run.status_record, run.config, run.metrics or {}
    yield "run", run.id
    yield "experiment", run.name
    for key in ("status", "error", "started", "ended"):
        if record.get(key):
            yield key, record[key]
    for key in ("seed", "dataset", "model", "training"):
        yield key, describe(config.get(key))
    for key, value in run.environment.items():
        yield key, describe(value)
    yield "epochs", len(run.epochs())
    if times := test_evaluations(run):
        yield "test evaluations", f"{len(times)}, first {times[0]}"
    for key in ("best_epoch", "skill", "parameters", "seconds_per_epoch"):
        if key in metrics:
            yield key.replace("_", " "), describe(metrics[key])


def _shown(value: float | None, digits: int, *, before: str = "", after: str = "") -> str:
    """Write a number as `mae 2.3446 degC`; nothing where there is none."""
    return "" if value is None else f"{before} {value:.{digits}f} {after}".strip()
