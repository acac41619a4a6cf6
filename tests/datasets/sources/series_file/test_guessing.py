"""Columns are guessed from their names and what they hold."""

import pyarrow as pa
import pytest

from seqlab.datasets.sources.series_file.guessing import guess_roles
from seqlab.datasets.sources.series_file.numbers import to_numbers
from seqlab.datasets.sources.series_file.sampling import Sample


def roles(target=None, **columns):
    cells = {name: pa.array([str(value) for value in values]) for name, values in columns.items()}
    numbers = {}
    for name, array in cells.items():
        found, bad = to_numbers(array, ".")
        if bad is None:
            numbers[name] = found
    return guess_roles(Sample(cells, numbers, ",", ".", "utf-8"), target)


DAYS = [f"2020-01-0{day}" for day in range(1, 7)]
TWICE = DAYS[:3] * 2


def test_one_series_has_times_and_numbers() -> None:
    found = roles(date=DAYS, a=range(6), y=range(6), b=range(6), w="abcdef")
    assert (found.timestamp, found.identity, found.target) == ("date", None, "y")
    assert (found.past, found.left_out) == (["a", "b"], ["w"])


def test_ids_tell_rows_of_the_same_time_apart() -> None:
    found = roles(
        kind="uuuuuu",
        date=TWICE,
        shop="aaabbb",
        city="xxxyyy",
        price=range(6),
        z=[5] * 6,
        q=range(6),
    )
    assert (found.identity, found.static) == ("shop", ["city"])
    assert (found.target, found.known) == ("q", ["price"])
    assert found.left_out == ["kind", "z"]


def test_a_column_with_a_name_for_ids_comes_first() -> None:
    assert roles(a="xxxyyy", date=TWICE, store_id="111222", y=range(6)).identity == "store_id"
    assert roles(a="xxxyyy", date=TWICE, n=[1, 1, 1, 2, 2, 2], y=range(6)).identity == "a"


def test_a_few_times_that_repeat_make_no_series() -> None:
    times = [f"2020-01-01 {n // 60:02}:{n % 60:02}" for n in range(200)]
    found = roles(date=[*times[:100], *times[99:]], y=range(201))
    assert (found.identity, found.target) == (None, "y")


def test_without_an_id_it_says_so() -> None:
    found = roles(date=DAYS[:2] * 3, y=[1, 1, 2, 2, 1, 1])
    assert found.identity is None
    assert "no single column" in found.reasons["id_column"]


@pytest.mark.parametrize(
    ("name", "values"),
    [("Date Time", ["01.01.2009 00:10:00", "01.01.2009 00:20:00"]), ("step", [1, 2]),
     ("when", ["2020-01-01T00:00Z", "2020-01-01T01:00Z"]), ("day", ["20200101", "20200102"])],
)  # fmt: skip
def test_times_are_found_by_form_or_by_name(name, values) -> None:
    assert roles(**{"y": [5, 7], name: values}).timestamp == name


def test_numbers_that_only_look_like_counts_are_no_times() -> None:
    found = roles(a=[1, 2, 3], y=[4, 5, 6])
    assert found.timestamp is None
    assert "equally far apart" in found.reasons["timestamp_column"]


def test_a_target_that_is_named_is_taken() -> None:
    found = roles("a", date=DAYS, a=range(6), y=range(6))
    assert (found.target, found.past) == ("a", ["y"])
    assert found.reasons["target"].startswith("as you said")
