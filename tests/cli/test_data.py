"""`seqlab data` tells where the data files are, and whether they are whole."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from seqlab.datasets.sources.cache import cached
from tests.conftest import Cli


def test_the_data_files_are_listed_with_where_they_come_from(
    seqlab_here: Cli, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "imdb_word_index.json").write_text("{}")
    found = json.loads(seqlab_here("data", "list", "--json", SEQLAB_DATA="mine").stdout)
    assert found["word_index"]["path"] == "mine/imdb_word_index.json"
    assert found["jena"]["path"] is None
    assert found["jena"]["address"].startswith("https://")


def test_a_damaged_data_file_fails_the_check_with_exit_code_1(
    seqlab_here: Cli, tmp_path: Path
) -> None:
    (tmp_path / "imdb_word_index.json").write_text('{"the": 1}')
    done = seqlab_here("data", "verify", "word_index", SEQLAB_DATA=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert "imdb_word_index.json" in done.stderr
    assert "Traceback" not in done.stderr


def test_every_damaged_data_file_is_told_and_listed_as_json(
    seqlab_here: Cli, tmp_path: Path
) -> None:
    (tmp_path / "imdb_word_index.json").write_text('{"the": 1}')
    (tmp_path / "jena_climate_2009_2016.csv").write_text("a,b\n")
    arguments = ["data", "verify", "word_index", "jena"]
    done = seqlab_here(*arguments, "--json", SEQLAB_DATA=str(tmp_path))
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert list(found) == ["word_index", "jena"]
    for name, file in (("word_index", "imdb_word_index.json"), ("jena", "2009_2016.csv")):
        assert file in found[name]["problem"]
        assert file in done.stderr


@pytest.mark.data
def test_sound_data_files_as_json_have_their_paths(seqlab_here: Cli, real_data: Path) -> None:
    done = seqlab_here("data", "verify", "word_index", "--json", SEQLAB_DATA=str(real_data))
    assert (done.returncode, done.stderr) == (0, "")
    path = str(real_data / "imdb_word_index.json")
    assert json.loads(done.stdout) == {"word_index": {"path": path, "problem": None}}


def test_an_unknown_data_file_is_told_with_the_one_that_was_meant(seqlab_here: Cli) -> None:
    done = seqlab_here("data", "verify", "word_indx")
    assert done.returncode == 2
    assert "did you mean `word_index`?" in done.stderr


def test_the_cache_is_listed_and_cleared(
    seqlab_here: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = seqlab_here("data", "cache")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Nothing is cached" in done.stderr
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".home" / "cache"))
    cached("jena", {"file": "abc"}, lambda: {"a": np.zeros(1000)})
    (entry,) = json.loads(seqlab_here("data", "cache", "--json").stdout)
    assert (entry["name"], entry["bytes"]) == ("jena", Path(entry["path"]).stat().st_size)
    assert seqlab_here("data", "cache").stdout.splitlines()[1].startswith("jena ")
    assert "MB freed" in seqlab_here("data", "cache", "--clear").stdout
    assert not Path(entry["path"]).exists()
