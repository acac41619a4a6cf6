"""`seqlab runs list` and `seqlab runs show RUN`: what has been run, and how it went."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seqlab.cli.arguments import RunArgument, RunArguments
from seqlab.cli.output import JsonOption, OutputsOption, print_json, print_table
from seqlab.cli.tables import runs_table, scores_table

if TYPE_CHECKING:
    from seqlab.runs.reader import Run

runs_app = typer.Typer(no_args_is_help=True, help="List, show, compare and diff runs.")


@runs_app.command("list")
def list_command(
    runs: RunArguments = None,
    status: Annotated[
        str | None, typer.Option("--status", metavar="STATUS", help="Only runs that stand so.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="Only the newest N.")
    ] = None,
    outputs: OutputsOption = Path("outputs"),
    as_json: JsonOption = False,
) -> None:
    """List runs, all of them or some, newest first, with the best validation score so far."""
    from dataclasses import asdict

    from seqlab.runs.search import find_runs, list_runs
    from seqlab.runs.summary import summarise
    from seqlab.runs.untrusted import printable

    found = find_runs(runs, outputs) if runs else list_runs(outputs)
    summaries = [summarise(run) for run in found]
    summaries = [s for s in summaries if status in (None, s.status)][:limit]
    for summary in summaries:
        if summary.problem:
            typer.echo(summary.problem, err=True)
    if as_json:
        print_json([{**asdict(s), "folder": str(s.folder)} for s in summaries])
    elif summaries:
        print_table(runs_table(summaries))
    else:
        typer.echo(f"There are no runs in the folder {printable(outputs)}.", err=True)


@runs_app.command("delete")
def delete_command(
    runs: RunArguments,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    outputs: OutputsOption = Path("outputs"),
) -> None:
    """Delete run folders, after asking. A run that is being trained is left alone."""
    from seqlab.runs.search import find_runs
    from seqlab.runs.untrusted import printable
    from seqlab.runs.writer import delete_run

    found = find_runs(runs or [], outputs)
    for run in found:
        typer.echo(printable(run.path), err=True)
    if not yes:
        typer.confirm(f"Delete {len(found)} run folders?", abort=True, err=True)
    for run in found:
        delete_run(run.path)


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
    results = found.results
    if as_json:
        document = {
            "id": found.id,
            "folder": str(found.path),
            "status": found.status_record.record(),
            "config": found.config,
            "environment": found.environment.record(),
            "metrics": None if results is None else results.record(),
            "epochs": len(found.epochs()),
            "files": [str(path) for path in found.files.existing()],
        }
        print_json(document)
        return
    facts = {printable(key): printable(value) for key, value in _facts(found)}
    width = max(map(len, facts))
    for key, value in facts.items():
        typer.echo(f"{key:<{width}}  {value}")
    if results is not None:
        typer.echo()
        print_table(scores_table(results))
    typer.echo()
    for path in found.files.existing():
        typer.echo(printable(path))


def _facts(run: Run) -> Iterator[tuple[str, object]]:
    """Say what a run is, one line after another."""
    from seqlab.runs.evaluations import read_test_evaluations
    from seqlab.runs.reader import describe

    record, config, results = run.status_record, run.config, run.results
    yield "run", run.id
    yield "experiment", run.name
    yield "status", record.status
    for key, value in (
        ("error", record.error),
        ("started", record.started),
        ("ended", record.ended),
    ):
        if value:
            yield key, value
    if record.status == "running":
        yield "process", f"{record.process.pid} on {record.process.host}"
    for key in ("seed", "dataset", "model", "training"):
        yield key, describe(config.get(key))
    for key, value in run.environment.record().items():
        if key != "format":
            yield key.replace("_", " "), describe(value)
    yield "epochs", len(run.epochs())
    if times := read_test_evaluations(run):
        yield "test evaluations", f"{len(times)}, first {times[0]}"
    if results is not None:
        yield "best epoch", results.best_epoch
        skill = results.skill()
        yield "skill", "none: the baseline makes no mistake" if skill is None else f"{skill:.4f}"
        yield "parameters", f"{results.parameters:,}"
        yield "seconds per epoch", f"{results.seconds_per_epoch:.1f}"
