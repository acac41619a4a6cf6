"""`seqlab runs watch`: the runs in progress, also those of other terminals."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from seqlab.cli.output import JsonOption, OutputsOption, duration, print_json, print_table, table

if TYPE_CHECKING:
    from rich.table import Table

    from seqlab.runs.progress import Progress

SECONDS = 1.0
"""Between two looks."""


def watch(outputs: OutputsOption = Path("outputs"), as_json: JsonOption = False) -> None:
    """Show the runs in progress, with what is left of them, until Ctrl-C; in a pipe once."""
    if as_json:
        print_json([_record(one) for one in _in_progress(outputs)])
    elif sys.stdout.isatty():
        _go_on(outputs)
    else:
        found = _in_progress(outputs)
        if found:
            print_table(progress_table(found))
        else:
            typer.echo(_nothing(outputs), err=True)


def _in_progress(outputs: Path) -> list[Progress]:
    from seqlab.runs.progress import progress_of
    from seqlab.runs.search import list_runs

    return [found for run in list_runs(outputs) if (found := progress_of(run)) is not None]


def _record(one: Progress) -> dict[str, Any]:
    from dataclasses import asdict

    summary = {**asdict(one.summary), "folder": str(one.summary.folder)}
    rest = {"epochs": one.epochs, "losses": one.losses, "seconds_left": one.seconds_left}
    return {**summary, "finished_epochs": one.summary.epochs, **rest}


def _go_on(outputs: Path) -> None:
    """Until Ctrl-C, which is how a look ends that has no end of its own."""
    from rich.console import Console
    from rich.live import Live

    console = Console(highlight=False, markup=False, emoji=False)
    with Live(console=console, auto_refresh=False, transient=True) as live:
        try:
            while True:
                found = _in_progress(outputs)
                live.update(progress_table(found) if found else _nothing(outputs), refresh=True)
                time.sleep(SECONDS)
        except KeyboardInterrupt:
            return


def _nothing(outputs: Path) -> str:
    from seqlab.runs.untrusted import printable

    return f"No run is in progress in the folder {printable(outputs)}."


def progress_table(found: list[Progress]) -> Table:
    """One line a run: how far it is, its best score so far, its curve and the time left."""
    from seqlab.runs.progress import spark_line

    rows = table(
        "run", "experiment", "seed", right=("epoch", "val_loss", "best", "in epoch", "left")
    )
    rows.add_column("val_loss of the last epochs", no_wrap=True)
    for one in found:
        summary = one.summary
        best = "" if summary.value is None else f"{summary.metric} {summary.value:.4f}"
        rows.add_row(
            summary.id,
            summary.experiment,
            "" if summary.seed is None else str(summary.seed),
            f"{summary.epochs}/{one.epochs or '?'}",
            f"{one.losses[-1]:.4f}" if one.losses else "",
            best,
            "" if summary.best_epoch is None else str(summary.best_epoch),
            "" if one.seconds_left is None else duration(one.seconds_left),
            spark_line(one.losses),
        )
    return rows
