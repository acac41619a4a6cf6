"""`seqlab estimate FILE`: what will it cost?"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from seqlab.cli.arguments import ConfigOption, Words, split_for_one
from seqlab.cli.output import JsonOption, duration, print_json, print_table, table, tell
from seqlab.cli.placing import placed

if TYPE_CHECKING:
    from seqlab.experiment.experiment import Experiment
    from seqlab.recipes.estimate import Cost


def estimate(
    words: Words = None,
    config: ConfigOption = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            metavar="N",
            min=1,
            help="Measure for this many runs at a time alone.  [default: for 1 to all cores]",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Say how long a training takes, with how much memory and disk, from a few of its steps."""
    from seqlab.cores import usable_cores
    from seqlab.experiment.experiment import read_experiment
    from seqlab.recipes.estimate import estimate as measured

    file, overrides = split_for_one("estimate", words, config)
    experiment, document = read_experiment(file, *overrides)
    costs = []
    with placed(document):
        for count in [jobs] if jobs else range(1, len(usable_cores()) + 1):
            tell(f"measuring {count} at a time")
            costs.append(measured(experiment, count))
    if as_json:
        derived = ("epoch", "run", "runs_per_hour")
        print_json(
            {
                "name": experiment.name,
                "costs": [
                    asdict(cost) | {key: getattr(cost, key) for key in derived} for cost in costs
                ],
            }
        )
        return
    print_costs(experiment, costs)


def print_costs(experiment: Experiment, costs: list[Cost]) -> None:
    """Print a row for each number of runs at a time, and what holds for all of them."""
    columns = ("cores each", "ms a step", "an epoch", "a run", "runs an hour", "GB of memory")
    rows = table(right=("at a time", *columns))
    for cost in costs:
        rows.add_row(
            f"{cost.jobs}",
            f"{cost.cores}",
            f"{1000 * cost.step:,.1f}",
            duration(cost.epoch),
            duration(cost.run),
            f"{cost.runs_per_hour:,.1f}",
            f"{cost.jobs * cost.memory / 1e9:,.1f}",
        )
    print_table(rows)
    first = costs[0]
    sooner = " at most: early stopping may end it" if experiment.training.early_stopping else ""
    typer.echo(
        f"a run: {duration(first.start + first.compiling)} to start, {first.epochs:,} epochs of "
        f"{first.steps:,} steps{sooner}; {first.disk / 1e6:,.1f} MB of disk"
    )
