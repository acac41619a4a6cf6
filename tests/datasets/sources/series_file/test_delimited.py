"""CSV files: their separators, encodings and lines, and what is no CSV."""

import gzip

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.datasets.sources.series_file import delimited
from seqlab.datasets.sources.series_file.delimited import open_delimited
from seqlab.errors import DataError
from tests.datasets.sources.series_file.files import parse, refusal, series


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.csv.gz"])
def test_the_separator_is_found_in_the_header(tmp_path, separator, name) -> None:
    text = series(5).replace(",", separator).encode()
    table = parse(tmp_path, gzip.compress(text) if name.endswith(".gz") else text, name)
    assert table.values.tolist() == [[0], [1], [2], [3], [4]]


def test_the_separator_is_the_one_that_finds_the_wanted_columns(tmp_path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("t;y;a,b,c,d,e\n")
    assert open_delimited(path, None, "utf-8", ["t", "y"]).separator == ";"
    assert open_delimited(path, None, "utf-8", ["other"]).separator == ","
    assert open_delimited(path, "|", "utf-8", ["t", "y"]).names == ["t;y;a,b,c,d,e"]


def test_quotes_and_a_byte_order_mark_are_no_part_of_names(tmp_path) -> None:
    text = '\ufeff"t","y"\n2020-01-01,"1"\n2020-01-02,"2"\n2020-01-03,"3"\n'
    assert parse(tmp_path, text).values.tolist() == [[1], [2], [3]]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16"])
def test_another_encoding_is_read_where_it_is_set(tmp_path, encoding) -> None:
    text = "größe,t,y\nKöln,2020-01-01,1\nKöln,2020-01-02,2\nKöln,2020-01-03,3\n".encode(encoding)
    table = parse(tmp_path, text, id_column="größe", encoding=encoding)
    assert table.ids == ("Köln",)
    (line,) = refusal(tmp_path, text, id_column="größe")
    assert "dataset.encoding_of_file" in line
    if encoding != "utf-16":
        assert line.startswith(
            "a.csv: line 1, byte 2 of the file is 0xf6, which is no text in utf-8"
        )


def test_an_encoding_that_there_is_not_is_refused(tmp_path) -> None:
    assert (
        "dataset.encoding_of_file is 'utf-9'" in refusal(tmp_path, series(3), encoding="utf-9")[0]
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"t,y\n", "expected rows below the names of the columns, found none"),
        (b"t,y", "expected rows below the names of the columns, found none"),
        (b"t,y\n\n,\n", "expected rows below the names of the columns, found none"),
        (b"PK\x03\x04", "a workbook of Excel"),
        (b"\x1f\x8b\x08\x00", "name it .gz"),
        (b"PAR1", "name it .parquet"),
    ],
)
def test_what_holds_no_rows_is_refused(tmp_path, content, expected) -> None:
    (line,) = refusal(tmp_path, content)
    assert expected in line


@pytest.mark.parametrize("kept", [5, 50, -20])
def test_a_damaged_gzip_is_refused(tmp_path, kept) -> None:
    content = gzip.compress(series(5000, "2020-01-01T00:00", "m").encode())
    assert "cannot be read" in refusal(tmp_path, content[:kept], "a.csv.gz")[0]


def test_a_line_with_too_many_cells_is_named_and_so_are_those_behind_it(tmp_path) -> None:
    text = series(40).replace("2020-01-03,2", "2020-01-03,2,5").replace(",30\n", ",thirty\n")
    _, cells, number = refusal(tmp_path, text)
    assert "line 4: expected 2 cells, as the first line has, found 3: '2020-01-03,2,5' (1" in cells
    assert "decimal commas" in cells
    assert "line 32, column 'y': expected a number, found 'thirty'" in number


def test_a_line_with_too_many_cells_and_a_byte_of_another_encoding(tmp_path, capfd) -> None:
    text = series(40).replace("2020-01-03,2", "2020-01-03,2,\xfc").encode("latin-1")
    (line,) = refusal(tmp_path, text)
    assert "line 4, byte 43 of the file is 0xfc, which is no text in utf-8" in line
    assert capfd.readouterr().err == ""


def test_lines_with_nothing_are_left_out_and_still_count(tmp_path) -> None:
    text = series(6).replace("2020-01-03", "\n,\n2020-01-03").replace(",5\n", ",five\n\n\n")
    (line,) = refusal(tmp_path, text)
    assert line.startswith("a.csv: line 9, column 'y': expected a number, found 'five'")


@given(st.sets(st.integers(0, 30)))
def test_numbers_of_rows_count_those_left_out(left_out) -> None:
    rows = [row for row in range(40) if row not in left_out]
    found = delimited._with(np.array(sorted(left_out), np.int64), np.arange(len(rows)))
    assert found.tolist() == rows


def test_a_file_that_is_not_there_is_named(tmp_path) -> None:
    with pytest.raises(DataError, match=r"absent\.csv cannot be read"):
        open_delimited(tmp_path / "absent.csv", None, "utf-8", [])
