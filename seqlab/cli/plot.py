"""`seqlab plot RUN...`: pictures of runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seqlab.cli.output import OutputsOption


def plot(
    runs: Annotated[
        list[str],
        typer.Argument(metavar="RUN", help="A run folder, a run id, its beginning, or `last`."),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The picture to write: .png, .svg or .pdf."),
    ] = None,
    outputs: OutputsOption = Path("outputs"),
) -> None:
    """Draw the loss curves of a run beside its baseline, or of several runs over each other.

    One run gets curves.png and curves.svg in its folder; several get comparison.png here.
    """
    from seqlab.plots.curves import draw_curves
    from seqlab.plots.style import check_format, save_figure
    from seqlab.runs.search import find_run
    from seqlab.runs.untrusted import printable

    if output:
        check_format(output)
    found = [find_run(reference, outputs) for reference in runs]
    figure = draw_curves(found)
    if output:
        paths = [output]
    elif len(found) == 1:
        paths = [found[0].files.curves_png, found[0].files.curves_svg]
    else:
        paths = [Path("comparison.png")]
    for path in paths:
        save_figure(figure, path)
        typer.echo(printable(path))
