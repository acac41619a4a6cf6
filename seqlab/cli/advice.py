"""Warnings about configs and data, on stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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


def print_data_warnings(findings: dict[str, Any], bad_rows: str | None) -> None:
    """Print a warning for each split with windows that take in readings which were not measured.

    Args:
        findings: by split, as metrics.json has them.
        bad_rows: the policy of that name; only `keep` leaves such readings where they are.
    """
    if bad_rows != "keep":
        return
    for split, found in findings.items():
        if found.get("touched_windows"):
            typer.echo(
                f"warning: {found['touched_windows']:,} windows of the {split} split take in "
                f"readings that were not measured ({', '.join(bad_readings(found))}). A model that "
                "takes them for weather is far off there; dataset.bad_rows=drop_windows leaves "
                "such windows out, dataset.bad_rows=interpolate mends them.",
                err=True,
            )


def bad_readings(found: dict[str, Any]) -> list[str]:
    """Each kind of bad reading in a split with its number: `18 x -9999 in wv (m/s)`."""
    counts = [f"{n:,} x -9999 in {column}" for column, n in found["sentinels"].items()]
    counts += [f"{n:,} implausible in {column}" for column, n in found["implausible"].items()]
    return counts + ([f"{found['missing']:,} missing"] if found["missing"] else [])
