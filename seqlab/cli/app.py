"""The command line as a whole: which commands there are."""

from __future__ import annotations

from typing import Annotated

import typer

from seqlab.cli import (
    baseline,
    compare,
    diff,
    evaluate,
    inspect,
    plot,
    reproduce,
    resume,
    train,
    validate,
    verify,
)
from seqlab.cli.configs import configs_app
from seqlab.cli.data import data_app
from seqlab.cli.runs import runs_app
from seqlab.version import __version__

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="One YAML file trains a sequence model in Keras and says whether it was worth it.",
)
app.command()(train.train)
app.command()(resume.resume)
app.command()(baseline.baseline)
app.command()(evaluate.evaluate)
app.command()(verify.verify)
app.command()(plot.plot)
app.command()(reproduce.reproduce)
app.command()(inspect.inspect)
app.command()(validate.validate)
app.command()(validate.schema)
runs_app.command("compare")(compare.compare)
runs_app.command("diff")(diff.diff)
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
