"""Where a model and its baselines err, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from seqlab.cli.output import print_table, table
from seqlab.runs.untrusted import printable

if TYPE_CHECKING:
    from seqlab.tasks.breakdown import Breakdown


def print_breakdown(breakdown: Breakdown, model: str, unit: str) -> None:
    """Print a line for each group, and one for all together.

    Series and targets stand in the order of their skill, the lowest first; steps and times in their
    own order.

    Args:
        breakdown: the groups.
        model: what to call the model.
        unit: of the errors; empty where there is none, or each target has its own.
    """
    baselines = breakdown.overall.baselines
    headings = ("values", model, *map(printable, baselines), "skill")
    result = table(breakdown.by, right=headings)
    groups = breakdown.worst() if breakdown.by in ("id", "target") else breakdown.groups
    for group in (*groups, breakdown.overall):
        errors = (group.model, *(group.baselines[name] for name in baselines))
        skill = "" if group.skill is None else f"{group.skill:.3f}"
        cells = ("" if error is None else f"{error:,.4f}" for error in errors)
        result.add_row(printable(group.name), f"{group.count:,}", *cells, skill)
    print_table(result)
    in_unit = f" in {printable(unit)}" if unit else ""
    typer.echo(f"Mean absolute errors{in_unit}; the skill is over the best baseline of each line.")
