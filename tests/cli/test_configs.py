"""`seqlab configs` lists, shows and copies what comes with seqlab."""

from __future__ import annotations

import json
from pathlib import Path

from seqlab.experiment.experiment import load_experiment
from tests.conftest import CONFIGS, Cli


def test_the_configs_are_listed_each_in_a_line_as_text_and_as_json(seqlab_here: Cli) -> None:
    document = json.loads(seqlab_here("configs", "list", "--json").stdout)
    assert len(document) == len([p for p in CONFIGS.rglob("*.yaml") if p.parent.name != "suites"])
    _, *lines = seqlab_here("configs", "list").stdout.splitlines()
    assert {line.split()[0]: " ".join(line.split()[1:]) for line in lines} == document


def test_a_config_is_shown_as_it_is(seqlab_here: Cli) -> None:
    done = seqlab_here("configs", "show", "jena/gru.yaml")
    assert done.stdout == (CONFIGS / "jena/gru.yaml").read_text()


def test_a_copied_config_is_the_same_experiment_and_names_its_own_command(
    seqlab_here: Cli, tmp_path: Path
) -> None:
    done = seqlab_here("configs", "copy", "jena/gru")
    assert (done.returncode, done.stdout) == (0, "jena/gru.yaml\n")
    done = seqlab_here("configs", "copy", "jena/gru", "my own/deep/copy.yaml")
    assert (done.returncode, done.stdout) == (0, "my own/deep/copy.yaml\n")
    for path in ("jena/gru.yaml", "my own/deep/copy.yaml"):
        assert load_experiment(tmp_path / path) == load_experiment(CONFIGS / "jena/gru.yaml")
    first = (tmp_path / "my own/deep/copy.yaml").read_text().splitlines()[0]
    assert first == "# seqlab train --config 'my own/deep/copy.yaml'"


def test_copying_never_replaces_a_file(seqlab_here: Cli, tmp_path: Path) -> None:
    (tmp_path / "quickstart.yaml").write_text("mine")
    done = seqlab_here("configs", "copy", "quickstart")
    assert done.returncode == 2
    assert "quickstart.yaml exists already" in done.stderr
    assert "seqlab configs copy quickstart FILE" in done.stderr
    assert (tmp_path / "quickstart.yaml").read_text() == "mine"
    done = seqlab_here("configs", "copy", "quickstart", "quickstart.yaml/inside.yaml")
    assert done.returncode == 2
    assert "The folder quickstart.yaml cannot be made" in done.stderr
