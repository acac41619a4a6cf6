"""`seqlab validate FILE...` and `seqlab schema`: configs checked without training."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seqlab.cli.advice import print_advice
from seqlab.cli.arguments import complete_config
from seqlab.cli.output import JsonOption, print_json

if TYPE_CHECKING:
    from seqlab.experiment.document import Document
    from seqlab.experiment.experiment import Experiment


def validate(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="Configs, suites and searches, or the names of configs that come with seqlab.",
            autocompletion=complete_config,
            show_default=False,
        ),
    ],
    as_json: JsonOption = False,
) -> None:
    """Check configs, suites and searches, and name every problem with its place.

    Loads no data and no TensorFlow.
    """
    from seqlab.errors import ConfigError

    failures: list[str] = []
    records: list[dict[str, Any]] = []
    read: list[tuple[Experiment, Document]] = []
    for file in files:
        try:
            what, pair = _check(file)
        except ConfigError as error:
            failures.append(str(error))
            records.append({"file": file, "valid": False, "problem": str(error)})
            continue
        read += pair
        records.append({"file": file, "valid": True, **what, "warnings": _warnings(*pair)})
        if not as_json:
            kind = "" if what["kind"] == "experiment" else f"the {what['kind']} "
            typer.echo(f"{file}: ok: {kind}{what['name']}, {_summary(what)}")
    if as_json:
        print_json(records)
    else:
        print_advice(*read)
    if failures:
        raise ConfigError("\n".join(failures))


def _check(file: str) -> tuple[dict[str, Any], list[tuple[Experiment, Document]]]:
    """What a valid file is, and its experiment: a suite has none of its own.

    The file is read once: a pipe such as /dev/stdin holds its text only once.
    """
    from seqlab.experiment.experiment import make_experiment
    from seqlab.experiment.shipped import find_config
    from seqlab.experiment.source import read_file
    from seqlab.suites.shipped import shipped_suites

    suites = shipped_suites()
    path = suites[file] if file in suites and not Path(file).is_file() else find_config(file)
    document = read_file(path)
    if isinstance(document.data, dict) and "experiments" in document.data:  # no experiment has it
        from seqlab.suites.suite import load_suite

        suite = load_suite(path, document)
        counts = {"experiments": len(suite.members), "claims": len(suite.claims)}
        return {"kind": "suite", "name": suite.name, **counts}, []
    if isinstance(document.data, dict) and "parameters" in document.data:
        from seqlab.searches.search import load_search

        search, base = load_search(path, document)
        counts = {"parameters": len(search.space.dimensions), "trials": search.trials}
        return {"kind": "search", "name": search.name, **counts}, [(search.experiment, base)]
    experiment = make_experiment(document, path)
    parts = {"dataset": experiment.dataset.kind, "model": experiment.model.kind}
    return {"kind": "experiment", "name": experiment.name, **parts}, [(experiment, document)]


def _summary(what: dict[str, Any]) -> str:
    if what["kind"] == "experiment":
        return f"{what['model']} on {what['dataset']}"
    counts = {name: count for name, count in what.items() if isinstance(count, int)}
    return ", ".join(
        f"{count} {name if count != 1 else name.removesuffix('s')}"
        for name, count in counts.items()
    )


def _warnings(*read: tuple[Experiment, Document]) -> list[dict[str, Any]]:
    from seqlab.experiment.advice import advise

    found = [advice for pair in read for advice in advise(*pair)]
    return [{**asdict(advice), "place": str(advice.place)} for advice in found]


def schema() -> None:
    """Print the JSON schema of a config, for editors that complete and check as one types."""
    from seqlab.experiment.experiment import json_schema

    print_json(json_schema())
