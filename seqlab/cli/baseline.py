"""`seqlab baseline FILE`: what doing nothing clever scores."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from seqlab.cli.arguments import ConfigOption, Words, split_for_one
from seqlab.cli.output import JsonOption, print_json
from seqlab.cli.placing import placed


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
    """Score the baseline on exactly the samples that the experiment's model is judged on."""
    from seqlab.evaluation.judging import baseline_scores
    from seqlab.experiment.experiment import read_experiment
    from seqlab.runs.asked import Asked
    from seqlab.runs.scores import baseline_record

    file, overrides = split_for_one("baseline", words, config)
    experiment, document = read_experiment(file, *overrides)
    with placed(document):
        data = experiment.dataset.load()
    scores, samples = baseline_scores(data, split.value), data.samples(split.value)
    asked = Asked.of(data)
    if as_json:
        print_json(baseline_record(asked, split.value, data.baseline, scores, samples))
        return
    metric = asked.metric.name
    original = "" if scores.original is None else f" = {scores.original:.4f} {asked.unit}"
    typer.echo(f"{data.baseline}  {metric} {scores.values[metric]:.4f}{original}")
    typer.echo(f"{split.value}: {samples}")
