"""`seqlab inspect FILE`: what an experiment really asks, before it is trained."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seqlab.cli.advice import bad_readings, print_advice, print_data_warnings
from seqlab.cli.arguments import ConfigOption, Words, split_for_one
from seqlab.cli.output import JsonOption, print_json, print_table, table

if TYPE_CHECKING:
    from seqlab.experiment.experiment import Experiment


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
    from seqlab.recipes.inspect import inspect_data, inspect_model

    file, overrides = split_for_one("inspect", words, config)
    experiment, source = read_experiment(file, *overrides)
    print_advice((experiment, source))
    data = experiment.dataset.load()
    found = inspect_data(experiment, data)
    if plot is not None:
        _plot(experiment, found, plot)
    model = inspect_model(experiment, data)
    if found["task"] == "forecast":
        print_data_warnings(found["splits"], found["bad_rows"])
    if as_json:
        print_json({"name": experiment.name, "data": found, "model": model})
        return
    if found["task"] == "forecast":
        _print_series(found)
    else:
        _print_text(found, oov)
    typer.echo("")
    _print_model(model)
    if plot is not None:
        typer.echo(f"\n{plot}")


def _print_series(found: dict[str, Any]) -> None:
    window, splits = found["window"], found["splits"]
    typer.echo(
        f"{found['rows']:,} rows, one every {found['interval_minutes']:g} minutes, "
        f"{len(found['columns'])} columns"
    )
    typer.echo(
        f"window: {window['inputs']} inputs of {window['features']} numbers, reaching back "
        f"{_duration(window['reaches_back_minutes'])}; target: {found['target']}"
    )
    typer.echo(
        f"newest input: {_duration(window['newest_input_age_minutes'])} before the anchor row; "
        f"delay: {_duration(window['delay_minutes'])}; "
        f"true horizon: {_duration(window['horizon_minutes'])}"
    )
    first, stop = found["standardisation_rows"]
    typer.echo(f"standardised with rows {first:,} to {stop - 1:,}\n")
    rows = table("split", "from", "to", right=("rows", "windows", "targets in next split"))
    for name, split in splits.items():
        count = split["last_row"] - split["first_row"] + 1
        windows = f"{split['windows']:,}"
        rows.add_row(
            name,
            split["first_time"].replace("T", " "),
            split["last_time"].replace("T", " "),
            f"{count:,}",
            windows,
            f"{split['targets_in_next_split']:,}",
        )
    print_table(rows)
    purged = "; purged: no split's targets lie in the next one" if found["purge"] else ""
    typer.echo(f"\ndata problems (bad_rows: {found['bad_rows']}{purged})")
    for name, split in splits.items():
        typer.echo(f"  {name}: {_problems(split)}")


def _problems(split: dict[str, Any]) -> str:
    problems = bad_readings(split)
    if split["touched_windows"]:
        dropped = split["dropped_windows"]
        what = "left out" if dropped else "with such readings"
        problems.append(f"{_count(dropped or split['touched_windows'], 'windows')} {what}")
    problems += [f"{column} never changes" for column in split["constant_columns"]]
    counted = ("repeated_timestamps", "backward_timestamps")
    problems += [_count(split[key], key.replace("_", " ")) for key in counted if split[key]]
    if split["gaps"]:
        longest = _duration(split["longest_gap_hours"] * 60)
        problems.append(f"{_count(split['gaps'], 'gaps')}, the longest {longest}")
    return ", ".join(problems) or "none found"


def _count(number: int, things: str) -> str:
    """`1 gap`, `2 gaps`."""
    return f"{number:,} {things.removesuffix('s') if number == 1 else things}"


def _print_text(found: dict[str, Any], oov: int) -> None:
    from seqlab.runs.untrusted import printable

    if found["vocabulary"]:
        inputs = f"{found['length']} tokens, {found['vocabulary']:,} distinct"
    elif found["length"]:
        inputs = f"{found['length']} vectors of {found['features']:,} numbers"
    else:
        inputs = f"one vector of {found['features']:,} numbers"
    typer.echo(f"reviews as {inputs}; {found['steps_per_epoch']:,} batches in one pass\n")
    rows = table("split", right=("reviews", "negative", "positive"))
    for name, split in found["splits"].items():
        rows.add_row(name, *(f"{split[key]:,}" for key in ("reviews", "negative", "positive")))
    print_table(rows)
    vectors = found.get("vectors")
    if vectors:
        typer.echo(
            f"\nword vectors of {vectors['dimension']} numbers for {vectors['words_found']:,} of "
            f"{vectors['words']:,} words, {vectors['share_of_training_words_found']:.1%} of the "
            "training text"
        )
        for word in vectors["missing"][:oov]:
            typer.echo(f"  without one: {printable(word)}")


def _print_model(model: dict[str, Any]) -> None:
    rows = table("layer", "type", "output", right=("parameters",))
    for layer in model["layers"]:
        rows.add_row(layer["name"], layer["type"], layer["output"], f"{layer['parameters']:,}")
    rows.add_row("total", "", "", f"{model['parameters']:,}", style="bold")
    print_table(rows)
    for name, obstacle in model["cudnn_obstacles"].items():
        verdict = f"without cuDNN's kernel: {obstacle}" if obstacle else "by cuDNN's kernel"
        typer.echo(f"model.{name}: on a GPU computed {verdict}")


def _plot(experiment: Experiment, found: dict[str, Any], path: Path) -> None:
    from seqlab.datasets.series_dataset import SeriesDataset
    from seqlab.errors import ConfigError
    from seqlab.plots.series import draw_series
    from seqlab.plots.style import save_figure
    from seqlab.series.table import split_unit

    if not isinstance(experiment.dataset, SeriesDataset):
        raise ConfigError("--plot draws a time series; this dataset is text.")
    table, _ = experiment.dataset.read()
    name, unit = split_unit(found["target"])
    figure = draw_series(
        table.times,
        table.values[:, table.columns.index(found["target"])],
        "temperature" if name == "T" else name,
        unit,
        {s: (split["first_row"], split["last_row"] + 1) for s, split in found["splits"].items()},
    )
    save_figure(figure, path)


def _duration(minutes: float) -> str:
    """Minutes as the largest fitting unit: 1500 is `25 hours`, 14400 `10 days`."""
    for unit, size in (("days", 1440), ("hours", 60)):
        if minutes >= 2 * size or (minutes and minutes % size == 0 and minutes >= size):
            return f"{minutes / size:.3g} {unit if minutes != size else unit[:-1]}"
    return f"{minutes:g} minutes"
