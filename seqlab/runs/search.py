"""Finding runs below the outputs folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path

from seqlab.errors import ConfigError, DataError
from seqlab.runs.layout import STATUS, run_id
from seqlab.runs.reader import Run
from seqlab.runs.untrusted import printable, read_json_object

_SHOWN = 10


def list_runs(outputs: Path) -> list[Run]:
    """Find every run: a folder is one if it holds status.json.

    Args:
        outputs: the folder of all runs; it may be missing.

    Returns:
        The runs, newest first.
    """
    return sorted((Run(folder) for folder in _run_folders(outputs)), key=_age, reverse=True)


def find_run(reference: str, outputs: Path) -> Run:
    """Find the one run that the user means.

    Args:
        reference: a run folder, a run id, a unique prefix of one, or `last`.
        outputs: the folder of all runs.

    Returns:
        The run.

    Raises:
        ConfigError: no run or several runs are meant; it lists what there is.
    """
    if reference and (Path(reference) / STATUS).is_file():
        return Run(Path(reference))
    runs = list_runs(outputs)
    if not runs:
        raise ConfigError(
            f"There is no run {printable(reference)!r}: no run at all in the folder "
            f"{printable(outputs)}.",
            remedy="Start one with `seqlab train FILE`, or name the folder of your runs "
            "with --outputs.",
        )
    if reference == "last":
        return runs[0]
    exact = [run for run in runs if run.path.name == reference]
    meant = exact or [run for run in runs if run.path.name.startswith(reference)]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise ConfigError(
            f"{printable(reference)!r} means {len(meant)} runs:\n{_bullets(meant)}",
            remedy="Give more of the id, or the folder.",
        )
    raise ConfigError(
        f"There is no run {printable(reference)!r} in the folder {printable(outputs)}. "
        f"The newest of its {len(runs)}:\n{_bullets(runs)}",
        remedy="Give a run folder, a run id, the beginning of one, or `last`.",
    )


def find_runs(references: Sequence[str], outputs: Path) -> list[Run]:
    """Find all runs that the user means.

    Args:
        references: what `find_run` takes, or names of experiments, which mean all of their runs:
            `jena/gru`, or a pattern such as `jena/*`.
        outputs: the folder of all runs.

    Returns:
        The runs in the order of the references, each once.

    Raises:
        ConfigError: a reference means nothing, or the beginning of several run ids.
    """
    found: dict[Path, Run] = {}
    named = [(run, experiment_of(run)) for run in list_runs(outputs)]
    for reference in references:
        meant = [run for run, name in named if fnmatchcase(name, reference)]
        if not meant or (Path(reference) / STATUS).is_file():
            meant = [find_run(reference, outputs)]
        found |= {run.path.resolve(): run for run in meant}
    return list(found.values())


def experiment_of(run: Run) -> str:
    """The name of a run's experiment; empty where its folder is damaged."""
    try:
        return run.name
    except DataError:
        return ""


def _run_folders(outputs: Path) -> Iterator[Path]:
    waiting = [str(outputs)]
    while waiting:
        folder = waiting.pop()
        below = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name == STATUS:
                        yield Path(folder)
                        break
                    # Links are not followed: they may lead round in a circle.
                    if entry.is_dir(follow_symlinks=False):
                        below.append(entry.path)
                else:
                    waiting += below
        except OSError:
            continue  # not there, or not ours to read


def _age(run: Run) -> tuple[str, str, str]:
    """When a run started, in the form of a run id, which sorts by time.

    A copy has the name that it was given; what is damaged has nothing but its name.
    """
    started = run.path.name
    with suppress(DataError, ValueError, OverflowError):
        moment = datetime.fromisoformat(str(read_json_object(run.files.status).get("started")))
        started = run_id(moment)
    return started, run.path.name, str(run.path)


def _bullets(runs: list[Run]) -> str:
    lines = [f"  {printable(run.path)}" for run in runs[:_SHOWN]]
    if len(runs) > _SHOWN:
        lines.append(f"  and {len(runs) - _SHOWN} more: see `seqlab runs list`")
    return "\n".join(lines)
