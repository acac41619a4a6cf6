"""A file is the old one or the new one."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.runs import atomic
from seqlab.runs.strict_json import strict_json

DOCUMENTS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_the_new_content_takes_the_place_of_the_old_and_leaves_nothing_beside_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "file"
    for content in (b"old", b"new"):
        atomic.write_bytes(path, content)
        assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_the_old_content_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    atomic.write_text(path, "old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        atomic.write_text(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@given(DOCUMENTS)
def test_plain_values_survive_the_way_through_json(document: Any) -> None:
    text = strict_json(document)
    assert json.loads(text) == document
    assert text.isascii()


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, np.float32("nan")])
def test_what_json_cannot_say_becomes_null(value: float) -> None:
    assert json.loads(strict_json({"a": [value, 1.5]})) == {"a": [None, 1.5]}


def test_numbers_of_numpy_become_plain_numbers() -> None:
    document = {"float": np.float32(0.1), "int": np.int64(3), "wide": np.float64(0.1)}
    expected = {"float": float(np.float32(0.1)), "int": 3, "wide": 0.1}
    assert json.loads(strict_json(document)) == expected
