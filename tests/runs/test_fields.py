"""Values are taken out of a stranger's JSON typed, or refused with the file and the key."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.errors import DataError
from seqlab.runs.fields import FORMAT, Fields

PATH = Path("runs/metrics.json")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(10**400),
    lambda below: st.lists(below) | st.dictionaries(st.text(), below),
    max_leaves=5,
)
TAKES = ("number", "whole", "text", "flag", "block", "texts")


def fields(**values: Any) -> Fields:
    return Fields(values, PATH)


def test_what_is_there_is_taken_as_it_is() -> None:
    found = fields(a=1.5, n=3, t="text", f=False, b={"c": 2}, e={"x": "y"}, none=None)
    assert (found.number("a"), found.number("n"), found.whole("n")) == (1.5, 3, 3)
    assert (found.text("t"), found.flag("f"), found.texts("e")) == ("text", False, {"x": "y"})
    assert found.block("b").number("c") == 2
    assert (found.has("a"), found.has("none"), found.has("gone")) == (True, False, False)


@pytest.mark.parametrize("key", ["none", "gone"])
def test_what_is_optional_may_be_null_or_missing(key: str) -> None:
    found = fields(none=None)
    assert found.optional_number(key) is None
    assert found.optional_text(key) is None
    assert found.optional_block(key) is None
    assert found.texts(key) == {}


@pytest.mark.parametrize(
    ("take", "value", "shown"),
    [
        ("number", "low", "'low', not a number"),
        ("number", True, "True, not a number"),
        ("number", None, "missing, not a number"),
        ("number", math.nan, "nan, not a finite number"),
        ("number", -math.inf, "-inf, not a finite number"),
        ("number", 10**400, "a number of too many digits, not a finite number"),
        ("number", -(10**4000), "a number of too many digits, not a finite number"),
        ("whole", 1.0, "1.0, not a whole number"),
        ("whole", True, "True, not a number"),
        ("text", 5, "5, not text"),
        ("flag", 1, "1, not true or false"),
        ("block", [1], "[1], not an object"),
        ("texts", "x", "'x', not an object"),
    ],
)
def test_anything_else_is_refused_with_the_file_the_key_and_what_there_is(
    take: str, value: Any, shown: str
) -> None:
    outer = Fields({"validation": {"mae": value}}, PATH)
    with pytest.raises(DataError) as caught:
        getattr(outer.block("validation"), take)("mae")
    if take == "texts" and value is None:
        return
    assert caught.value.message == (
        f"The file runs/metrics.json is damaged: 'validation.mae' is {shown}."
    )
    assert caught.value.remedy


def test_a_value_that_is_no_text_is_refused_by_its_own_key() -> None:
    with pytest.raises(DataError, match=r"'versions\.keras' is 3, not text"):
        fields(versions={"keras": 3}).texts("versions")


@given(ANYTHING, st.sampled_from(TAKES))
def test_any_value_is_of_the_type_that_was_asked_for_or_refused_in_one_line(
    value: Any, take: str
) -> None:
    try:
        found = getattr(fields(key=value), take)("key")
    except DataError as error:
        assert error.message.isprintable() and len(error.message) < 200
        assert "key" in error.message
    else:
        assert type(found) in {
            "number": (int, float), "whole": (int,), "text": (str,), "flag": (bool,),
            "block": (Fields,), "texts": (dict,),
        }[take]  # fmt: skip


def test_a_key_from_a_stranger_is_safe_to_show() -> None:
    with pytest.raises(DataError) as caught:
        Fields({"a\x1b[2J\n": 1}, Path("x\x1b]0;y")).text("a\x1b[2J\n")
    assert caught.value.message.isprintable()


@pytest.mark.parametrize("number", [0, FORMAT])
def test_formats_up_to_this_one_are_read_and_files_without_a_number(number: int) -> None:
    fields(format=number).check_format()
    fields().check_format()


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (FORMAT + 1, "2"),
        (10**400, "a number of too many digits"),
        ("1", "'1'"),
        (True, "True"),
        (1.5, "1.5"),
        ([2], "[2]"),
    ],
)
def test_a_newer_format_is_refused_by_file_and_number(number: Any, shown: str) -> None:
    with pytest.raises(DataError) as caught:
        fields(format=number).check_format()
    assert caught.value.message == (
        f"The file runs/metrics.json has format {shown}; this seqlab reads formats up to {FORMAT}."
    )
    assert "environment.json" in caught.value.remedy


def test_what_json_makes_of_its_numbers_is_told_apart() -> None:
    document = json.loads('{"whole": 3, "float": 3.0, "huge": 1e400}')
    found = Fields(document, PATH)
    assert found.whole("whole") == 3
    for key in ("float", "huge"):
        with pytest.raises(DataError, match=key):
            found.whole(key)
