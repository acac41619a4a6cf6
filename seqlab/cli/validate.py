"""`seqlab validate FILE...` and `seqlab schema`: configs checked without training."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seqlab.cli.advice import print_advice
from seqlab.cli.output import print_json


def validate(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="Configs and suites to check.")
    ],
) -> None:
    """Check configs and suites, and name every problem with its place.

    Loads no data and no TensorFlow.
    """
    from seqlab.errors import ConfigError

    failures = []
    for path in files:
        try:
            _validate(path)
        except ConfigError as error:
            failures.append(str(error))
    if failures:
        raise ConfigError("\n".join(failures))


def _validate(path: Path) -> None:
    from seqlab.experiment.experiment import read_experiment
    from seqlab.suites.suite import is_suite, load_suite

    if is_suite(path):
        suite = load_suite(path)
        counts = f"{len(suite.members)} experiments, {len(suite.claims)} claims"
        typer.echo(f"{path}: ok: the suite {suite.name}, {counts}")
        return
    experiment, source = read_experiment(path)
    parts = f"{experiment.model.kind} on {experiment.dataset.kind}"
    typer.echo(f"{path}: ok: {experiment.name}, {parts}")
    print_advice((experiment, source))


def schema() -> None:
    """Print the JSON schema of a config, for editors that complete and check as one types."""
    from seqlab.experiment.experiment import json_schema

    print_json(json_schema())
