"""`seqlab backtest FILE`: would the model have been worth it at several times of the past?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seqlab.cli.advice import print_advice
from seqlab.cli.arguments import ConfigOption, Words, split_for_one
from seqlab.cli.output import (
    JsonOption,
    OutputsOption,
    print_json,
    print_table,
    progress_console,
    table,
    tell,
)
from seqlab.cli.placing import placed
from seqlab.interrupts import EXIT_CODE, second_leaves_at_once

if TYPE_CHECKING:
    from seqlab.experiment.experiment import Experiment
    from seqlab.suites.backtest import Backtested, Order


def backtest(
    words: Words = None,
    config: ConfigOption = None,
    windows: Annotated[
        int, typer.Option("--windows", "-n", metavar="N", min=2, help="Cutoffs.")
    ] = 5,
    every: Annotated[
        int | None,
        typer.Option(
            "--every",
            metavar="ROWS",
            min=1,
            help="Rows from one cutoff to the next.  [default: the horizon]",
        ),
    ] = None,
    refit: Annotated[
        str,
        typer.Option(
            "--refit",
            metavar="true|false|K",
            help="Train at each cutoff, at the first one alone, or at every K-th.",
        ),
    ] = "true",
    expanding: Annotated[
        bool,
        typer.Option(
            "--expanding/--rolling",
            help="Train on all rows before a cutoff, or on as many as the first one has.",
        ),
    ] = True,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", metavar="N", min=1, help="Runs at the same time.")
    ] = 1,
    outputs: OutputsOption = Path("outputs"),
    as_json: JsonOption = False,
) -> None:
    """Train an experiment at several cutoffs, and judge it on the window right behind each.

    Nothing behind a cutoff is seen before it: not by training, not by the choice of the best epoch,
    not by scaling, not by a baseline. The last cutoff's horizon ends with the data. Each cutoff is
    an ordinary run, and one that is done is not trained again, so that an interrupted backtest goes
    on where it stopped.
    """
    from seqlab.experiment.experiment import read_experiment
    from seqlab.recipes.cutoffs import Origins
    from seqlab.recipes.train import refuse_naive
    from seqlab.suites.backtest import Order

    file, overrides = split_for_one("backtest", words, config)
    read = read_experiment(file, *overrides)
    experiment, document = read
    order = Order(Origins(windows, every, not expanding), _refit(refit), jobs, outputs)
    refuse_naive(experiment)
    print_advice(read)
    try:
        with second_leaves_at_once(), placed(document):
            found = _run(experiment, order)
    except KeyboardInterrupt:
        typer.echo("Interrupted; the same command goes on where it stopped.", err=True)
        raise typer.Exit(EXIT_CODE) from None
    apart = found.cutoffs[0].cutoff.before_end - found.cutoffs[1].cutoff.before_end
    if apart < found.cutoffs[0].cutoff.dataset.horizon:
        tell(
            "warning: the windows of neighbouring cutoffs overlap, so that they count the same "
            "errors several times and the interval is too narrow."
        )
    if as_json:
        print_json(_record(experiment, order, apart, found))
    else:
        _print(order, apart, found)


def _refit(text: str) -> int:
    """Every how manieth cutoff is trained; 0 for the first one alone."""
    from seqlab.errors import ConfigError

    known = {"true": 1, "false": 0}
    if text.lower() in known:
        return known[text.lower()]
    if not text.isdecimal() or int(text) == 0:
        raise ConfigError(
            f"--refit: expected true, false or a number of cutoffs from 1 on; given: {text!r:.60}.",
            remedy="--refit 3 trains at the first cutoff, the fourth, the seventh and so on.",
        )
    return int(text)


def _run(experiment: Experiment, order: Order) -> Backtested:
    from seqlab.cli.progress import Screen
    from seqlab.suites.backtest import run_backtest

    screen = Screen(progress_console())
    return run_backtest(experiment, order, screen.observer(), screen.observer)


def _record(experiment: Experiment, order: Order, apart: int, found: Backtested) -> dict[str, Any]:
    return {
        "experiment": experiment.name,
        "metric": found.cutoffs[0].asked.metric.record(),
        "windows": order.origins.windows,
        "every": apart,
        "rows": "rolling" if order.origins.is_rolling else "expanding",
        "refit": order.refit,
        "lines": [line.record() for line in found.result.lines],
        "verdict": found.result.verdict.record(),
        "cutoffs": [judged.record() for judged in found.cutoffs],
    }


def _print(order: Order, apart: int, found: Backtested) -> None:
    _print_lines(found)
    result = found.result
    typer.echo(f"{result.lines[0].name}: {result.verdict.sentence()}")
    rows = "as many rows as the first" if order.origins.is_rolling else "all rows before it"
    trained = {0: "the first", 1: "each"}.get(order.refit, f"every {order.refit}.")
    typer.echo(
        f"{len(found.cutoffs)} cutoffs, {apart:,} rows apart; trained at {trained}, on {rows}\n"
    )
    has_times = any(judged.cutoff.first for judged in found.cutoffs)
    each = table(
        "cutoff",
        *(["from"] if has_times else []),
        right=(found.cutoffs[0].asked.noun, *(line.name for line in result.lines), "run"),
    )
    for number, judged in enumerate(found.cutoffs):
        first = [judged.cutoff.first] if has_times else []
        values = [f"{line.values[number]:.4f}" for line in result.lines]
        count = f"{judged.judgement.samples.count:,}"
        each.add_row(f"-{judged.cutoff.before_end}", *first, count, *values, judged.run.id)
    print_table(each)


def _print_lines(found: Backtested) -> None:
    """The model and each baseline over all cutoffs, in original units where there are some."""
    asked, originals = found.cutoffs[0].asked, _originals(found)
    in_units = [f"{asked.metric.name} in {asked.unit or 'original units'}"] if originals else []
    right = (f"mean {asked.metric.name}", "spread", *in_units, "above the model", "95 % interval")
    lines = table("", right=right)
    for line in found.result.lines:
        cells = [f"{line.mean:.4f}", f"{line.spread:.4f}"]
        cells += [f"{originals[line.name]:.4f}"] if originals else []
        if line.apart is not None:
            cells += [f"{line.apart.mean:+.4f}", f"{line.apart.low:+.4f} to {line.apart.high:+.4f}"]
        lines.add_row(line.name, *cells)
    print_table(lines)


def _originals(found: Backtested) -> dict[str, float]:
    """The mean over cutoffs in original units, by line; empty where there are none."""
    from seqlab.evaluation.backtest import MODEL

    values: dict[str, list[float | None]] = {}
    for judged in found.cutoffs:
        values.setdefault(MODEL, []).append(judged.judgement.model.original)
        for rival in judged.judgement.rivals:
            values.setdefault(rival.name, []).append(rival.scores.original)
    known = {name: [v for v in own if v is not None] for name, own in values.items()}
    if any(len(known[line.name]) < len(found.cutoffs) for line in found.result.lines):
        return {}
    return {line.name: sum(known[line.name]) / len(known[line.name]) for line in found.result.lines}
