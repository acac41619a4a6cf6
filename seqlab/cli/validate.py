"""`seqlab validate FILE...` and `seqlab schema`: configs checked without training."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seqlab.cli.advice import print_advice
from seqlab.cli.output import print_json


def validate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Configs to check.")],
) -> None:
    """Check configs and name every problem with its place. Loads no data and no TensorFlow."""
    from seqlab.errors import ConfigError
    from seqlab.experiment.experiment import read_experiment

    failures = []
    for path in files:
        try:
            experiment, source = read_experiment(path)
        except ConfigError as error:
            failures.append(str(error))
        else:
            parts = f"{experiment.model.kind} on {experiment.dataset.kind}"
            typer.echo(f"{path}: ok: {experiment.name}, {parts}")
            print_advice((experiment, source))
    if failures:
        raise ConfigError("\n".join(failures))


def schema() -> None:
    """Print the JSON schema of a config, for editors that complete and check as one types."""
    from seqlab.experiment.experiment import json_schema

    print_json(json_schema())
