"""The first rows of a file tell how it is written."""

import gzip

import pandas as pd
import pytest

from seqlab.datasets.sources.series_file.sampling import sample
from seqlab.errors import DataError
from tests.datasets.sources.series_file.files import series


def test_separator_decimal_and_numbers_are_found(tmp_path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("t;y;n;w\n2020-01-01;1,5;3;a\n2020-01-02;2,5;4;b\n")
    found = sample(path)
    assert (found.separator, found.decimal, found.encoding) == (";", ",", "utf-8")
    assert {name: list(numbers) for name, numbers in found.numbers.items()} == {
        "y": [1.5, 2.5],
        "n": [3, 4],
    }
    path.write_text("t;y;n\n2020-01-01;1.5;3\n")
    assert sample(path).decimal == "."


@pytest.mark.parametrize(
    ("encoding", "expected"), [("utf-8", "utf-8"), ("latin-1", "cp1252"), ("utf-16", "utf-16")]
)
def test_the_encoding_is_found(tmp_path, encoding, expected) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress("t,größe\n2020-01-01,1\n".encode(encoding)))
    found = sample(path)
    assert (found.encoding, list(found.cells)) == (expected, ["t", "größe"])


def test_parquet_needs_none_of_that(tmp_path) -> None:
    pd.DataFrame({"y": [1.5, 2.5], "s": ["a", "b"]}).to_parquet(tmp_path / "a.parquet")
    found = sample(tmp_path / "a.parquet")
    assert (found.separator, list(found.cells), list(found.numbers)) == (None, ["y", "s"], ["y"])


def test_columns_whose_name_is_no_name_of_one_are_left_out(tmp_path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(",y,y,z\n0,1,2,3\n")
    assert list(sample(path).cells) == ["z"]


@pytest.mark.parametrize("text", ["t,y\n", ",\n1,2\n"])
def test_a_file_without_rows_is_refused(tmp_path, text) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text)
    with pytest.raises(DataError, match="holds no rows"):
        sample(path)
    path.write_text(series(1))
    assert len(sample(path).cells["t"]) == 1
