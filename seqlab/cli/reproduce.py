"""`seqlab reproduce SUITE`: what was published, what comes out here, and what is true of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seqlab.cli.output import (
    JsonOption,
    OutputsOption,
    print_json,
    print_table,
    progress_console,
    table,
)
from seqlab.interrupts import EXIT_CODE, second_leaves_at_once

if TYPE_CHECKING:
    from seqlab.suites.report import Report
    from seqlab.suites.reproduce import Order, Reproduced
    from seqlab.suites.suite import Suite

_COLOURS = {
    "reproduced": "green",
    "better": "cyan",
    "worse": "red",
    "holds": "green",
    "does not hold": "red",
    "cannot tell": "yellow",
}


def reproduce(
    suite: Annotated[
        str,
        typer.Argument(metavar="SUITE", help="A suite's file, or `chapter6`, which is shipped."),
    ],
    seeds: Annotated[int, typer.Option("--seeds", min=1, help="Seeds of each experiment.")] = 1,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Runs at the same time.")] = 1,
    only: Annotated[
        str, typer.Option("--only", metavar="GLOB", help="Train only these, such as `jena/*`.")
    ] = "*",
    fast: Annotated[
        bool, typer.Option("--fast", help="A few steps of everything: does it all run?")
    ] = False,
    outputs: OutputsOption = Path("outputs"),
    results: Annotated[
        Path, typer.Option("--results", metavar="DIR", help="Where the tables and pictures go.")
    ] = Path("results"),
    as_json: JsonOption = False,
) -> None:
    """Run what is missing of a suite, and set everything beside the published values and claims.

    Runs that are done (same settings, data and seed) are not run again, so that an interrupted
    suite goes on where it stopped. Exit code 1 says that a claim does not hold or a run failed.
    """
    from seqlab.errors import SeqlabError
    from seqlab.runs.writer import check_writable
    from seqlab.suites.reproduce import Order
    from seqlab.suites.shipped import find_suite
    from seqlab.suites.suite import load_suite
    from seqlab.suites.tables import to_record
    from seqlab.suites.write import write_report

    loaded = load_suite(find_suite(suite))
    check_writable(results)
    try:
        order = Order(seeds, jobs, only, fast, outputs)
        with second_leaves_at_once():
            outcome, report = _run(loaded, order)
    except KeyboardInterrupt:
        typer.echo("Interrupted; the same command goes on where it stopped.", err=True)
        raise typer.Exit(EXIT_CODE) from None
    written = write_report(report, outcome.runs, results)
    if as_json:
        print_json(to_record(report))
    else:
        _print(report)
    typer.echo("written: " + ", ".join(map(str, written)), err=True)
    if outcome.failures:
        lines = [f"  {failure}" for failure in outcome.failures]
        raise SeqlabError("\n".join([f"{len(lines)} runs failed:", *lines]))
    if report.failed_claims and not fast:
        raise typer.Exit(1)


def _run(suite: Suite, order: Order) -> tuple[Reproduced, Report]:
    from seqlab.cli.progress import Screen
    from seqlab.suites.report import report_on
    from seqlab.suites.reproduce import run_missing

    screen = Screen(progress_console())
    observer = screen.observer()
    outcome = run_missing(suite, order, observer, screen.observer)
    return outcome, report_on(suite, outcome.runs, observer, is_fast=order.is_fast)


def _print(report: Report) -> None:
    from rich.text import Text

    from seqlab.suites.tables import CLAIM_HEADINGS, HEADINGS, decision_cells, row_cells

    if report.is_fast:
        typer.echo("FAST: a few steps of everything. These figures mean nothing.\n")
    experiments = table(HEADINGS[0], right=HEADINGS[1:6])
    experiments.add_column(HEADINGS[6], no_wrap=True)
    for heading in HEADINGS[7:]:
        experiments.add_column(heading, justify="right", no_wrap=True)
    for row in report.rows:
        experiments.add_row(*(Text(c, style=_COLOURS.get(c, "")) for c in row_cells(row)))
    print_table(experiments)
    if report.decisions:
        typer.echo("")
        claims = table(*CLAIM_HEADINGS)
        for decision in report.decisions:
            cells = decision_cells(decision)
            claims.add_row(*(Text(c, style=_COLOURS.get(c, "")) for c in cells))
        print_table(claims)
