"""`seqlab train FILE`: the main job."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seqlab.cli.advice import print_advice
from seqlab.cli.arguments import ConfigOption, Words, split_words
from seqlab.cli.output import (
    JsonOption,
    OutputsOption,
    print_json,
    print_table,
    progress_console,
)
from seqlab.cli.placing import placed
from seqlab.cli.result import print_result, result_record, tell_how_to_go_on
from seqlab.cli.tables import runs_table
from seqlab.interrupts import second_leaves_at_once

if TYPE_CHECKING:
    from seqlab.experiment.experiment import Experiment


def train(
    words: Words = None,
    config: ConfigOption = None,
    outputs: OutputsOption = Path("outputs"),
    seeds: Annotated[
        list[int] | None,
        typer.Option("--seed", metavar="N", help="Replaces the file's; may be repeated."),
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", metavar="N", min=1, help="Runs at the same time.")
    ] = 1,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the resolved config and train nothing.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Train an experiment and leave a run folder with its history, metrics, curves and model.

    Several files or seeds become several runs, each in a process of its own with its share of the
    cores; one that fails does not stop the others.
    """
    from seqlab.experiment.experiment import read_experiment

    files, overrides = split_words("train", words, config)
    seed_overrides = [[f"seed={seed}"] for seed in dict.fromkeys(seeds or [])] or [[]]
    read = [read_experiment(file, *overrides, *seed) for file in files for seed in seed_overrides]
    experiments = [experiment for experiment, _ in read]
    if dry_run:
        _print_resolved(experiments, as_json=as_json)
        return
    _refuse_naive(files, experiments)
    print_advice(*read)
    try:
        with second_leaves_at_once():
            if len(experiments) == 1:
                with placed(read[0][1]):
                    _train_one(experiments[0], outputs, as_json=as_json)
            else:
                _train_several(experiments, outputs, jobs, as_json=as_json)
    except KeyboardInterrupt as interrupted:
        tell_how_to_go_on(interrupted)


def _refuse_naive(files: Sequence[str | Path], experiments: list[Experiment]) -> None:
    """Refuse a model without weights before another one is trained for hours.

    Each file stands for as many experiments as there are seeds, one after the other.
    """
    from seqlab.errors import ConfigError

    seeds = len(experiments) // len(files)
    for file, experiment in zip(files, experiments[::seeds], strict=True):
        if not experiment.model.learns:
            raise ConfigError(
                f"{file}: model.kind is {experiment.model.kind}, which has nothing to train.",
                remedy=f"`seqlab baseline {file}` says what it scores.",
            )


def _print_resolved(experiments: list[Experiment], *, as_json: bool) -> None:
    if as_json:
        documents = [experiment.model_dump(mode="json") for experiment in experiments]
        print_json(documents if len(documents) > 1 else documents[0])
    else:
        typer.echo("---\n".join(experiment.to_yaml() for experiment in experiments), nl=False)


def _train_one(experiment: Experiment, outputs: Path, *, as_json: bool) -> None:
    from seqlab.cli.progress import Screen
    from seqlab.recipes.train import train_experiment

    screen = Screen(progress_console())
    run = train_experiment(experiment, outputs, screen.observer())
    print_result(run, as_json=as_json)


def _train_several(
    experiments: list[Experiment], outputs: Path, jobs: int, *, as_json: bool
) -> None:
    from seqlab.cli.progress import Screen
    from seqlab.errors import SeqlabError
    from seqlab.recipes.jobs import failures, title_of, train_several
    from seqlab.runs.reader import Run
    from seqlab.runs.summary import summarise

    screen = Screen(progress_console())
    outcomes = train_several(
        experiments, outputs, jobs, lambda experiment: screen.observer(title_of(experiment))
    )
    failed = [outcome for outcome in outcomes if outcome.error]
    runs = [Run(o.folder) for o in outcomes if o.folder is not None and not o.error]
    if as_json:
        errors = [{"name": o.experiment.name, "error": o.error} for o in failed]
        print_json({"runs": [result_record(run) for run in runs], "failed": errors})
    elif runs:
        print_table(runs_table([summarise(run) for run in runs]))
    if failed:
        raise SeqlabError(failures(outcomes))
