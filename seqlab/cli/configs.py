"""`seqlab configs list|show|copy`: the experiments that come with seqlab."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from seqlab.cli.arguments import complete_config
from seqlab.cli.output import JsonOption, print_json, print_table, table

configs_app = typer.Typer(no_args_is_help=True, help="List, show and copy the configs of seqlab.")

Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="A name from `seqlab configs list`.",
        autocompletion=complete_config,
    ),
]


@configs_app.command("list")
def list_command(as_json: JsonOption = False) -> None:
    """List the experiments that come with seqlab."""
    from seqlab.experiment.shipped import shipped_configs, summary

    configs = {name: summary(path) for name, path in shipped_configs().items()}
    if as_json:
        print_json(configs)
        return
    rows = table("name", "what it is")
    for name, text in configs.items():
        rows.add_row(name, text)
    print_table(rows)


@configs_app.command("show")
def show_command(name: Name) -> None:
    """Print a config."""
    from seqlab.experiment.shipped import shipped_config

    typer.echo(shipped_config(name).read_text(encoding="utf-8"), nl=False)


@configs_app.command("copy")
def copy_command(
    name: Name,
    to: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="Where to; by default NAME.yaml below this folder."),
    ] = None,
) -> None:
    """Copy a config, so that you can change it. Never replaces a file."""
    from seqlab.errors import ConfigError
    from seqlab.experiment.shipped import launch_command, shipped_config

    source = shipped_config(name)
    target = to or Path(f"{name.removesuffix('.yaml')}.yaml")
    text = source.read_text(encoding="utf-8")
    command = f"seqlab train --config {shlex.quote(str(target))}"
    text = text.replace(launch_command(source), command, 1)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            f"The folder {target.parent} cannot be made: {error.strerror}."
        ) from error
    try:
        with target.open("x", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
    except FileExistsError:
        raise ConfigError(
            f"{target} exists already.",
            remedy=f"Copy to another name: seqlab configs copy {name} FILE",
        ) from None
    except OSError as error:
        raise ConfigError(f"{target} cannot be written: {error.strerror}.") from error
    typer.echo(str(target))
