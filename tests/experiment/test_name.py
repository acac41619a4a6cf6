"""The names of experiments: one pattern, wherever a name is checked."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.errors import ConfigError
from seqlab.experiment.experiment import load_experiment
from seqlab.experiment.name import is_name, name_after
from seqlab.runs.layout import check_experiment_name
from tests.experiment.examples import SERIES, write

NAMES = st.text("aZ9é_-./\n", max_size=8) | st.text("a", min_size=99, max_size=101)


@given(NAMES)
def test_a_config_and_a_run_folder_accept_the_same_names(name: str) -> None:
    try:
        check_experiment_name(name)
    except ConfigError:
        assert not is_name(name)
    else:
        assert is_name(name)


@pytest.mark.parametrize("name", ["_a", "é", "-a", ".a", "a/", "a//b", "a/_b", "a" * 101, "a\n"])
def test_what_is_no_name_is_refused_in_a_config_too(name: str, tmp_path: Path) -> None:
    assert not is_name(name)
    with pytest.raises(ConfigError, match=r"name: expected"):
        load_experiment(write(tmp_path, SERIES), f"name={name!r}")


@pytest.mark.parametrize("name", ["a", "jena/gru", "a_é", "9/a.b-c"])
def test_what_is_a_name_is_accepted_in_a_config_too(name: str, tmp_path: Path) -> None:
    assert is_name(name)
    assert load_experiment(write(tmp_path, SERIES), f"name={name!r}").name == name


@given(st.text(max_size=150))
def test_the_name_after_any_file_is_a_name(stem: str) -> None:
    assert is_name(name_after(Path("folder") / f"x{stem.replace('/', '')}.yaml"))
