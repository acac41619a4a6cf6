"""Warnings about configs and data, on stderr."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from seqlab.experiment.experiment import Experiment
    from seqlab.experiment.source import Source


def print_advice(*read: tuple[Experiment, Source]) -> None:
    """Print each warning about some experiments once, and how to silence them.

    Args:
        read: what `read_experiment` returned for each of them.
    """
    from seqlab.experiment.advice import advise
    from seqlab.runs.untrusted import printable

    found = {str(advice): advice.name for pair in read for advice in advise(*pair)}
    for text in found:
        typer.echo(printable(f"warning: {text}"), err=True)
    if found:
        names = ", ".join(dict.fromkeys(found.values()))
        typer.echo(f"(silence: [{names}] in the config silences this.)", err=True)


def print_warnings(warnings: Sequence[str]) -> None:
    """Print what a user should know before a score is believed, a line each."""
    from seqlab.runs.untrusted import printable

    for text in warnings:
        typer.echo(printable(f"warning: {text}"), err=True)
