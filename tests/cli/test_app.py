"""The command line as a whole: what it offers, and how it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

import seqlab
from tests.conftest import Cli

ESCAPE = "\x1b"
COMMANDS = (
    "train", "resume", "baseline", "evaluate", "predict", "verify", "plot", "report", "reproduce",
    "inspect", "estimate", "export", "validate", "schema", "configs", "data", "runs", "plugins",
    "track",
)  # fmt: skip
OPTIONS = {
    "train": ["-c, --config FILE", "--outputs DIR", "--seed N", "-j, --jobs N", "--dry-run"],
    "inspect": ["--plot FILE", "--oov N", "--json"],
    "validate": ["--json"],
    "runs compare": ["--outputs DIR", "--json", "--csv", "--markdown"],
    "data cache": ["--clear", "--json"],
}


def test_the_version_is_the_package_s(seqlab_here: Cli) -> None:
    done = seqlab_here("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"seqlab {seqlab.__version__}\n", "")


def test_help_names_every_command_and_says_whole_what_it_does(seqlab_here: Cli) -> None:
    done = seqlab_here("--help")
    assert (done.returncode, done.stderr) == (0, "")
    lines = {line.split()[0]: line for line in done.stdout.splitlines() if line.strip()}
    for command in COMMANDS:
        assert lines[command].endswith(".") and "..." not in lines[command]
    assert ESCAPE not in done.stdout


@pytest.mark.parametrize("columns", ["40", "80", "200"])
@pytest.mark.parametrize("command", OPTIONS)
def test_help_names_every_option_whole_at_any_width(
    command: str, columns: str, seqlab_here: Cli
) -> None:
    done = seqlab_here(*command.split(), "--help", COLUMNS=columns)
    assert done.returncode == 0
    for option in OPTIONS[command]:
        assert f"  {option}" in done.stdout
    assert "<bool>" not in done.stdout
    assert "\u2026" not in done.stdout  # what is cut


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["frobnicate"], "No such command 'frobnicate'"),
        (["train"], "seqlab train needs a config"),
        (["inspect", "seed=5"], "seqlab inspect needs a config"),
        (["train", "--config"], "'--config' requires an argument"),
        (["train", "--config", "gone.yaml"], "There is no config 'gone.yaml'"),
        (["train", "jena/grru"], "did you mean `jena/gru`?"),
        (["train", "small.yaml", "--epochs", "5"], "No such option: --epochs"),
        (["train", "small.yaml", "epochs"], "There is no config 'epochs'"),
        (["train", "small.yaml", "=5"], "override `=5`: expected KEY=VALUE"),
        (["train", "small.yaml", "model.kind=gru"], "no such kind: 'gru'"),
        (["baseline", "small.yaml", "--config", "a.yaml"], "takes one config, and these are 2"),
        (["baseline", "--config", "small.yaml", "--split", "all"], "'all'"),
        (["validate"], "Missing argument 'FILE"),
        (["configs", "show", "jena/gruu"], "did you mean `jena/gru`?"),
        (["data", "fetch", "weather"], "They are: jena, reviews, word_index"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_command_line_is_told_on_stderr_with_exit_code_2(
    arguments: list[str], says: str, seqlab_here: Cli, small_config: Path
) -> None:
    done = seqlab_here(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert ESCAPE not in done.stderr
    assert [path.name for path in small_config.parent.iterdir()] == ["small.yaml"]


def test_a_command_that_needs_a_config_gives_an_example(seqlab_here: Cli) -> None:
    done = seqlab_here("train")
    assert "`seqlab train quickstart`" in done.stderr
    assert "`seqlab configs list`" in done.stderr
