"""The commands that need no TensorFlow, through the real entry point."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
import yaml

import seqlab
from seqlab.experiment.experiment import load_experiment
from tests.conftest import CONFIGS, SMALL, Cli, cli_environment

ESCAPE = "\x1b"


def test_the_version_is_the_package_s(seqlab_cli: Cli) -> None:
    done = seqlab_cli("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"seqlab {seqlab.__version__}\n", "")


def test_help_names_every_command(seqlab_cli: Cli) -> None:
    done = seqlab_cli("--help")
    assert done.returncode == 0
    for command in (
        "train",
        "baseline",
        "evaluate",
        "plot",
        "inspect",
        "validate",
        "schema",
        "configs",
        "data",
    ):
        assert f"│ {command} " in done.stdout
    assert done.stderr == ""
    assert ESCAPE not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["frobnicate"], "No such command 'frobnicate'"),
        (["train"], "Missing option '--config'"),
        (["train", "--config"], "'--config' requires an argument"),
        (["train", "--config", "gone.yaml"], "gone.yaml cannot be read: No such file"),
        (["train", "--config", "small.yaml", "--epochs", "5"], "No such option: --epochs"),
        (["train", "--config", "small.yaml", "epochs"], "override `epochs`: expected KEY=VALUE"),
        (["train", "--config", "small.yaml", "model.kind=gru"], "no such kind: 'gru'"),
        (["baseline", "--config", "small.yaml", "--split", "all"], "'all'"),
        (["validate"], "Missing argument 'FILE"),
        (["configs", "show", "jena/gruu"], "did you mean `jena/gru`?"),
        (["data", "fetch", "weather"], "They are: jena, reviews, word_index"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_command_line_is_told_on_stderr_with_exit_code_2(
    arguments: list[str], says: str, seqlab_cli: Cli, small_config: Path
) -> None:
    done = seqlab_cli(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert ESCAPE not in done.stderr
    assert [path.name for path in small_config.parent.iterdir()] == ["small.yaml"]


def test_validate_tells_the_good_files_on_stdout_and_every_bad_one_on_stderr(
    seqlab_cli: Cli, small_config: Path
) -> None:
    folder = small_config.parent
    (folder / "a.yaml").write_text(SMALL.replace("units", "unit"))
    (folder / "b.yaml").write_bytes(b"\xff\xfe")
    done = seqlab_cli(
        "validate", "a.yaml", "small.yaml", "b.yaml", "c.yaml", CONFIGS / "imdb/gru.yaml"
    )
    assert done.returncode == 2
    assert done.stdout.splitlines() == [
        "small.yaml: ok: small, recurrent on synthetic_climate",
        f"{CONFIGS / 'imdb/gru.yaml'}: ok: imdb/gru, recurrent on imdb",
    ]
    assert "a.yaml:15:19: model.layers.0.unit: unknown key, did you mean `units`?" in done.stderr
    assert "b.yaml:1:1: the byte 0xff is not UTF-8 text" in done.stderr
    assert "c.yaml cannot be read" in done.stderr


def test_what_a_file_smuggles_into_a_message_reaches_no_terminal(
    seqlab_cli: Cli, tmp_path: Path
) -> None:
    (tmp_path / "x.yaml").write_text('"\\e[2J": 1\nname: "\\e]0;x\\a"\n? "[red]\\e[31m"\n: 5\n')
    done = seqlab_cli("validate", "x.yaml")
    assert done.returncode == 2
    assert "\\x1b[2J" in done.stderr and "[red]" in done.stderr
    assert ESCAPE not in done.stderr and "\a" not in done.stderr


def test_a_file_whose_name_is_not_utf8_is_no_bug(seqlab_cli: Cli, tmp_path: Path) -> None:
    name = b"\xff.yaml".decode(errors="surrogateescape")
    (tmp_path / name).write_text(SMALL)
    done = seqlab_cli("validate", name)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "\\udcff.yaml: ok: small, recurrent on synthetic_climate\n"


def test_the_schema_is_one_json_document_that_fits_the_configs(seqlab_cli: Cli) -> None:
    schema = json.loads(seqlab_cli("schema").stdout)
    jsonschema.validate(yaml.safe_load(SMALL), schema)
    assert schema["properties"]["training"]["description"]


def test_the_configs_are_listed_each_in_a_line_as_text_and_as_json(seqlab_cli: Cli) -> None:
    document = json.loads(seqlab_cli("configs", "list", "--json").stdout)
    assert len(document) == len([p for p in CONFIGS.rglob("*.yaml") if p.parent.name != "suites"])
    _, *lines = seqlab_cli("configs", "list").stdout.splitlines()
    assert {line.split()[0]: " ".join(line.split()[1:]) for line in lines} == document


def test_a_config_is_shown_as_it_is(seqlab_cli: Cli) -> None:
    done = seqlab_cli("configs", "show", "jena/gru.yaml")
    assert done.stdout == (CONFIGS / "jena/gru.yaml").read_text()


def test_a_copied_config_is_the_same_experiment_and_names_its_own_command(
    seqlab_cli: Cli, tmp_path: Path
) -> None:
    done = seqlab_cli("configs", "copy", "jena/gru")
    assert (done.returncode, done.stdout) == (0, "jena/gru.yaml\n")
    done = seqlab_cli("configs", "copy", "jena/gru", "my own/deep/copy.yaml")
    assert (done.returncode, done.stdout) == (0, "my own/deep/copy.yaml\n")
    for path in ("jena/gru.yaml", "my own/deep/copy.yaml"):
        assert load_experiment(tmp_path / path) == load_experiment(CONFIGS / "jena/gru.yaml")
    first = (tmp_path / "my own/deep/copy.yaml").read_text().splitlines()[0]
    assert first == "# seqlab train --config 'my own/deep/copy.yaml'"


def test_copying_never_replaces_a_file(seqlab_cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "quickstart.yaml").write_text("mine")
    done = seqlab_cli("configs", "copy", "quickstart")
    assert done.returncode == 2
    assert "quickstart.yaml exists already" in done.stderr
    assert "seqlab configs copy quickstart FILE" in done.stderr
    assert (tmp_path / "quickstart.yaml").read_text() == "mine"
    done = seqlab_cli("configs", "copy", "quickstart", "quickstart.yaml/inside.yaml")
    assert done.returncode == 2
    assert "The folder quickstart.yaml cannot be made" in done.stderr


def test_a_dry_run_prints_the_whole_config_which_gives_itself_again(
    seqlab_cli: Cli, small_config: Path
) -> None:
    done = seqlab_cli(
        "train", "--config", small_config, "--dry-run", "training.epochs=9", "name='1e3'"
    )
    assert (done.returncode, done.stderr) == (0, "")
    whole = small_config.with_name("whole.yaml")
    whole.write_text(done.stdout)
    assert load_experiment(whole) == load_experiment(
        small_config, "training.epochs=9", "name='1e3'"
    )
    assert seqlab_cli("train", "--config", whole, "--dry-run").stdout == done.stdout
    assert sorted(path.name for path in small_config.parent.iterdir()) == [
        "small.yaml",
        "whole.yaml",
    ]


@pytest.mark.parametrize("split", ["validation", "test"])
def test_the_baseline_as_json_is_one_document(
    split: str, seqlab_cli: Cli, small_config: Path
) -> None:
    done = seqlab_cli("baseline", "--config", small_config, "--split", split, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert list(found) == [
        "baseline", "split", "mae", "mae_original", "unit", "windows", "horizon_minutes",
    ]  # fmt: skip
    assert (found["baseline"], found["split"], found["unit"]) == ("persistence", split, "degC")
    rows = (6500 - 5001 - 72) if split == "validation" else (60 * 144 - 144 - 1 - 6501 - 72)
    assert found["windows"] == (rows - 1) // 128 * 128
    assert found["horizon_minutes"] == (144 + 6) * 10
    text = seqlab_cli("baseline", "--config", small_config, "--split", split).stdout
    assert f"mae {found['mae']:.4f} = {found['mae_original']:.4f} degC" in text
    assert f"{found['windows']:,} windows, 25 hours" in text


def test_the_baseline_of_text_is_the_more_frequent_label(seqlab_cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "text.yaml").write_text(
        "dataset: {kind: synthetic_reviews}\nmodel: {kind: dense, embedding: {}}\n"
    )
    found = json.loads(seqlab_cli("baseline", "--config", "text.yaml", "--json").stdout)
    assert (found["baseline"], found["split"]) == ("majority", "validation")
    assert 0.4 < found["accuracy"] < 0.6
    assert found["accuracy"] * found["reviews"] == pytest.approx(
        round(found["accuracy"] * found["reviews"])
    )


@pytest.mark.data
def test_the_baseline_of_the_book_s_windows_is_the_book_s(seqlab_cli: Cli, real_data: Path) -> None:
    def score(name: str) -> dict[str, float]:
        done = seqlab_cli(
            "baseline", "--config", CONFIGS / "jena" / name, "--json", SEQLAB_DATA=str(real_data)
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    gru = score("gru.yaml")
    assert gru["mae"] == pytest.approx(0.2897359729905486, abs=1e-9)
    assert gru["mae_original"] == pytest.approx(2.5649, abs=5e-5)
    assert (gru["windows"], gru["unit"], gru["horizon_minutes"]) == (98432, "degC", 1500)
    other = score("conv1d_gru.yaml")
    assert abs(other["mae"] - gru["mae"]) > 0.005
    assert (other["windows"], other["horizon_minutes"]) == (99200, 1470)


def test_data_that_is_not_here_and_no_network_is_told_at_once_with_all_one_needs(
    seqlab_cli: Cli, tmp_path: Path
) -> None:
    closed = "http://127.0.0.1:9"
    start = time.perf_counter()
    done = seqlab_cli(
        "train", "--config", CONFIGS / "jena" / "gru.yaml",
        SEQLAB_DATA=str(tmp_path / "data"), http_proxy=closed, https_proxy=closed,
        HTTP_PROXY=closed, HTTPS_PROXY=closed, ALL_PROXY=closed, NO_PROXY="", no_proxy="",
    )  # fmt: skip
    assert time.perf_counter() - start < 20
    assert done.returncode == 1
    assert done.stdout == ""
    for part in (
        "jena_climate_2009_2016.csv.zip is not in",
        "https://storage.googleapis.com/tensorflow/tf-keras-datasets/jena_climate_2009_2016.csv.zip",
        "sha256:fba0d56cee436968219dee0bef412afcfaa643bafab758386bcde650df06da08",
        str(tmp_path / "data"),
        str(tmp_path / ".home" / "keras" / "datasets"),
        "SEQLAB_DATA",
    ):
        assert part in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "outputs").exists()


def test_the_data_files_are_listed_with_where_they_come_from(
    seqlab_cli: Cli, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "imdb_word_index.json").write_text("{}")
    found = json.loads(seqlab_cli("data", "list", "--json", SEQLAB_DATA="mine").stdout)
    assert found["word_index"]["path"] == "mine/imdb_word_index.json"
    assert found["jena"]["path"] is None
    assert found["jena"]["address"].startswith("https://")


def test_a_damaged_data_file_fails_the_check_with_exit_code_1(
    seqlab_cli: Cli, tmp_path: Path
) -> None:
    (tmp_path / "imdb_word_index.json").write_text('{"the": 1}')
    done = seqlab_cli("data", "verify", "word_index", SEQLAB_DATA=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert "imdb_word_index.json" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_traceback_is_for_debug_only_wherever_it_stands(seqlab_cli: Cli) -> None:
    command = ["train", "--config", "gone.yaml"]
    for arguments in (["--debug", *command], [*command, "--debug"]):
        done = seqlab_cli(*arguments)
        assert done.returncode == 2
        assert "Traceback" in done.stderr and "FileNotFoundError" in done.stderr
        assert done.stderr.rstrip().endswith("makes one yours.")
        assert done.stdout == ""


def test_a_pipe_that_closes_early_is_no_error_to_tell(small_config: Path) -> None:
    folder = small_config.parent
    for command in ("schema", "configs list", "--help"):
        done = subprocess.run(
            f"{sys.executable} -m seqlab {command} | true",
            shell=True,
            cwd=folder,
            env=cli_environment(folder),
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        assert done.stderr == ""


def test_an_output_that_is_full_is_told_without_calling_it_a_bug(tmp_path: Path) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "seqlab", "schema"],
            cwd=tmp_path,
            env=cli_environment(tmp_path),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode != 0
    assert "No space left on device" in done.stderr
    assert "bug" not in done.stderr and "Traceback" not in done.stderr


def test_more_data_than_memory_is_told_without_calling_it_a_bug(
    seqlab_cli: Cli, small_config: Path
) -> None:
    done = seqlab_cli("baseline", "--config", small_config, "dataset.days=1000000000000")
    assert (done.returncode, done.stdout) == (1, "")
    assert "the memory does not suffice" in done.stderr
    assert "bug" not in done.stderr and "Traceback" not in done.stderr


def test_the_shell_completes_commands_and_options(seqlab_cli: Cli) -> None:
    for words, expected in (("seqlab tr", "train"), ("seqlab train --con", "--config")):
        done = seqlab_cli(
            COMP_WORDS=words, COMP_CWORD=str(len(words.split()) - 1),
            _SEQLAB_COMPLETE="complete_bash",
        )  # fmt: skip
        assert (done.returncode, done.stdout.split()) == (0, [expected])


def test_the_completion_of_the_shell_can_be_shown(tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m seqlab --show-completion; exit $?"],
        cwd=tmp_path,
        env=cli_environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "_SEQLAB_COMPLETE=complete_bash" in done.stdout
