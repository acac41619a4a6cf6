"""How a command tells what a run came to: its scores, or how to go on with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import typer

from seqlab.cli.judgement import print_judgement
from seqlab.cli.output import print_json
from seqlab.interrupts import EXIT_CODE, Interrupted

if TYPE_CHECKING:
    from seqlab.runs.reader import Run


def print_result(run: Run, *, as_json: bool) -> None:
    """The model's best epoch beside the baseline, and where everything is."""
    from seqlab.runs.untrusted import printable

    results = run.results
    assert results is not None  # the run has just completed
    if as_json:
        print_json(result_record(run))
        return
    best = f"best epoch, {results.best_epoch}"
    print_judgement("validation", best, results.asked, results.validation)
    seconds = f"{results.seconds_per_epoch:.1f} s an epoch"
    typer.echo(f"{results.parameters:,} parameters, {seconds}")
    typer.echo(printable(run.path))


def result_record(run: Run) -> dict[str, Any]:
    """A completed run as a JSON object."""
    results = run.results
    metrics = None if results is None else results.record()
    return {"run": run.id, "folder": str(run.path), "metrics": metrics}


def tell_how_to_go_on(interrupted: KeyboardInterrupt) -> NoReturn:
    """Name the command that goes on with each run that was interrupted, and leave."""
    from seqlab.runs.untrusted import printable

    folders = interrupted.folders if isinstance(interrupted, Interrupted) else ()
    typer.echo(
        "Interrupted. To go on:" if folders else "Interrupted before anything ran.", err=True
    )
    for folder in folders:
        typer.echo(f"  seqlab resume {printable(folder)}", err=True)
    raise typer.Exit(EXIT_CODE) from None
