"""`seqlab evaluate RUN`: the saved best model judged on a split, beside the baseline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seqlab.cli.advice import print_warnings
from seqlab.cli.arguments import RunArgument
from seqlab.cli.baseline import Split
from seqlab.cli.judgement import print_judgement
from seqlab.cli.output import JsonOption, OutputsOption, print_json


def evaluate(
    run: RunArgument,
    split: Annotated[Split, typer.Option("--split", help="The samples to judge on.")] = (
        Split.VALIDATION
    ),
    outputs: OutputsOption = Path("outputs"),
    as_json: JsonOption = False,
) -> None:
    """Score a run's best model beside the baseline for exactly the same samples.

    Training and the choice of the best epoch never touch the test split. It is for the last word on
    a model that is already chosen: every look at it is counted in the run folder.
    """
    from seqlab.recipes.evaluate import evaluate_run
    from seqlab.runs.scores import baseline_record
    from seqlab.runs.search import find_run

    found = find_run(run, outputs)
    result = evaluate_run(found, split.value)
    times = result.test_evaluations
    if len(times) > 1:
        typer.echo(_warning(times), err=True)
    print_warnings(result.warnings)
    asked, judged = result.asked, result.judgement
    if as_json:
        document = {
            "run": found.id,
            "folder": str(found.path),
            "split": split.value,
            "scores": judged.model.record(asked),
            "baseline": baseline_record(
                asked, split.value, judged.name, judged.baseline, judged.samples
            ),
            "skill": result.skill,
        }
        print_json(document | ({"test_evaluations": times} if times else {}))
        return
    print_judgement(split.value, "best model", asked, judged)
    typer.echo(str(judged.samples))


def _warning(times: list[str]) -> str:
    from seqlab.runs.untrusted import printable

    return (
        f"warning: this run was judged on its test split {len(times)} times, first on "
        f"{printable(times[0])}. A test score that has been seen takes part in what is decided "
        "next, and then flatters the model like a validation score: report the first one."
    )
