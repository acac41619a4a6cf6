"""`seqlab inspect FILE`: what an experiment really asks, before it is trained."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seqlab.cli.advice import print_advice, print_warnings
from seqlab.cli.arguments import ConfigOption, Words, split_for_one
from seqlab.cli.output import JsonOption, print_json, print_table, table
from seqlab.cli.placing import placed

if TYPE_CHECKING:
    from seqlab.experiment.experiment import Experiment
    from seqlab.tasks.data import Data
    from seqlab.tasks.inspection import Inspection


def inspect(
    words: Words = None,
    config: ConfigOption = None,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FILE", help="Draw the target series to a PNG or SVG."),
    ] = None,
    oov: Annotated[
        int,
        typer.Option("--oov", metavar="N", min=0, help="List N words without a word vector."),
    ] = 0,
    as_json: JsonOption = False,
) -> None:
    """Show the splits, the true horizon, data problems and the model's layers."""
    from seqlab.experiment.experiment import read_experiment
    from seqlab.recipes.inspect import inspect_model
    from seqlab.tasks.data import ORDER

    file, overrides = split_for_one("inspect", words, config)
    experiment, source = read_experiment(file, *overrides)
    print_advice((experiment, source))
    with placed(source):
        data = experiment.dataset.load()
        model = inspect_model(experiment, data)
    found = data.inspect()
    if plot is not None:
        _plot(experiment, data, plot)
    print_warnings(data.warnings(ORDER))
    if as_json:
        print_json({"name": experiment.name, "data": found.record, "model": model})
        return
    _print_data(found, oov)
    typer.echo("")
    _print_model(model)
    if plot is not None:
        typer.echo(f"\n{plot}")


def _print_data(found: Inspection, oov: int) -> None:
    from seqlab.runs.untrusted import printable

    for line in found.facts:
        typer.echo(line)
    typer.echo("")
    rows = table(*found.splits.words, right=found.splits.numbers)
    for cells in found.splits.rows:
        rows.add_row(*cells)
    print_table(rows)
    if found.notes:
        typer.echo("")
    for line in found.notes:
        typer.echo(line)
    for word in found.unknown_words[:oov]:
        typer.echo(f"  without a vector: {printable(word)}")


def _print_model(model: dict[str, Any]) -> None:
    rows = table("layer", "type", "output", right=("parameters",))
    for layer in model["layers"]:
        rows.add_row(layer["name"], layer["type"], layer["output"], f"{layer['parameters']:,}")
    rows.add_row("total", "", "", f"{model['parameters']:,}", style="bold")
    print_table(rows)
    needed = math.ceil(model["memory"] / 1e8) / 10
    typer.echo(
        f"needs at least {needed:,.1f} GB of memory to train, beside TensorFlow and the data"
    )
    plan, reason = model["plan"], model["keras_steps_reason"]
    if plan is None:
        typer.echo(f"training on the {model['device']} by Keras's own steps: {reason}")
    else:
        compiled = "compiled by XLA" if plan["jit"] else "not compiled"
        parts = "in one piece" if plan["shards"] == 1 else f"in {plan['shards']} parts side by side"
        typer.echo(f"training on the {model['device']}: each batch {parts}, {compiled}")
    for name, obstacle in model["cudnn_obstacles"].items():
        verdict = f"without cuDNN's kernel: {obstacle}" if obstacle else "by cuDNN's kernel"
        typer.echo(f"model.{name}: on a GPU computed {verdict}")


def _plot(experiment: Experiment, data: Data, path: Path) -> None:
    from seqlab.errors import ConfigError
    from seqlab.plots.series import draw_series
    from seqlab.plots.style import save_figure

    drawings = experiment.dataset.drawings(data)
    if not drawings:
        raise ConfigError(
            f"--plot draws a time series, and dataset {experiment.dataset.kind} has none.",
            remedy="Leave --plot out.",
        )
    save_figure(draw_series(drawings), path)
