"""Cells become Python's own floats, and what is none is told."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.datasets.sources.series_file.numbers import MISSING, to_numbers


@given(st.lists(st.floats(), min_size=1), st.booleans())
def test_numbers_are_those_that_python_reads(numbers, with_text) -> None:
    texts = [repr(number) for number in numbers] + ["x"] * with_text
    found, bad = to_numbers(pa.array(texts), ".")
    np.testing.assert_array_equal(found[: len(numbers)], numbers)
    assert (bad is not None) == with_text
    assert bad is None or bad.tolist() == [False] * len(numbers) + [True]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_a_decimal_comma_is_read_where_it_is_set(numbers) -> None:
    found, bad = to_numbers(pa.array([repr(number).replace(".", ",") for number in numbers]), ",")
    np.testing.assert_array_equal(found, numbers)
    assert bad is None


@pytest.mark.parametrize("text", [*MISSING, "  ", " NA ", "NaN", "NULL"])
def test_what_people_write_for_nothing_is_missing(text) -> None:
    found, bad = to_numbers(pa.array([text, "1"]), ".")
    assert np.isnan(found[0]) and found[1] == 1 and bad is None


@pytest.mark.parametrize("text", ["1,5", "1 000", "12 EUR", "0x1", "1_0", "--1", "e5", "infinite"])
def test_what_is_no_number_is_told_from_what_is_missing(text) -> None:
    found, bad = to_numbers(pa.array(["", text, " 2 "]), ".")
    assert bad is not None and bad.tolist() == [False, True, False]
    assert np.isnan(found[1]) and found[2] == 2


def test_a_point_is_doubtful_where_the_comma_is_the_decimal_one() -> None:
    _, bad = to_numbers(pa.array(["1,5", "1.500", "1.500,5"]), ",")
    assert bad is not None and bad.tolist() == [False, True, True]


@pytest.mark.parametrize("kind", [pa.int32(), pa.float32(), pa.bool_()])
def test_typed_cells_keep_their_numbers(kind) -> None:
    found, bad = to_numbers(pa.array([1, 0, None]).cast(kind), ".")
    np.testing.assert_array_equal(found, [1, 0, np.nan])
    assert bad is None


def test_typed_cells_that_are_no_numbers_are_bad() -> None:
    _, bad = to_numbers(pa.array([[1], [2]]), ".")
    assert bad is not None and bad.all()
