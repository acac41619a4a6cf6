"""Warnings about configs and data, on stderr."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from seqlab.experiment.advice import Advice
    from seqlab.experiment.document import Document
    from seqlab.experiment.experiment import Experiment


def print_advice(*read: tuple[Experiment, Document]) -> None:
    """Print each warning about some experiments once, with how many files it is about.

    Args:
        read: what `read_experiment` returned for each of them.
    """
    from seqlab.experiment.advice import advise
    from seqlab.runs.untrusted import printable

    found: dict[tuple[str, ...], list[Advice]] = {}
    for advice in (one for pair in read for one in advise(*pair)):
        found.setdefault((advice.name, advice.reason, advice.remedy), []).append(advice)
    for first, *others in found.values():
        files = {other.place.name for other in others if other.place and first.place}
        more = len(files - {first.place.name}) if first.place else 0
        also = f" (So in {more} more file{'s' * (more > 1)}.)" if more else ""
        typer.echo(printable(f"warning: {first}{also}"), err=True)
    if found:
        names = ", ".join(dict.fromkeys(name for name, *_ in found))
        typer.echo(f"(silence: [{names}] in the config silences this.)", err=True)


def print_warnings(warnings: Sequence[str]) -> None:
    """Print what a user should know before a score is believed, a line each."""
    from seqlab.runs.untrusted import printable

    for text in warnings:
        typer.echo(printable(f"warning: {text}"), err=True)
