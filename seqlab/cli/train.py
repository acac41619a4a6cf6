"""`seqlab train --config FILE`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seqlab.cli.output import (
    ConfigOption,
    JsonOption,
    OutputsOption,
    Overrides,
    console,
    print_json,
    progress_console,
    table,
)

if TYPE_CHECKING:
    from seqlab.runs.reader import Run

INTERRUPTED = 130


def train(
    config: ConfigOption,
    overrides: Overrides = None,
    outputs: OutputsOption = Path("outputs"),
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the resolved config and train nothing.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Train an experiment and leave a run folder with its history, metrics, curves and model."""
    from seqlab.experiment.experiment import load_experiment

    experiment = load_experiment(config, *(overrides or []))
    if dry_run:
        typer.echo(experiment.to_yaml(), nl=False)
        return
    from seqlab.recipes.train import train_experiment
    from seqlab.training.progress import ConsoleProgress

    try:
        run = train_experiment(experiment, outputs, ConsoleProgress(progress_console()))
    except KeyboardInterrupt:
        typer.echo("Interrupted; the epochs that ended are in the run folder.", err=True)
        raise typer.Exit(INTERRUPTED) from None
    metrics = run.metrics or {}
    if as_json:
        print_json({"run": run.id, "folder": str(run.path), "metrics": metrics})
    else:
        print_result(run, metrics)


def print_result(run: Run, metrics: dict[str, Any]) -> None:
    """The model's best epoch beside the baseline, and where everything is."""
    validation, naive = metrics["validation"], metrics["baseline"]["validation"]
    is_series = "mae" in validation
    result = table(
        "validation", right=("mae", f"mae in {validation['unit']}") if is_series else ("accuracy",)
    )
    for name, scores in (
        (f"best epoch, {metrics['best_epoch']}", validation),
        (naive["baseline"], naive),
    ):
        cells = ["mae", "mae_original"] if is_series else ["accuracy"]
        result.add_row(name, *(f"{scores[cell]:.4f}" for cell in cells))
    out = console()
    out.print(result)
    error = "error" if is_series else "mistakes"
    share = metrics["skill"]
    verdict = (
        f"removes {share:.1%} of the baseline's {error}"
        if share > 0
        else f"does not beat the baseline: {-share:.1%} more {error}"
    )
    out.print(f"The model {verdict}.")
    out.print(
        f"{metrics['parameters']:,} parameters, {metrics['seconds_per_epoch']:.1f} s an epoch"
    )
    out.print(f"{run.path}")
