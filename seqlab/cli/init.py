"""`seqlab init FILE`: a config for someone's own file of series."""

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
            metavar="FILE", help="A CSV, TSV (also packed with gzip) or Parquet file of series."
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
        str | None, typer.Option("--target", metavar="NAME", help="The column to forecast.")
    ] = None,
) -> None:
    """Look at a file and write a complete, commented config for it. Never replaces a file."""
    from seqlab.datasets.sources.own_file.find import find_own_file
    from seqlab.datasets.sources.series_file.first_config import first_config
    from seqlab.datasets.sources.series_file.looks import look
    from seqlab.errors import ConfigError
    from seqlab.experiment.name import name_after

    data = find_own_file(str(file), None)
    stem = Path(file.name.split(".")[0] or file.name)
    config = output or stem.with_suffix(".yaml")
    if config.exists():
        raise ConfigError(
            f"{config} exists already.",
            remedy="Write to another name: "
            f"seqlab init {shlex.quote(str(file))} --output FILE.yaml",
        )
    found = look(data, target)
    text = first_config(found, name_after(stem), _relative(data, config.parent), config)
    try:
        config.parent.mkdir(parents=True, exist_ok=True)
        with config.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise ConfigError(f"{config} cannot be written: {error.strerror}.") from error
    typer.echo(f"{config}\n\nNext:")
    for command in ("inspect", "train"):
        typer.echo(f"  seqlab {command} --config {shlex.quote(str(config))}")
    if found.problem:
        typer.echo(f"\nThe file cannot be read yet. {found.problem}", err=True)


def _relative(data: Path, folder: Path) -> str:
    """The path of a file as a config in a folder names it: from SEQLAB_DATA if it is only there."""
    own = os.environ.get("SEQLAB_DATA")
    for base in (folder, *([Path(own)] if own else [])):
        if data.absolute().is_relative_to(base.absolute()):
            return data.absolute().relative_to(base.absolute()).as_posix()
    return Path(os.path.relpath(data, folder)).as_posix()
