"""The command line as a whole: which commands there are."""

from __future__ import annotations

from typing import Annotated

import typer

from seqlab.cli import (
    backtest,
    baseline,
    compare,
    diff,
    estimate,
    evaluate,
    export,
    init,
    inspect,
    plot,
    plugins,
    predict,
    report,
    reproduce,
    resume,
    search,
    track,
    train,
    validate,
    verify,
    watch,
)
from seqlab.cli.added import Commands
from seqlab.cli.configs import configs_app
from seqlab.cli.data import data_app
from seqlab.cli.runs import runs_app
from seqlab.version import __version__

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # click's own help: quick to import, and whole at any width
    context_settings={"help_option_names": ["-h", "--help"]},
    help="One YAML file trains a sequence model in Keras and says whether it was worth it.",
)
for _command, _summary in (
    (init.init, "Write a config for your own file of series."),
    (train.train, "Train an experiment and leave a run folder."),
    (resume.resume, "Go on with a run from its last finished epoch."),
    (baseline.baseline, "Score the baseline on an experiment's samples."),
    (evaluate.evaluate, "Score a run's best model beside the baseline."),
    (predict.predict, "Forecast how the series of a run go on."),
    (export.export, "Write a run's model in files that run without seqlab."),
    (backtest.backtest, "Judge an experiment at several times of the past."),
    (search.search, "Try settings, and train the best again."),
    (verify.verify, "Check that a run folder is what it says."),
    (plot.plot, "Draw the curves of runs."),
    (track.track, "Send runs to TensorBoard, or another tracker."),
    (report.report, "Write a page about runs, a suite or a folder of runs."),
    (reproduce.reproduce, "Set a suite beside its published values."),
    (inspect.inspect, "Show the splits, the data and the model."),
    (estimate.estimate, "Say what a training will cost."),
    (validate.validate, "Check configs, suites, searches."),
    (validate.schema, "Print the JSON schema of a config."),
    (plugins.plugins, "List what other packages add."),
):
    app.command(short_help=_summary)(_command)
runs_app.command("compare", short_help="Rank runs beside their baseline.")(compare.compare)
runs_app.command("watch", short_help="Show the runs in progress.")(watch.watch)
runs_app.command("diff", short_help="Show what differs between two runs.")(diff.diff)
app.add_typer(configs_app, name="configs")
app.add_typer(data_app, name="data")
app.add_typer(runs_app, name="runs")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"seqlab {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks of errors.")] = False,
) -> None:
    """Options of every command."""
