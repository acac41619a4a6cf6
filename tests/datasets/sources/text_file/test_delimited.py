"""CSV files of texts: separators, quotes and line breaks, and what is wrong with them."""

import csv
import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.datasets.sources.text_file import collecting, delimited
from seqlab.datasets.sources.text_file.columns import TextColumns
from tests.datasets.sources.text_file.files import COLUMNS, ROWS, csv_text, read, refused

WINDOWS = TextColumns("text", "label", "cp1252")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "A.CSV.gz"])
def test_any_separator_is_found_and_gzip_unpacked(tmp_path, separator, name) -> None:
    content = csv_text(ROWS, separator).encode()
    table = read(tmp_path, gzip.compress(content) if name.endswith("gz") else content, name)
    assert list(zip(table.texts, table.labels, strict=True)) == ROWS


def test_a_place_is_the_first_line_of_a_text(tmp_path) -> None:
    table = read(tmp_path, csv_text(ROWS).replace("\n2,", "\n\n,,\n2,"))
    assert [table.place(row) for row in range(3)] == ["line 2", "line 3", "line 7"]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\n" + text,
        lambda text: text.removesuffix("\n"),
        lambda text: text.replace("id,text,label", ' id, "text" ,label').replace('"text"', "text"),
        lambda text: text.replace("id,", '"the\nid",'),
        lambda text: text + ",,\n\n",
    ],
)
def test_what_spreadsheets_do_to_a_file_changes_nothing(tmp_path, change) -> None:
    table = read(tmp_path, change(csv_text(ROWS)))
    texts = [text.replace("\r\n", "\n") for text in table.texts]
    assert list(zip(texts, table.labels, strict=True)) == ROWS


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig", "UTF8"])
def test_another_encoding_is_read_where_it_is_set(tmp_path, encoding) -> None:
    columns = TextColumns("text", "label", encoding)
    assert read(tmp_path, csv_text(ROWS).encode(encoding), columns=columns).texts[2] == ROWS[2][0]


def test_only_nothing_is_missing_and_numbers_are_labels(tmp_path) -> None:
    table = read(tmp_path, "text,label\nNA,1\nnull,2.0\n,NA\nb,\n")
    assert table.texts == ["NA", "null", "", "b"]
    assert table.labels == ["1", "2.0", "NA", ""]


def test_labels_are_not_looked_for_where_none_are_named(tmp_path) -> None:
    table = read(tmp_path, 'text\nhello\n\n"b\nc"\n', columns=TextColumns("text", None))
    assert (table.texts, table.labels) == (["hello", "b\nc"], None)
    assert [table.place(row) for row in (0, 1)] == ["line 2", "line 4"]


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", exclude_characters="\0")), st.sampled_from("ab")
        ),
        min_size=1,
        max_size=20,
    )
)
def test_any_texts_come_back_and_their_lines_are_where_they_begin(tmp_path_factory, rows) -> None:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([("text", "label")])
    first = []
    for row in rows:
        content = file.getvalue().encode()
        # Any of these ends a line for those who count them; Windows's two characters end one.
        lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n")
        first.append(f"line {lines + 1}")
        csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerow(row)
    table = read(tmp_path_factory.mktemp("f"), file.getvalue())
    assert list(zip(table.texts, table.labels, strict=True)) == rows
    assert [table.place(row) for row in range(len(rows))] == first


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "is empty"),
        ("\ufeff", "is empty"),
        ("text,label\n", "line 1: expected rows below the names of the columns, found none"),
        ("text,label\n\n,\n", "line 1: expected rows below"),
        (b"PK\x03\x04", "a workbook of Excel"),
        ("text,label\na,b\n".encode("utf-16"), "set dataset.encoding_of_file to utf-16"),
        ("text,label\na,b\n".encode("utf-16-le"), "line 1 holds a NUL byte"),
        (b"PAR1", "name it .parquet"),
        (b"\x1f\x8b\x08\x00", "name it .gz"),
        (
            b"text,label\na,b\n\xfcber,b\n",
            "line 3, byte 15 of the file is 0xfc, which is no text in utf-8. Set dataset.",
        ),
        (
            "txt,label\na,b\n",
            "line 1: expected a column 'text', which dataset.text_column names, found none, did "
            "you mean `txt`? Found: 'txt', 'label'. dataset.text_column decides.",
        ),
        ("text,label,label\na,b,c\n", "line 1: expected one column 'label', found 2 of that name"),
        (
            "text,label\na,b\nc, d,e\nf,g\nh,i,j\n",
            "line 3: expected 2 cells, as the first line has, found 3, the first of them 'c' "
            "(2 such lines). A text with a separator in it needs quotes around it.",
        ),
        ("text,label\nfirst\nsecond,b\n", "line 2: expected 2 cells, as the first line has, found"),
        ('text,label\na,b\n"c,d\ne,f\n', "line 3: expected a closing quote, found none up to"),
        (
            'text,label\n"he said "hi"",b\n"and "so" on",c\n',
            "line 2: expected a separator behind the quote that closes a cell, found more text "
            "(2 such lines). Double the quotes",
        ),
        (
            'text,label\n"a,b\n"c",d\n',
            "line 2: expected a separator behind the quote that closes a",
        ),
        ("text,label\na\0b,c\n", "line 2: expected text, found a NUL byte"),
        ("x" * 200_000, "line 1: expected a column 'text'"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path, content, expected) -> None:
    lines = refused(tmp_path, content)
    assert any(expected in line for line in lines), lines


def test_all_that_is_wrong_is_told_at_once(tmp_path) -> None:
    content = 'txt,label\na,b,c\na\n"x"y,b\nd,a\0b\n"open,e\n'
    head, *lines = refused(tmp_path, content)
    assert head.endswith("has 6 problems:")
    for line, part in zip(
        lines, ("'text'", "line 2:", "line 3:", "line 4:", "line 5:", "line 6:"), strict=True
    ):
        assert part in line


def test_windows_text_is_read_where_it_is_set_and_undefined_bytes_are_named(tmp_path) -> None:
    (line,) = refused(tmp_path, b"text,label\na\x81,b\n", columns=WINDOWS)
    assert "line 2, byte 12 of the file is 0x81, which is no text in cp1252" in line


def test_a_cell_without_end_is_refused_and_the_limit_of_others_restored(
    tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(collecting, "LONGEST_TEXT", 1000)
    before = csv.field_size_limit()
    (line,) = refused(tmp_path, 'text,label\na,b\n"' + "x\n" * 2000 + '",c\n')
    assert line.startswith("line 3: expected at most 1,000 characters in a text, found more")
    assert csv.field_size_limit() == before


def test_a_row_without_end_is_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(delimited, "LONGEST_LINE", 1000)
    rows = ("x" * 900 + ",a\n") * 3
    (_, row, _) = refused(tmp_path, "text,label\n" + rows + '"\n",' * 1000)
    assert "line 5: expected at most 1,000 characters in a row, found more" in row


@pytest.mark.parametrize("kept", [5, 50, -20])
def test_a_damaged_gzip_is_refused(tmp_path, kept) -> None:
    rows = [(f"text {number * 7919}", "a") for number in range(5000)]
    content = gzip.compress(csv_text(rows).encode())[:kept]
    assert "cannot be read" in refused(tmp_path, content, "a.csv.gz", COLUMNS)[0]
