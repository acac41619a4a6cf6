"""`seqlab resume RUN`: go on with a run that was interrupted."""

from __future__ import annotations

from pathlib import Path

import typer

from seqlab.cli.arguments import RunArgument
from seqlab.cli.interrupts import INTERRUPTED, second_leaves_at_once
from seqlab.cli.output import JsonOption, OutputsOption, print_json, progress_console
from seqlab.cli.train import print_result, result_record, tell_how_to_resume


def resume(
    run: RunArgument,
    outputs: OutputsOption = Path("outputs"),
    as_json: JsonOption = False,
) -> None:
    """Go on with a run from its last finished epoch, as if it had never been interrupted."""
    from seqlab.recipes.train import resume_run
    from seqlab.runs.search import find_run
    from seqlab.training.progress import ConsoleProgress

    found = find_run(run, outputs)
    try:
        with second_leaves_at_once():
            finished = resume_run(found, ConsoleProgress(progress_console()))
    except KeyboardInterrupt:
        tell_how_to_resume(found.path.parent)
        raise typer.Exit(INTERRUPTED) from None
    if as_json:
        print_json(result_record(finished))
    else:
        print_result(finished, finished.metrics or {})
