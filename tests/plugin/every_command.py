"""Runs every command on the components of the installed package beside it, in one process.

Prints a JSON object: the output and the exit code of each command, by a name.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from typer.testing import CliRunner

from seqlab.cli.app import app
from seqlab.runs.search import find_run

SIGNALS = """\
name: third/signals
dataset: {kind: signals, noise: 0.1}
model: {kind: pooled}
training: {epochs: 10, optimizer: adam, learning_rate: 0.03}
"""
LENGTHS = """\
name: third/lengths
dataset:
  kind: synthetic_reviews
  reviews: 200
  encoding: {kind: word_lengths, longest: 9}
model: {kind: dense}
training: {epochs: 2}
"""
OWN_LAYER = """\
name: third/own_layer
dataset: {kind: signals, noise: 0.1}
model:
  kind: layers
  layers:
    - {layer: Differences}
    - {layer: Flatten}
training: {epochs: 2}
"""
SUITE = """\
name: third
experiments:
  - config: signals.yaml
    published: {metric: validation.accuracy, value: 0.5, tolerance: 0.1, source: made up}
claims:
  - claim: third/signals validation.accuracy > baseline
"""
COMMANDS = {
    "help": ["--help"],
    "plugins": ["plugins", "--json"],
    "without it": ["train", "quickstart", "--dry-run"],
    "validate": ["validate", "signals.yaml", "lengths.yaml", "suite.yaml"],
    "schema": ["schema"],
    "count": ["count-waves", "signals.yaml"],
    "baseline": ["baseline", "signals.yaml", "--json"],
    "inspect": ["inspect", "signals.yaml"],
    "inspect lengths": ["inspect", "lengths.yaml", "--json"],
    "no picture": ["inspect", "signals.yaml", "--plot", "signals.png"],
    "dry run": ["train", "signals.yaml", "--dry-run"],
    "train": ["train", "signals.yaml", "--json"],
    "train lengths": ["train", "lengths.yaml"],
    "train again": ["train", "signals.yaml", "seed=2"],
    "resume": ["resume", "last"],
    "train own layer": ["train", "own_layer.yaml", "--outputs", "own"],
    "inspect own layer": ["inspect", "own_layer.yaml", "--json"],
    "evaluate": ["evaluate", "last", "--split", "test"],
    "verify": ["verify", "last", "--rerun"],
    "list": ["runs", "list"],
    "show": ["runs", "show", "last"],
    "compare": ["runs", "compare", "third/*"],
    "diff": ["runs", "diff"],
    "plot": ["plot", "last"],
    "reproduce": ["reproduce", "suite.yaml", "--results", "results"],
}


def main() -> None:
    files = {"signals": SIGNALS, "lengths": LENGTHS, "own_layer": OWN_LAYER, "suite": SUITE}
    for name, text in files.items():
        Path(f"{name}.yaml").write_text(text)
    found = {}
    for name, arguments in COMMANDS.items():
        if name == "diff":
            folders = sorted(Path("outputs/third/signals").iterdir())
            arguments = [*arguments, *map(str, folders[:2])]  # noqa: PLW2901
        result = CliRunner().invoke(app, arguments)
        error = "" if result.exception is None else repr(result.exception)
        found[name] = {
            "code": result.exit_code,
            "out": result.stdout,
            "err": result.stderr,
            "error": error,
            "imported": any(module.startswith("signals_for_seqlab") for module in sys.modules),
        }
    run = find_run("last", Path("outputs"))
    waves = run.experiment().dataset.load()
    inputs = run.preprocessing().inputs(waves.waves["test"])  # type: ignore[attr-defined]
    predicted = run.model().predict(inputs, verbose=0).argmax(axis=1)
    share = (predicted == waves.labels["test"]).mean()  # type: ignore[attr-defined]
    json.dump({"commands": found, "accuracy on test": float(share)}, sys.stdout)


if __name__ == "__main__":
    main()
