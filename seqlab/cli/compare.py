"""`seqlab runs compare RUN...`: a leaderboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seqlab.cli.arguments import RunArguments
from seqlab.cli.output import JsonOption, OutputsOption, print_json, print_table, table

if TYPE_CHECKING:
    from seqlab.evaluation.leaderboard import Leaderboard, Result


def compare(
    runs: RunArguments = None,
    outputs: OutputsOption = Path("outputs"),
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print one CSV table instead.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
) -> None:
    """Rank runs by the validation score of their best epoch, beside their baseline.

    Runs whose configs differ in the seed alone are one line: their mean and its 95 % t interval.
    Only runs that were judged on the same samples stand in one table. Without RUN, all of them.
    """
    from seqlab.errors import ConfigError
    from seqlab.evaluation.leaderboard import leaderboards
    from seqlab.evaluation.leaderboard_tables import to_csv, to_json, to_markdown
    from seqlab.runs.untrusted import printable

    if as_json + as_csv + as_markdown > 1:
        raise ConfigError("--json, --csv and --markdown exclude each other: keep one.")
    boards = leaderboards(_results(runs, outputs))
    if not boards:
        typer.echo(f"There are no completed runs in the folder {printable(outputs)}.", err=True)
    if as_json:
        print_json(to_json(boards))
    elif as_csv:
        typer.echo(to_csv(boards), nl=False)
    elif as_markdown:
        typer.echo(to_markdown(boards), nl=False)
    else:
        _print(boards)


def _results(references: list[str] | None, outputs: Path) -> list[Result]:
    """Read the runs that are meant, and tell which of them have nothing to compare.

    Raises:
        DataError: none of those that were asked for has.
    """
    from seqlab.errors import DataError
    from seqlab.evaluation.leaderboard import read_result
    from seqlab.runs.search import find_runs, list_runs

    results, left_out = [], []
    for run in find_runs(references, outputs) if references else list_runs(outputs):
        try:
            results.append(read_result(run))
        except DataError as error:
            left_out.append(error.message)
    if references and not results:
        raise DataError("\n".join(left_out), remedy="Only completed runs can be compared.")
    for message in left_out:
        typer.echo(f"left out: {message}", err=True)
    return results


def _print(boards: list[Leaderboard]) -> None:
    from seqlab.evaluation.leaderboard_tables import headings, notes, rows, title

    for number, board in enumerate(boards):
        if number:
            typer.echo()
        typer.echo(title(board.judged_on))
        rank, experiment, *numbers, run = headings(board.judged_on)
        result = table(rank, experiment, right=tuple(numbers))
        result.add_column(run, no_wrap=True)
        for row in rows(board):
            result.add_row(*row, style="dim" if not row[0] else None)
        print_table(result)
    for note in notes(boards):
        typer.echo(note, err=True)
