"""`seqlab baseline FILE`: what simple models score."""

from __future__ import annotations

from typing import Annotated

import typer

from seqlab.cli.arguments import ConfigOption, Split, Words, split_for_one
from seqlab.cli.judgement import print_rivals
from seqlab.cli.output import JsonOption, print_json, tell
from seqlab.cli.placing import placed


def baseline(
    words: Words = None,
    config: ConfigOption = None,
    split: Annotated[Split, typer.Option("--split", help="The samples to judge on.")] = (
        Split.VALIDATION
    ),
    everything: Annotated[
        bool, typer.Option("--all", help="Score every baseline that there is for this data.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Score the baseline on exactly the samples that the experiment's model is judged on."""
    from seqlab.evaluation.judging import contenders
    from seqlab.experiment.experiment import every_baseline, read_experiment
    from seqlab.runs.asked import Asked
    from seqlab.runs.scores import baseline_record, rival_record

    file, overrides = split_for_one("baseline", words, config)
    experiment, document = read_experiment(file, *overrides)
    wanted = experiment.judged_beside
    if everything:
        named = {one.kind for one in wanted}
        wanted = (*wanted, *(one for one in every_baseline() if one.kind not in named))
    with placed(document):
        data = experiment.dataset.load()
        if everything:
            wanted = tuple(one for one in wanted if not one.obstacle(data))
        beside = contenders(wanted if everything else wanted[:1], data, split.value, tell)
    samples, asked = data.samples(split.value), Asked.of(data)
    rivals = [one.rival for one in beside]
    if as_json and everything:
        print_json(
            {"split": split.value, "baselines": [rival_record(asked, rival) for rival in rivals]}
        )
    elif as_json:
        first = rivals[0]
        print_json(baseline_record(asked, split.value, first.name, first.scores, samples))
    else:
        print_rivals(split.value, asked, rivals)
        typer.echo(f"{split.value}: {samples}")
