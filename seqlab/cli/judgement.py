"""A model's scores on one split beside the baseline's, as several commands print them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from seqlab.cli.output import print_table, table

if TYPE_CHECKING:
    from seqlab.runs.asked import Asked
    from seqlab.runs.scores import Judgement


def print_judgement(split: str, model: str, asked: Asked, judged: Judgement) -> None:
    """Print a line for the model, a line for the baseline, and the verdict.

    Args:
        split: its name.
        model: what to call the model.
        asked: how scores are to be read.
        judged: the model beside the baseline.
    """
    metric = asked.metric
    in_units = f"{metric.name} in {asked.unit}" if asked.unit else f"{metric.name}, original"
    has_original = judged.model.original is not None
    result = table(split, right=(metric.name, *([in_units] if has_original else [])))

    def row(label: str, value: float) -> None:
        original = asked.original(value)
        cells = [value, *([] if original is None else [original])]
        result.add_row(label, *(f"{cell:.4f}" for cell in cells))

    both = ((model, judged.model), (judged.name, judged.baseline))
    for name, scores in both:
        row(name, scores.values[metric.name])
    for name, scores in both:
        if scores.sound is not None:
            value, count = scores.sound
            row(f"{name}, {count:,} {asked.noun} with sound readings only", value)
    print_table(result)
    values = (judged.model.values[metric.name], judged.baseline.values[metric.name])
    typer.echo(verdict(metric.skill(*values), metric.shortfall))


def verdict(skill: float | None, shortfall: str) -> str:
    """Whether it was worth it, in a sentence.

    Args:
        skill: the share of the baseline's error that the model removes; None where that is 0.
        shortfall: what is removed: `error`, `mistakes`.
    """
    if skill is None:
        return f"The baseline makes no {shortfall}: no model can beat it on these samples."
    if skill > 0:
        return f"The model removes {skill:.1%} of the baseline's {shortfall}."
    return f"The model does not beat the baseline: {abs(skill):.1%} more {shortfall}."
