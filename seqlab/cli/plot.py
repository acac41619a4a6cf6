"""`seqlab plot RUN...`: pictures of runs."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Annotated

import typer

from seqlab.cli.arguments import RunArguments
from seqlab.cli.output import JsonOption, OutputsOption, print_json


def plot(
    runs: RunArguments,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="The picture to write: .png, .svg or .pdf."
        ),
    ] = None,
    outputs: OutputsOption = Path("outputs"),
    as_json: JsonOption = False,
) -> None:
    """Draw the loss curves of a run beside its baseline, or of several runs over each other.

    One run gets curves.png and curves.svg in its folder; several get comparison.png here, or the
    next number that is free.
    """
    from seqlab.plots.curves import draw_curves
    from seqlab.plots.style import check_format, save_figure
    from seqlab.runs.search import find_runs
    from seqlab.runs.untrusted import printable

    if output:
        check_format(output)
    found = find_runs(runs or [], outputs)
    figure = draw_curves(found)
    if output:
        paths = [output]
    elif len(found) == 1:
        paths = [found[0].files.curves_png, found[0].files.curves_svg]
    else:
        paths = [_unused("comparison")]
    for path in paths:
        save_figure(figure, path)
        if not as_json:
            typer.echo(printable(path))
    if as_json:
        print_json({"runs": [str(run.path) for run in found], "written": list(map(str, paths))})


def _unused(stem: str) -> Path:
    """`comparison.png`, or `comparison-2.png` and so on where that is taken."""
    names = (f"{stem}-{number}.png" if number > 1 else f"{stem}.png" for number in count(1))
    return next(path for path in map(Path, names) if not path.exists())
