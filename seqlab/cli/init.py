"""`seqlab init FILE`: a config for someone's own file of series or texts."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer


def init(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A CSV, TSV (also packed with gzip) or Parquet file of series or texts; of texts "
            "also JSONL, or a folder with a folder of .txt files for each class.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            metavar="FILE.yaml",
            help="Where to; by default in this folder, named like FILE.",
        ),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option("--target", metavar="NAME", help="The column to forecast, of series."),
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", metavar="NAME", help="The column of texts.")
    ] = None,
    label: Annotated[
        str | None, typer.Option("--label", metavar="NAME", help="The column of their labels.")
    ] = None,
) -> None:
    """Look at a file and write a complete, commented config for it. Never replaces a file."""
    from seqlab.datasets.sources.own_file.find import find_own_file
    from seqlab.datasets.sources.series_file.first_config import first_config
    from seqlab.datasets.sources.series_file.looks import look
    from seqlab.datasets.sources.text_file.first_config import first_text_config
    from seqlab.datasets.sources.text_file.looks import look_at_texts
    from seqlab.datasets.sources.text_file.read import FORMS
    from seqlab.errors import ConfigError
    from seqlab.experiment.name import name_after

    if target is not None and (text is not None or label is not None):
        raise ConfigError(
            "--target is for series, --text and --label are for texts.",
            remedy="Name the columns of one of them.",
        )
    data = find_own_file(str(file), None, FORMS, may_be_folder=target is None, setting="FILE")
    called = file.name if file.name.strip(".") else data.resolve().name
    stem = Path(called.split(".")[0] or called)
    config = output or stem.with_suffix(".yaml")
    if config.exists():
        raise ConfigError(
            f"{config} exists already.",
            remedy="Write to another name: "
            f"seqlab init {shlex.quote(str(file))} --output FILE.yaml",
        )
    place = name_after(stem), _relative(data, config.parent), config
    texts = look_at_texts(data, text, label) if target is None else None
    if texts is not None:
        content, problem = first_text_config(texts, *place), texts.problem
    else:
        series = look(data, target)
        content, problem = first_config(series, *place), series.problem
    try:
        config.parent.mkdir(parents=True, exist_ok=True)
        with config.open("x", encoding="utf-8") as stream:
            stream.write(content)
    except OSError as error:
        raise ConfigError(f"{config} cannot be written: {error.strerror}.") from error
    typer.echo(f"{config}\n\nNext:")
    for command in ("inspect", "train"):
        typer.echo(f"  seqlab {command} --config {shlex.quote(str(config))}")
    if problem:
        typer.echo(f"\nThe file cannot be read yet. {problem}", err=True)


def _relative(data: Path, folder: Path) -> str:
    """The path of a file as a config in a folder names it: from SEQLAB_DATA if it is only there."""
    own = os.environ.get("SEQLAB_DATA")
    for base in (folder, *([Path(own)] if own else [])):
        if data.absolute().is_relative_to(base.absolute()):
            return data.absolute().relative_to(base.absolute()).as_posix()
    return Path(os.path.relpath(data, folder)).as_posix()
