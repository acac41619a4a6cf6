"""`seqlab count-waves FILE`: a command beside those of seqlab."""

from __future__ import annotations

import typer

import seqlab
from signals_for_seqlab.signals import SHAPES


def count_waves(file: str) -> None:
    """Count the waves of each shape in the training split of an experiment."""
    data = seqlab.load_experiment(file).dataset.load()
    labels = list(data.training_targets())
    for number, shape in enumerate(SHAPES):
        typer.echo(f"{shape} {labels.count(number)}")
