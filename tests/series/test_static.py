"""Numbers that never change are standardised, words become places, and unknown words an error."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.errors import DataError
from seqlab.series.static import StaticColumn, encode_static, fit_static

IDS = ("one", "two", "three")
CITIES = {"city": ("Bonn", "Aachen", "Bonn"), "area": (100.0, 200.0, 600.0)}


def test_words_are_places_in_their_order_and_numbers_standard_deviations() -> None:
    columns = fit_static(CITIES)
    assert [(column.name, column.words, column.width) for column in columns] == [
        ("city", ("Aachen", "Bonn"), 2),
        ("area", (), 1),
    ]
    found = encode_static(columns, CITIES, IDS)
    assert (found.shape, found.dtype) == ((3, 3), np.float32)
    assert found[:, :2].tolist() == [[0, 1], [1, 0], [0, 1]]
    area = np.array(CITIES["area"])
    np.testing.assert_allclose(found[:, 2], (area - area.mean()) / area.std(), rtol=1e-6)


@given(st.lists(st.text(max_size=4), min_size=1, max_size=12))
def test_any_words_are_told_apart_also_after_a_file(words) -> None:
    (column,) = fit_static({"word": words})
    again = StaticColumn.model_validate_json(column.model_dump_json())
    rows = again.encode(words, words)
    assert (rows.sum(axis=1) == 1).all()
    for one, row in zip(words, rows, strict=True):
        for other, other_row in zip(words, rows, strict=True):
            assert (one == other) == bool((row == other_row).all())


def test_a_number_that_is_the_same_everywhere_says_nothing() -> None:
    (column,) = fit_static({"area": (0.1, 0.1, 0.1)})
    np.testing.assert_allclose(column.encode((0.1, 0.1, 0.1), IDS), 0, atol=1e-6)


def test_without_static_columns_a_series_has_no_numbers() -> None:
    assert encode_static((), {}, IDS).shape == (3, 0)


def test_an_unknown_word_is_refused_with_its_series_and_the_words_there_are() -> None:
    columns = fit_static(CITIES)
    with pytest.raises(DataError, match=r"'city' of series 'two' is 'Achen', .*mean `Aachen`") as e:
        encode_static(columns, {**CITIES, "city": ("Bonn", "Achen", "Bonn")}, IDS)
    assert e.value.remedy == "It was one of: Aachen, Bonn."


def test_a_word_in_the_place_of_a_number_is_refused_with_its_series() -> None:
    columns = fit_static(CITIES)
    with pytest.raises(
        DataError, match="'area' of series 'three' is 'large', and in training it was a n"
    ):
        # Beside a word all of them were read as words.
        encode_static(columns, {**CITIES, "area": ("1.0", "2.0", "large")}, IDS)
    as_words = {**CITIES, "area": ("100.0", "200.0", "600.0")}
    expected = encode_static(columns, CITIES, IDS)
    np.testing.assert_array_equal(encode_static(columns, as_words, IDS), expected)


def test_words_that_were_read_as_numbers_are_known_again_where_one_alone_is_alike() -> None:
    column = StaticColumn(name="zip", words=("007", "12", "8", "8.0", "A1"))
    assert column.encode((7.0, 12.0), IDS).tolist() == [[1, 0, 0, 0, 0], [0, 1, 0, 0, 0]]
    assert column.encode((8.0,), IDS).tolist() == [[0, 0, 1, 0, 0]]  # as it is written
    with pytest.raises(DataError, match="'zip' of series 'one' is '9', which was not there"):
        column.encode((9.0,), IDS)
    twins = StaticColumn(name="zip", words=("07", "007", "A1"))
    with pytest.raises(DataError, match="'zip' of series 'one' is '7', which was not there"):
        twins.encode((7.0,), IDS)
