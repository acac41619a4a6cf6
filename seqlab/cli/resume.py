"""`seqlab resume RUN`: go on with a run that was interrupted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seqlab.cli.arguments import RunArgument
from seqlab.cli.output import JsonOption, OutputsOption, progress_console
from seqlab.cli.result import print_result, tell_how_to_go_on
from seqlab.interrupts import second_leaves_at_once


def resume(
    run: RunArgument,
    epochs: Annotated[
        int | None,
        typer.Option("--epochs", metavar="N", min=1, help="Train on until there are N epochs."),
    ] = None,
    outputs: OutputsOption = Path("outputs"),
    as_json: JsonOption = False,
) -> None:
    """Go on with a run from its last finished epoch, as if it had never been interrupted."""
    from seqlab.cli.progress import Screen
    from seqlab.recipes.train import resume_run
    from seqlab.runs.search import find_run

    found, screen = find_run(run, outputs), Screen(progress_console())
    try:
        with second_leaves_at_once():
            finished = resume_run(found, screen.observer(), epochs=epochs)
    except KeyboardInterrupt as interrupted:
        tell_how_to_go_on(interrupted)
    print_result(finished, as_json=as_json)
