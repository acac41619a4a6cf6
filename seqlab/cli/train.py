"""`seqlab train FILE`: the main job."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seqlab.cli.advice import print_advice, print_data_warnings
from seqlab.cli.arguments import ConfigOption, Words, split_words
from seqlab.cli.interrupts import INTERRUPTED, second_leaves_at_once
from seqlab.cli.output import (
    JsonOption,
    OutputsOption,
    print_json,
    print_table,
    progress_console,
)
from seqlab.cli.runs import runs_table
from seqlab.cli.scores import print_scores

if TYPE_CHECKING:
    from seqlab.experiment.experiment import Experiment
    from seqlab.runs.reader import Run


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
    seed_overrides = [[f"seed={seed}"] for seed in seeds or []] or [[]]
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
                _train_one(experiments[0], outputs, as_json=as_json)
            else:
                _train_several(experiments, outputs, jobs, as_json=as_json)
    except KeyboardInterrupt:
        tell_how_to_resume(outputs)
        raise typer.Exit(INTERRUPTED) from None


def _print_resolved(experiments: list[Experiment], *, as_json: bool) -> None:
    if as_json:
        documents = [experiment.model_dump(mode="json") for experiment in experiments]
        print_json(documents if len(documents) > 1 else documents[0])
    else:
        typer.echo("---\n".join(experiment.to_yaml() for experiment in experiments), nl=False)


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


def tell_how_to_resume(outputs: Path) -> None:
    """Name the command that goes on with each run that this process, or one of its own, left."""
    from seqlab.runs.search import interrupted_by
    from seqlab.runs.untrusted import printable

    runs = interrupted_by(os.getpid(), outputs)
    typer.echo("Interrupted. To go on:" if runs else "Interrupted before anything ran.", err=True)
    for run in runs:
        typer.echo(f"  seqlab resume {printable(run.path)}", err=True)


def _train_one(experiment: Experiment, outputs: Path, *, as_json: bool) -> None:
    from seqlab.recipes.train import train_experiment
    from seqlab.training.progress import ConsoleProgress

    run = train_experiment(experiment, outputs, ConsoleProgress(progress_console()))
    if as_json:
        print_json(result_record(run))
    else:
        print_result(run, run.metrics or {})


def _train_several(
    experiments: list[Experiment], outputs: Path, jobs: int, *, as_json: bool
) -> None:
    from seqlab.errors import SeqlabError
    from seqlab.recipes.jobs import train_several
    from seqlab.runs.reader import Run
    from seqlab.runs.summary import summarise
    from seqlab.training.progress import ConsoleProgress, make_bars

    screen = progress_console()
    bars = make_bars(screen) if screen.is_terminal else None
    with bars or nullcontext():
        outcomes = train_several(
            experiments,
            outputs,
            jobs,
            lambda experiment: ConsoleProgress(screen, title=_title(experiment), bars=bars),
        )
    failed = [outcome for outcome in outcomes if outcome.folder is None]
    runs = [Run(outcome.folder) for outcome in outcomes if outcome.folder is not None]
    if as_json:
        errors = [{"name": o.experiment.name, "error": o.error} for o in failed]
        print_json({"runs": [result_record(run) for run in runs], "failed": errors})
    elif runs:
        print_table(runs_table([summarise(run) for run in runs]))
    if failed:
        lines = [f"  {_title(outcome.experiment)}: {outcome.error}" for outcome in failed]
        count = f"{len(failed)} of {len(outcomes)} runs failed"
        raise SeqlabError("\n".join([f"{count}:", *lines]))


def _title(experiment: Experiment) -> str:
    return f"{experiment.name} seed {experiment.seed}"


def result_record(run: Run) -> dict[str, Any]:
    return {"run": run.id, "folder": str(run.path), "metrics": run.metrics}


def print_result(run: Run, metrics: dict[str, Any]) -> None:
    """The model's best epoch beside the baseline, and where everything is."""
    seen = ("training", "validation")
    findings = {split: found for split, found in metrics.get("data", {}).items() if split in seen}
    print_data_warnings(findings, run.config["dataset"].get("bad_rows"))
    naive = metrics["baseline"]["validation"]
    model = f"best epoch, {metrics['best_epoch']}"
    print_scores("validation", model, metrics["validation"], naive, metrics["skill"])
    typer.echo(
        f"{metrics['parameters']:,} parameters, {metrics['seconds_per_epoch']:.1f} s an epoch"
    )
    typer.echo(f"{run.path}")
