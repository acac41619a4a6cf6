"""How commands write: results to stdout, all else to stderr, no colour or animation in a pipe."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

WIDE = 10_000
"""Columns of a pipe, which has none: nothing is ever wrapped or cut there."""

ConfigOption = Annotated[
    Path, typer.Option("--config", "-c", help="The experiment's YAML file.", metavar="FILE")
]
Overrides = Annotated[
    list[str] | None,
    typer.Argument(metavar="[KEY=VALUE]...", help="Settings that replace those of the file."),
]
OutputsOption = Annotated[
    Path, typer.Option("--outputs", help="The folder of all runs.", metavar="DIR")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document instead.")]


def console(file: IO[str] | None = None) -> Console:
    """A console on stdout, or on `file`; as wide as the terminal, or endless in a pipe."""
    from rich.console import Console

    stream = file or sys.stdout
    width = None if stream.isatty() else WIDE
    return Console(file=stream, width=width, highlight=False, soft_wrap=width is not None)


def print_json(value: Any) -> None:
    """Print one JSON document on stdout."""
    typer.echo(json.dumps(value, indent=2, allow_nan=False))


def table(*left: str, right: tuple[str, ...] = ()) -> Table:
    """A table without lines: `left` are the headings of words, `right` those of numbers."""
    from rich.table import Table

    result = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in left:
        result.add_column(heading, no_wrap=True)
    for heading in right:
        result.add_column(heading, justify="right", no_wrap=True)
    return result
