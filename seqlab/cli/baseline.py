"""`seqlab baseline FILE`: what doing nothing clever scores."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from seqlab.cli.arguments import ConfigOption, Words, split_for_one
from seqlab.cli.output import JsonOption, print_json


class Split(StrEnum):
    """The splits that have a baseline."""

    VALIDATION = "validation"
    TEST = "test"


def baseline(
    words: Words = None,
    config: ConfigOption = None,
    split: Annotated[Split, typer.Option("--split", help="The samples to judge on.")] = (
        Split.VALIDATION
    ),
    as_json: JsonOption = False,
) -> None:
    """Score the naive forecast on exactly the samples that the experiment's model is judged on."""
    from seqlab.evaluation.baselines import baseline as score
    from seqlab.experiment.experiment import load_experiment

    file, overrides = split_for_one("baseline", words, config)
    experiment = load_experiment(file, *overrides)
    result = score(experiment.dataset.load(), split.value)
    if as_json:
        print_json(result)
        return
    if "mae" in result:
        typer.echo(
            f"{result['baseline']}  mae {result['mae']:.4f} = "
            f"{result['mae_original']:.4f} {result['unit']}"
        )
        hours = result["horizon_minutes"] / 60
        typer.echo(
            f"{result['split']}: {result['windows']:,} windows, {hours:g} hours ahead of the "
            "newest input"
        )
    else:
        typer.echo(f"{result['baseline']}  accuracy {result['accuracy']:.4f}")
        typer.echo(f"{result['split']}: {result['reviews']:,} reviews")
