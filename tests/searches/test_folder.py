"""One process searches in a folder, and the folder knows which search it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from seqlab.errors import ConfigError, DataError, SeqlabError
from seqlab.searches.folder import SEARCH, search_folder
from tests.runs_examples import change_file
from tests.searches.examples import tiny_search


def test_a_second_process_is_kept_out(tmp_path: Path) -> None:
    search = tiny_search(tmp_path)
    with (
        search_folder(tmp_path, search, 1),
        pytest.raises(SeqlabError, match="Another process searches in"),
        search_folder(tmp_path, search, 1),
    ):
        pass
    with search_folder(tmp_path, search, 4) as (folder, batch):
        assert (folder, batch) == (tmp_path / "tiny", 1)


def test_a_change_of_the_experiment_is_told_by_its_key(tmp_path: Path) -> None:
    search = tiny_search(tmp_path)
    with search_folder(tmp_path, search, 1):
        pass
    change_file(tmp_path / "tiny" / SEARCH, "lookback: 72", "lookback: 48")
    with (
        pytest.raises(ConfigError, match=r"experiment\.dataset\.lookback: was 48, is 72"),
        search_folder(tmp_path, search, 1),
    ):
        pass


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    search = tiny_search(tmp_path)
    with search_folder(tmp_path, search, 1):
        pass
    change_file(tmp_path / "tiny" / SEARCH, "batch: 1", "batch: none")
    with (
        pytest.raises(DataError, match=r"search\.yaml is damaged"),
        search_folder(tmp_path, search, 1),
    ):
        pass
