"""Parquet files of texts, and what is wrong with them."""

import datetime

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from seqlab.datasets.sources.text_file import collecting
from seqlab.datasets.sources.text_file import parquet as own_parquet
from seqlab.datasets.sources.text_file.read import read_texts
from tests.datasets.sources.text_file.files import COLUMNS, ROWS, refusal, refused


def write(folder, texts, labels, name="a.parquet", **options):
    path = folder / name
    table = pa.table({"id": range(len(texts)), "text": texts, "label": labels})
    parquet.write_table(table, path, **options)
    return path


@pytest.mark.parametrize("name", ["a.parquet", "a.PQ"])
@pytest.mark.parametrize("block", [1, 2, 1000])
def test_texts_and_labels_are_read_in_blocks_of_any_size(
    tmp_path, monkeypatch, name, block
) -> None:
    monkeypatch.setattr(own_parquet, "ROWS", block)
    texts, labels = zip(*ROWS, strict=True)
    table = read_texts(write(tmp_path, texts, labels, name, row_group_size=2), COLUMNS)
    assert list(zip(table.texts, table.labels, strict=True)) == ROWS
    assert [table.place(row) for row in range(3)] == ["row 1", "row 2", "row 3"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([1, None], ["1", ""]),
        ([1.0, None], ["1", ""]),
        ([1.5, float("nan")], ["1.5", ""]),
        ([1e300, -2.0], ["1e+300", "-2"]),
        ([True, False], ["true", "false"]),
        ([None, None], ["", ""]),
        ([b"a", "ü".encode()], ["a", "ü"]),
        ([datetime.date(2020, 1, 2), None], ["2020-01-02", ""]),
        (pa.array(["b", "a"], pa.large_string()), ["b", "a"]),
        (pa.array(["b", "a"], pa.string_view()), ["b", "a"]),
        (pa.array(["b", None]).dictionary_encode(), ["b", ""]),
        (pa.array([7, None]).dictionary_encode(), ["7", ""]),
    ],
)
def test_cells_of_any_type_become_text(tmp_path, cells, expected) -> None:
    assert read_texts(write(tmp_path, ["a", "b"], cells), COLUMNS).labels == expected


def test_categories_of_pandas_are_read(tmp_path) -> None:
    frame = pd.DataFrame({"text": ["a", "b"], "label": pd.Categorical(["x", None])})
    frame.to_parquet(tmp_path / "a.parquet")
    assert read_texts(tmp_path / "a.parquet", COLUMNS).labels == ["x", ""]


def test_columns_that_are_not_there_twice_there_or_nested_are_named(tmp_path) -> None:
    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"txt": ["a"], "label": [["b"]]}), path)
    _, absent, nested = refusal(path)
    assert "the schema: expected a column 'text'" in absent and "did you mean `txt`" in absent
    assert "column 'label': expected texts, found cells of the kind list" in nested
    parquet.write_table(pa.table([["a"], ["b"], ["c"]], ["text", "label", "label"]), path)
    assert "the schema: expected one column 'label', found 2" in refusal(path)[0]


def test_a_table_without_rows_is_refused(tmp_path) -> None:
    path = write(tmp_path, pa.array([], pa.string()), pa.array([], pa.string()))
    assert "expected rows, found none" in refusal(path)[0]


def test_what_is_no_parquet_or_damaged_is_refused(tmp_path) -> None:
    expected = "is no Parquet file, or a damaged one"
    assert expected in refused(tmp_path, b"text,label\na,b\n", "a.parquet")[0]
    assert expected in refused(tmp_path, b"", "a.parquet")[0]
    path = write(tmp_path, [f"text {n}" for n in range(5000)], ["a"] * 5000)
    content = path.read_bytes()
    assert expected in refused(tmp_path, content[:-20], "b.parquet")[0]
    start = parquet.read_metadata(path).row_group(0).column(1).dictionary_page_offset
    damaged = content[:start] + bytes(1000) + content[start + 1000 :]
    assert refused(tmp_path, damaged, "c.parquet")


def test_bytes_that_are_no_text_are_refused(tmp_path) -> None:
    path = write(tmp_path, [b"sound", b"\xff\xfe"], ["a", "b"])
    assert "is no Parquet file, or a damaged one: " in refusal(path)[0]


def test_one_text_in_many_rows_is_one_in_memory_and_too_many_characters_are_refused(
    tmp_path, monkeypatch
) -> None:
    path = write(tmp_path, ["x" * 1000] * 500, ["a"] * 500)
    assert path.stat().st_size < 10_000
    assert len({id(text) for text in read_texts(path, COLUMNS).texts}) == 1
    monkeypatch.setattr(collecting, "MOST_CHARACTERS", 400_000)
    assert "holds more than 400,000 characters" in refusal(path)[0]
    monkeypatch.setattr(collecting, "MOST_CHARACTERS", 400)
    assert "holds more than 400 bytes of text" in refusal(path)[0]
    monkeypatch.setattr(collecting, "MOST_TEXTS", 499)
    assert "holds more than 499 texts" in refusal(path)[0]
