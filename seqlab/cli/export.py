"""`seqlab export RUN`: a model in files that run without seqlab."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from seqlab.cli.arguments import RunArgument
from seqlab.cli.output import JsonOption, OutputsOption, print_json, tell


def export(
    run: RunArgument,
    formats: Annotated[
        list[str],
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="saved_model, onnx, litert or keras; repeatable.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FOLDER",
            help="The folder to write; it must not hold anything yet.",
            show_default=False,
        ),
    ],
    atol: Annotated[
        float | None,
        typer.Option(
            "--atol",
            metavar="NUMBER",
            min=0,
            help="How far answers may be from the run's own, in the units of the output; without "
            "it a ten-thousandth of a target's scale.",
        ),
    ] = None,
    outputs: OutputsOption = Path("outputs"),
    as_json: JsonOption = False,
) -> None:
    """Write a run's best model with its preprocessing inside, a README and a model card.

    What was written is then run on up to 1,000 samples of the validation split; where its answers
    are not the run's own, nothing is left and the exit code is 1.
    """
    from seqlab.recipes.export import export_run
    from seqlab.runs.search import find_run
    from seqlab.runs.untrusted import printable

    record = export_run(find_run(run, outputs), formats, output, atol, tell)
    if as_json:
        print_json(record)
        return
    for name, one in record["formats"].items():
        typer.echo(_line(name, one, record))
    typer.echo(printable(output))


def _line(name: str, one: dict[str, Any], record: dict[str, Any]) -> str:
    """What came out for a format: `onnx: model.onnx, at most 2.5e-06 degC from the run's own`."""
    unit = f" {record['unit']}" if record["unit"] else ""
    return (
        f"{name}: {one['file']}, at most {one['largest_difference']:.1e}{unit} from the run's own "
        f"answers to {record['samples']:,} samples"
    )
