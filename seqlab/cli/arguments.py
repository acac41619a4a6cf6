"""What commands are given: configs and settings, and runs; and how a shell completes them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from seqlab.runs.reader import Run


def complete_config(incomplete: str) -> list[str]:
    """The configs that a word may become: those that come with seqlab, and files below."""
    from seqlab.experiment.shipped import shipped_configs

    folder = Path(incomplete).parent if not incomplete.endswith("/") else Path(incomplete)
    files = sorted(str(path) for path in folder.glob("*.yaml"))
    return _beginning_with(incomplete, [*shipped_configs(), *files])


def complete_run(context: typer.Context, incomplete: str) -> list[str]:
    """The runs that a word may become: `last`, and ids, the newest first."""
    return _beginning_with(incomplete, ["last", *(run.id for run in _runs(context))])


def complete_runs(context: typer.Context, incomplete: str) -> list[str]:
    """The same where several runs may be named: names of experiments as well."""
    from seqlab.runs.search import experiment_of

    runs = _runs(context)
    names = dict.fromkeys(name for run in runs if (name := experiment_of(run)))
    return _beginning_with(incomplete, ["last", *names, *(run.id for run in runs)])


def _runs(context: typer.Context) -> list[Run]:
    from seqlab.runs.search import list_runs

    return list_runs(Path(context.params.get("outputs") or "outputs"))


def _beginning_with(incomplete: str, words: list[str]) -> list[str]:
    return [word for word in words if word.startswith(incomplete)]


Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE|KEY=VALUE",
        help="An experiment's YAML file or the name of a config that comes with seqlab, such as "
        "jena/gru; and settings that replace those of the file.",
        autocompletion=complete_config,
        show_default=False,
    ),
]
ConfigOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--config",
        "-c",
        metavar="FILE",
        help="Another way to give a FILE.",
        autocompletion=complete_config,
        show_default=False,
    ),
]
RunArgument = Annotated[
    str,
    typer.Argument(
        metavar="RUN",
        help="A run folder, a run id, its beginning, or `last`.",
        autocompletion=complete_run,
        show_default=False,
    ),
]


RunArguments = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="RUN",
        help="Run folders, run ids, their beginnings, `last`, names of experiments, or patterns "
        "of names such as 'jena/*'.",
        autocompletion=complete_runs,
        show_default=False,
    ),
]


def split_words(
    command: str, words: Sequence[str] | None, config: Sequence[Path] | None
) -> tuple[list[str | Path], list[str]]:
    """Tell the FILEs among the words of a command from its KEY=VALUEs.

    Args:
        command: its name, for the example in the error.
        words: as they were given, in any order.
        config: what `--config` gave.

    Returns:
        The FILEs, those of `--config` first, and the KEY=VALUEs in their order.

    Raises:
        ConfigError: no FILE is given.
    """
    from seqlab.errors import ConfigError
    from seqlab.experiment.overrides import is_override

    files: list[str | Path] = list(config or [])
    files += [word for word in words or [] if not is_override(word)]
    if not files:
        raise ConfigError(
            f"seqlab {command} needs a config: a YAML file, or the name of one that comes with "
            "seqlab.",
            remedy=f"Try `seqlab {command} quickstart`, or `seqlab {command} jena/gru "
            "training.epochs=5`; `seqlab configs list` names them all.",
        )
    return files, [word for word in words or [] if is_override(word)]


def split_for_one(
    command: str, words: Sequence[str] | None, config: Sequence[Path] | None
) -> tuple[str | Path, list[str]]:
    """Like `split_words`, for a command that takes one FILE.

    Raises:
        ConfigError: no FILE is given, or several are.
    """
    from seqlab.errors import ConfigError

    files, overrides = split_words(command, words, config)
    if len(files) > 1:
        raise ConfigError(
            f"seqlab {command} takes one config, and these are {len(files)}: "
            f"{', '.join(map(str, files))}.",
            remedy="A setting is KEY=VALUE, such as training.epochs=5.",
        )
    return files[0], overrides


class Split(StrEnum):
    """The splits that have a baseline."""

    VALIDATION = "validation"
    TEST = "test"
