"""Files are told from settings, and a shell completes both files and runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from seqlab.cli.arguments import complete_config, split_for_one, split_words
from seqlab.errors import ConfigError
from seqlab.experiment.experiment import load_experiment
from tests.conftest import CONFIGS, SMALL, Cli
from tests.runs_examples import series_run


def test_words_are_files_or_settings_in_any_order() -> None:
    words = ["jena/gru", "seed=5", "a.yaml", "training.epochs=", "./x=1.yaml", "runs/seed=3/c.yaml"]
    files, settings = split_words("train", words, [Path("first.yaml")])
    assert files == [Path("first.yaml"), "jena/gru", "a.yaml", "./x=1.yaml", "runs/seed=3/c.yaml"]
    assert settings == ["seed=5", "training.epochs="]
    assert split_words("train", None, [Path("a")]) == ([Path("a")], [])


def test_a_value_may_hold_slashes_and_equals_signs() -> None:
    words = ["a.yaml", "dataset.vectors.file=/data/a=b.txt", "a-b=5", "=5"]
    assert split_words("train", words, None) == (["a.yaml"], words[1:])


def test_a_command_for_one_config_takes_one() -> None:
    assert split_for_one("inspect", ["seed=1", "a.yaml"], None) == ("a.yaml", ["seed=1"])
    with pytest.raises(ConfigError, match=r"these are 2: b\.yaml, a\.yaml"):
        split_for_one("inspect", ["a.yaml"], [Path("b.yaml")])
    with pytest.raises(ConfigError, match="seqlab baseline needs a config"):
        split_for_one("baseline", ["seed=1"], None)


@pytest.mark.parametrize("given", [["jena/gru"], ["--config", "jena/gru"], ["-c", "jena/gru.yaml"]])
def test_a_shipped_config_is_trained_by_its_name_with_settings(
    given: list[str], seqlab_here: Cli, tmp_path: Path
) -> None:
    done = seqlab_here("train", *given, "training.epochs=5", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    (tmp_path / "whole.yaml").write_text(done.stdout)
    expected = load_experiment(CONFIGS / "jena" / "gru.yaml", "training.epochs=5")
    assert load_experiment(tmp_path / "whole.yaml") == expected


def test_a_baseline_takes_a_file_without_the_option(seqlab_here: Cli, small_config: Path) -> None:
    done = seqlab_here("baseline", small_config.name, "dataset.days=70")
    assert done.returncode == 0
    assert done.stdout == seqlab_here("baseline", "-c", small_config, "dataset.days=70").stdout


def test_configs_are_completed_shipped_ones_and_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    for name in ("quick.yaml", "mine/a.yaml", "note.txt"):
        (tmp_path / name).write_text(SMALL)
    assert complete_config("qui") == ["quickstart", "quick.yaml"]
    assert complete_config("jena/gru_d") == ["jena/gru_dense", "jena/gru_dropout"]
    assert complete_config("mine/") == complete_config("mine/a") == ["mine/a.yaml"]
    assert complete_config("gone/") == complete_config("n") == []
    assert complete_config(f"{tmp_path}/q") == [f"{tmp_path}/quick.yaml"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("tr", ["train", "track"]),
        ("train --con", ["--config"]),
        ("train jena/gru_d", ["jena/gru_dense", "jena/gru_dropout"]),
        ("inspect -c quick", ["quickstart"]),
        ("configs show imdb/lstm_m", ["imdb/lstm_masked"]),
        ("validate jena/na", ["jena/naive"]),
        ("data verify wo", ["word_index"]),
        ("resume la", ["last"]),
    ],
)
def test_the_shell_completes(words: str, expected: list[str], seqlab_here: Cli) -> None:
    done = seqlab_here(
        COMP_WORDS=f"seqlab {words}", COMP_CWORD=str(len(words.split())),
        _SEQLAB_COMPLETE="complete_bash",
    )  # fmt: skip
    assert (done.returncode, done.stdout.split()) == (0, expected)


def test_runs_are_completed_in_the_folder_that_was_named(seqlab_here: Cli, tmp_path: Path) -> None:
    run = series_run(tmp_path / "mine")

    def completed(words: str) -> list[str]:
        done = seqlab_here(
            COMP_WORDS=f"seqlab {words}", COMP_CWORD=str(len(words.split())),
            _SEQLAB_COMPLETE="complete_bash",
        )  # fmt: skip
        assert done.returncode == 0
        return done.stdout.split()

    assert completed("runs show 20") == []
    assert completed("runs show --outputs mine 20") == [run.id]
    assert completed("plot --outputs mine 20") == [run.id]
    assert completed("plot --outputs mine je") == ["jena/gru"]
    run.files.status.write_text("{")
    assert completed("plot --outputs mine je") == []
    assert completed("plot --outputs mine 20") == [run.id]
