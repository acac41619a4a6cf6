"""How commands write: results to stdout, all else to stderr, no colour or animation in a pipe."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

ENDLESS: dict[str, Any] = {"width": 10_000, "height": 100}
"""Columns, more than anything that is printed; without a height, rich takes 80 of them where TERM
is `dumb`."""

OutputsOption = Annotated[
    Path, typer.Option("--outputs", help="The folder of all runs.", metavar="DIR")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document instead.")]


def progress_console() -> Console:
    """A console on stderr, as wide as the terminal; without colour or animation in a pipe."""
    from rich.console import Console

    class Progress(Console):
        def on_broken_pipe(self) -> None:
            """Nobody reads any more. Rich would leave here, before a run can say how it ended."""
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))

    # In a pipe an epoch is one line, whatever its length.
    size: dict[str, Any] = {} if sys.stderr.isatty() else ENDLESS
    return Progress(stderr=True, **size, highlight=False, markup=False, emoji=False)


def print_table(rows: Table) -> None:
    """Print a table on stdout, never wrapped or cut (half a run id finds no run).

    Without the blanks that would fill up its last column.
    """
    from rich.console import Console

    screen = Console(**ENDLESS, highlight=False, markup=False, emoji=False)
    with screen.capture() as printed:
        screen.print(rows)
    for line in printed.get().splitlines():
        typer.echo(line.rstrip())


def tell(text: str) -> None:
    """Say on stderr what takes its time."""
    typer.echo(text, err=True)


def print_json(value: Any) -> None:
    """Print one JSON document on stdout."""
    from seqlab.runs.strict_json import strict_json

    typer.echo(strict_json(value))


def table(*left: str, right: tuple[str, ...] = ()) -> Table:
    """A table without lines: `left` are the headings of words, `right` those of numbers."""
    from rich.table import Table

    result = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in left:
        result.add_column(heading, no_wrap=True)
    for heading in right:
        result.add_column(heading, justify="right", no_wrap=True)
    return result


def duration(seconds: float) -> str:
    """In the units that people would use: `0.8 s`, `45 s`, `12 min`, `3.5 h`."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min" if seconds >= 600 else f"{seconds / 60:.1f} min"
    return f"{seconds / 3600:.1f} h"
