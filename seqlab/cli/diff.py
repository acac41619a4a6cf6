"""`seqlab runs diff A B`: what differs between two runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seqlab.cli.arguments import complete_run
from seqlab.cli.output import JsonOption, OutputsOption, print_json, print_table, table

if TYPE_CHECKING:
    from seqlab.runs.difference import Change, Difference

LONGEST_SHOWN = 48

Reference = Annotated[
    str,
    typer.Argument(
        help="A run folder, a run id, its beginning, or `last`.",
        autocompletion=complete_run,
        show_default=False,
    ),
]


def diff(
    a: Reference,
    b: Reference,
    outputs: OutputsOption = Path("outputs"),
    as_json: JsonOption = False,
) -> None:
    """Show what differs between two runs: config, environment, data and results.

    Says whether config and data are the same, and whether the results are equal bit for bit.
    """
    from seqlab.runs.difference import difference
    from seqlab.runs.search import find_run
    from seqlab.runs.untrusted import printable

    left, right = find_run(a, outputs), find_run(b, outputs)
    found = difference(left, right)
    if as_json:
        runs = {"a": str(left.path), "b": str(right.path)}
        print_json(runs | _document(found))
        return
    for letter, run in (("a", left), ("b", right)):
        typer.echo(f"{letter}  {run.name}  {printable(run.id)}")
    parts = {"config": found.config, "environment": found.environment, "data": found.data}
    for name, changes in parts.items():
        if changes:
            _print_changes(name, changes)
    _print_results(found)
    typer.echo()
    for line in verdict(found):
        typer.echo(line)


def verdict(found: Difference) -> Iterator[str]:
    """Say what is the same, and whether the results are."""
    yield _alike(found)
    if found.epochs == (0, 0):
        yield "Neither run has finished an epoch: there are no results to compare."
    elif found.same_results:
        epochs = found.epochs[0]
        yield f"The results are equal bit for bit, over {epochs} epoch{'s' * (epochs != 1)}."
    else:
        yield _first_difference(found)
        unlike = found.first_different_epoch is None or found.first_different_epoch <= min(
            found.epochs
        )
        if unlike and not found.config and not found.data:
            yield _why(found)


def _alike(found: Difference) -> str:
    if found.config and found.data:
        return "Config and data differ."
    if not found.config and not found.data:
        environment = "differs" if found.environment else "as well"
        return f"Config and data are the same, the environment {environment}."
    same, other = ("data", "config") if found.config else ("config", "data")
    return f"The {same} is the same, the {other} is not."


def _first_difference(found: Difference) -> str:
    first, second = found.epochs
    if found.first_different_epoch is None:
        return "The histories are equal bit for bit; metrics.json differs."
    if found.first_different_epoch > min(first, second):
        shared = f"; the first {min(first, second)} are equal bit for bit" * (
            min(first, second) > 0
        )
        return f"One run has {first} epochs, the other {second}{shared}."
    return f"The results differ from epoch {found.first_different_epoch} on."


def _why(found: Difference) -> str:
    keys = [change.key for change in found.environment]
    if not keys:
        return "Nothing that was recorded explains it; on a GPU, sums may be added in any order."
    return (
        "Another version, processor, number of cores or plan changes the last bits, and training "
        "makes the difference larger."
    )


def _print_changes(name: str, changes: list[Change]) -> None:
    typer.echo()
    rows = table(name, "a", "b")
    for change in changes:
        rows.add_row(_cell(change.key), _cell(change.left), _cell(change.right))
    print_table(rows)


def _print_results(found: Difference) -> None:
    """What differs: of the model also what only one run has, such as test scores."""
    rows = table("results", right=("a", "b", "b - a"))
    for change in found.results:
        if change.differs and (change.is_in_both or _is_score(change)):
            by = "" if change.by is None else f"{change.by:+.4g}"
            rows.add_row(_cell(change.key), _cell(change.left), _cell(change.right), by)
    first, second = found.epochs
    if first != second:
        rows.add_row("epochs", str(first), str(second), f"{second - first:+}")
    if rows.row_count:
        typer.echo()
        print_table(rows)


def _is_score(change: Change) -> bool:
    numbers = [type(value) in {int, float} for value in (change.left, change.right)]
    return any(numbers) and not change.key.startswith(("baseline.", "data."))


def _cell(value: Any) -> str:
    from seqlab.runs.difference import ABSENT
    from seqlab.runs.untrusted import printable

    if value is ABSENT:
        return "-"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = f"{value:.6g}" if isinstance(value, float) else printable(value)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + "..."


def _document(found: Difference) -> dict[str, Any]:
    parts = {name: getattr(found, name) for name in ("config", "environment", "data", "results")}
    return {
        **{name: list(map(_item, changes)) for name, changes in parts.items()},
        "epochs": list(found.epochs),
        "same_config": not found.config,
        "same_data": not found.data,
        "same_results": found.same_results,
        "first_different_epoch": found.first_different_epoch,
    }


def _item(change: Change) -> dict[str, Any]:
    """A change for JSON, without the side that has no such value."""
    from seqlab.runs.difference import ABSENT

    sides = {"a": change.left, "b": change.right}
    return {"key": change.key, **{k: v for k, v in sides.items() if v is not ABSENT}}
