"""`seqlab validate` names what is good and every problem of what is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.conftest import CONFIGS, SMALL, Cli, cli_environment

ESCAPE = "\x1b"
LOUD = SMALL.replace("silence: [overlap, horizon]", "silence: [overlap]")


def test_validate_tells_the_good_files_on_stdout_and_every_bad_one_on_stderr(
    seqlab_here: Cli, small_config: Path
) -> None:
    folder = small_config.parent
    (folder / "a.yaml").write_text(SMALL.replace("units", "unit"))
    (folder / "b.yaml").write_bytes(b"\xff\xfe")
    done = seqlab_here(
        "validate", "a.yaml", "small.yaml", "b.yaml", "c.yaml", CONFIGS / "imdb/gru.yaml"
    )
    assert done.returncode == 2
    assert done.stdout.splitlines() == [
        "small.yaml: ok: small, recurrent on synthetic_climate",
        f"{CONFIGS / 'imdb/gru.yaml'}: ok: imdb/gru, recurrent on imdb",
    ]
    assert "a.yaml:15:19: model.layers.0.unit: unknown key, did you mean `units`?" in done.stderr
    assert "b.yaml:1:1: the byte 0xff is not UTF-8 text" in done.stderr
    assert "There is no config 'c.yaml'" in done.stderr


def test_what_a_file_smuggles_into_a_message_reaches_no_terminal(
    seqlab_here: Cli, tmp_path: Path
) -> None:
    (tmp_path / "x.yaml").write_text('"\\e[2J": 1\nname: "\\e]0;x\\a"\n? "[red]\\e[31m"\n: 5\n')
    done = seqlab_here("validate", "x.yaml")
    assert done.returncode == 2
    assert "\\x1b[2J" in done.stderr and "[red]" in done.stderr
    assert ESCAPE not in done.stderr and "\a" not in done.stderr


def test_the_schema_is_one_json_document_that_fits_the_configs(seqlab_here: Cli) -> None:
    schema = json.loads(seqlab_here("schema").stdout)
    jsonschema.validate(yaml.safe_load(SMALL), schema)
    assert schema["properties"]["training"]["description"]


def test_a_file_whose_name_is_not_utf8_is_no_bug(seqlab_cli: Cli, tmp_path: Path) -> None:
    name = b"\xff.yaml".decode(errors="surrogateescape")
    (tmp_path / name).write_text(SMALL)
    done = seqlab_cli("validate", name)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "\\udcff.yaml: ok: small, recurrent on synthetic_climate\n"


def test_shipped_configs_are_checked_by_name(seqlab_here: Cli) -> None:
    done = seqlab_here("validate", "jena/gru", "quickstart.yaml")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "jena/gru: ok: jena/gru, recurrent on jena",
        "quickstart.yaml: ok: quickstart, recurrent on synthetic_climate",
    ]


@pytest.mark.parametrize(
    "text", [SMALL, SMALL.replace("units", "unit"), "experiments: [], name: a"]
)
def test_a_pipe_is_read_once(text: str, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.write(writer, text.encode())
    os.close(writer)
    done = subprocess.run(
        [sys.executable, "-m", "seqlab", "validate", "/dev/stdin"],
        cwd=tmp_path,
        env=cli_environment(tmp_path),
        stdin=reader,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(reader)
    assert "empty" not in done.stderr
    assert (done.returncode == 0) == (text == SMALL)


def test_a_warning_that_many_files_share_is_told_once(seqlab_here: Cli, tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.yaml").write_text(LOUD)
    done = seqlab_here("validate", "a.yaml", "b.yaml", "c.yaml")
    horizon, silence = done.stderr.splitlines()
    assert horizon.startswith("warning: a.yaml:3:1: horizon: ")
    assert horizon.endswith("(So in 2 more files.)")
    assert silence == "(silence: [horizon] in the config silences this.)"
    assert "more file" not in seqlab_here("validate", "a.yaml").stderr


def test_the_result_as_json_is_one_document(seqlab_here: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(LOUD)
    (tmp_path / "b.yaml").write_text(SMALL.replace("units", "unit"))
    suite = "name: s\nexperiments: [{config: a.yaml}]\n"
    (tmp_path / "s.yaml").write_text(suite)
    done = seqlab_here("validate", "--json", "a.yaml", "b.yaml", "s.yaml")
    assert done.returncode == 2
    good, bad, whole = json.loads(done.stdout)
    assert (good["file"], good["valid"], good["model"]) == ("a.yaml", True, "recurrent")
    (warning,) = good["warnings"]
    assert (warning["name"], warning["place"]) == ("horizon", "a.yaml:3:1")
    assert (bad["file"], bad["valid"]) == ("b.yaml", False)
    assert "b.yaml:15:19: model.layers.0.unit: unknown key" in bad["problem"]
    assert (whole["kind"], whole["experiments"], whole["claims"]) == ("suite", 1, 0)


def test_a_search_is_checked_with_its_experiment(tmp_path, seqlab_here) -> None:
    (tmp_path / "s.yaml").write_text(
        "experiment: quickstart\ntrials: 1\nparameters: {training.epochs: {values: [1, 2]}}\n"
    )
    done = seqlab_here("validate", "s.yaml")
    assert done.stdout == "s.yaml: ok: the search s, 1 parameter, 1 trial\n"
    (tmp_path / "s.yaml").write_text(
        "experiment: quickstart\ntrials: 1\nparameters: {training.epoch: {values: [1, 2]}}\n"
    )
    done = seqlab_here("validate", "s.yaml")
    assert (done.returncode, "s.yaml:3:40: training.epoch: unknown key" in done.stderr) == (2, True)
