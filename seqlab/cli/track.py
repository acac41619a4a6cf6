"""`seqlab track RUN... --to TRACKER`: finished runs, sent to where people look at many of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seqlab.cli.arguments import complete_runs
from seqlab.cli.output import JsonOption, OutputsOption, print_json


def _complete_tracker(incomplete: str) -> list[str]:
    from seqlab.trackers.tracker import TRACKERS

    return [kind for kind in TRACKERS.kinds if kind.startswith(incomplete)]


def track(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="RUN|KEY=VALUE",
            help="Runs, as for `seqlab plot`; and settings of the tracker.",
            autocompletion=complete_runs,
            show_default=False,
        ),
    ],
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="TRACKER",
            help="Its name, such as tensorboard.",
            autocompletion=_complete_tracker,
            show_default=False,
        ),
    ],
    outputs: OutputsOption = Path("outputs"),
    as_json: JsonOption = False,
) -> None:
    """Send completed runs to a tracker. Sent again, a run takes the place of its earlier copy."""
    from seqlab.errors import ConfigError, DataError
    from seqlab.experiment.overrides import is_override
    from seqlab.runs.search import find_runs
    from seqlab.runs.untrusted import printable
    from seqlab.trackers.tracker import make_tracker

    references = [word for word in words if not is_override(word)]
    if not references:
        raise ConfigError("seqlab track needs a run.", remedy=f"Try `seqlab track last --to {to}`.")
    tracker = make_tracker(to, [word for word in words if is_override(word)])
    runs = find_runs(references, outputs)
    for run in runs:
        if run.status != "completed":
            raise DataError(
                f"The run {printable(run.path)} is {run.status}: only completed ones are sent.",
                remedy=f"`seqlab resume {printable(run.path)}` goes on with it.",
            )
    sent = []
    for run in runs:
        sent.append({"run": run.id, "folder": str(run.path), "to": tracker.send(run)})
        if not as_json:
            typer.echo(printable(sent[-1]["to"]))
    if as_json:
        print_json({"tracker": to, "runs": sent})
