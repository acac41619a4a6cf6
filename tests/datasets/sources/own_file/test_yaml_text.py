"""Any text can stand in a config."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from seqlab.datasets.sources.own_file.yaml_text import scalar


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1))
def test_any_name_of_a_column_comes_back(name) -> None:
    assert yaml.safe_load(f"[{scalar(name)}, {scalar(name)}] # why") == [name, name]


@pytest.mark.parametrize("name", ["y", "No", "on", "1", "T (degC)", "a: b", "# c", "é", "-", "1e3"])
def test_names_that_yaml_takes_for_something_else_come_back(name) -> None:
    assert yaml.safe_load(f"key: {scalar(name)} # why") == {"key": name}
