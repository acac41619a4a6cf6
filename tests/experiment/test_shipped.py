"""The configs that come with seqlab are found by name, and a file comes before them."""

from __future__ import annotations

from pathlib import Path

import pytest

from seqlab.errors import ConfigError
from seqlab.experiment.experiment import load_experiment
from seqlab.experiment.shipped import (
    find_config,
    launch_command,
    shipped_config,
    shipped_configs,
    summary,
)
from tests.experiment.examples import CONFIGS, SERIES

IDS = [
    path.stem if path.parent.name == "configs" else f"{path.parent.name}/{path.stem}"
    for path in CONFIGS
]


@pytest.mark.parametrize("path", CONFIGS, ids=IDS)
def test_a_shipped_config_opens_with_its_launch_command_and_says_what_to_expect(
    path: Path,
) -> None:
    folder = path.parents[0] if path.parent.name == "configs" else path.parents[1]
    name = path.relative_to(folder).with_suffix("").as_posix()
    experiment = load_experiment(path)
    command = "train" if experiment.model.learns else "baseline"
    assert launch_command(path) == f"seqlab {command} --config configs/{name}.yaml"
    assert experiment.name == name
    assert summary(path).endswith(".")
    assert "Expect" in path.read_text(encoding="utf-8")


def test_shipped_configs_are_found_by_name_with_and_without_the_ending() -> None:
    assert sorted(shipped_configs().values()) == CONFIGS
    assert shipped_config("jena/gru") == shipped_config("jena/gru.yaml")
    with pytest.raises(ConfigError, match="did you mean `jena/gru`") as caught:
        shipped_config("jena/grru")
    assert "imdb/lstm" in caught.value.remedy


def test_a_name_means_the_shipped_config_and_is_an_experiment() -> None:
    path = shipped_configs()["jena/gru"]
    assert find_config("jena/gru") == find_config(Path("jena/gru.yaml")) == path
    assert load_experiment("jena/gru") == load_experiment(path)
    assert load_experiment("jena/gru", "seed=7").seed == 7


def test_a_file_comes_before_the_shipped_config_and_a_folder_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "jena" / "gru").mkdir(parents=True)
    assert find_config("jena/gru") == shipped_configs()["jena/gru"]
    (tmp_path / "jena" / "gru.yaml").write_text(SERIES)
    assert find_config("jena/gru.yaml") == Path("jena/gru.yaml")
    assert load_experiment("jena/gru.yaml").name == "example"
    assert load_experiment("jena/gru").name == "jena/gru"
    assert find_config("gru.yaml", tmp_path / "jena") == tmp_path / "jena" / "gru.yaml"


@pytest.mark.parametrize(
    ("reference", "meant"),
    [
        ("jena/grru", "jena/gru"),
        ("configs/jena/gru.yaml", "jena/gru"),
        ("Quickstart", "quickstart"),
        ("a\0b", ""),
        ("gone/away.yaml", ""),
    ],
)
def test_what_is_not_there_is_told_with_what_was_perhaps_meant(
    reference: str, meant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match="There is no config") as caught:
        load_experiment(reference)
    assert (f"did you mean `{meant}`?" in caught.value.message) == bool(meant)
    assert "seqlab configs" in caught.value.remedy


@pytest.mark.parametrize(
    ("name", "reason"), [(".", "Is a directory"), ("x" * 300, "File name too long")]
)
def test_what_is_there_and_no_file_is_told_with_the_reason(name: str, reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        load_experiment(name)
