"""A suite is found by its path or by the name of one that comes with seqlab."""

from __future__ import annotations

import pytest

from seqlab.errors import ConfigError
from seqlab.suites.shipped import find_suite
from tests.conftest import CONFIGS
from tests.suites.examples import suite_file


def test_a_suite_is_found_by_its_name_and_a_file_by_its_path(tmp_path, monkeypatch) -> None:
    assert find_suite("chapter6") == CONFIGS / "suites" / "chapter6.yaml"
    path = suite_file(tmp_path)
    assert find_suite(str(path)) == path
    monkeypatch.chdir(tmp_path)
    path.rename(tmp_path / "chapter6")
    assert find_suite("chapter6").read_text() == (tmp_path / "chapter6").read_text()


def test_a_suite_that_there_is_not_is_an_error_that_names_those_that_there_are() -> None:
    with pytest.raises(ConfigError, match="chapter6"):
        find_suite("chapter7")
