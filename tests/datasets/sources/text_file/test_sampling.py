"""The first rows of every form of table give the same columns."""

import pyarrow as pa
import pytest
from pyarrow import parquet

from seqlab.datasets.sources.text_file import sampling
from seqlab.datasets.sources.text_file.sampling import sample_texts
from seqlab.errors import DataError
from tests.datasets.sources.text_file.files import ROWS, csv_text, json_text

EXPECTED = {"text": [text for text, _ in ROWS], "label": [label for _, label in ROWS]}


def test_all_forms_give_the_same(tmp_path) -> None:
    (tmp_path / "a.csv").write_text(csv_text(ROWS, ";"))
    (tmp_path / "a.jsonl").write_text(json_text(ROWS))
    parquet.write_table(pa.table(EXPECTED), tmp_path / "a.parquet")
    assert sample_texts(tmp_path / "a.csv", "utf-8") == {"id": ["0", "1", "2"], **EXPECTED}
    assert sample_texts(tmp_path / "a.jsonl", "utf-8") == EXPECTED
    assert sample_texts(tmp_path / "a.parquet", "utf-8") == EXPECTED


def test_no_more_rows_are_read_than_are_looked_at(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(sampling, "ROWS", 2)
    (tmp_path / "a.csv").write_text(csv_text(ROWS) + '"open')
    (tmp_path / "a.jsonl").write_text(json_text(ROWS) + "damaged")
    parquet.write_table(pa.table(EXPECTED), tmp_path / "a.parquet")
    for name in ("a.csv", "a.jsonl", "a.parquet"):
        assert sample_texts(tmp_path / name, "utf-8")["label"] == ["bug", "wish"]


def test_damaged_rows_and_columns_without_a_name_of_their_own_are_left_out(tmp_path) -> None:
    (tmp_path / "a.csv").write_text("a,b,b,,c\n1,2,3,4,5\n1,2\n6,7,8,9,10\n")
    assert sample_texts(tmp_path / "a.csv", "utf-8") == {"a": ["1", "6"], "c": ["5", "10"]}
    (tmp_path / "a.jsonl").write_text(
        '{"a": 1, "b": [2], "": 3}\nx\n\n{"a": true, "c": null}\n[1]\n{"b": 3, "c": 1.0}\n'
    )
    assert sample_texts(tmp_path / "a.jsonl", "utf-8") == {
        "a": ["1", "true", ""],
        "c": ["", "", "1.0"],
    }
    parquet.write_table(pa.table({"a": [1], "b": [[2]]}), tmp_path / "a.parquet")
    assert sample_texts(tmp_path / "a.parquet", "utf-8") == {"a": ["1"]}


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.parquet"])
def test_what_cannot_be_read_at_all_is_refused(tmp_path, name) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04")
    with pytest.raises(DataError):
        sample_texts(tmp_path / name, "utf-8")


def test_a_table_without_rows_has_columns_without_cells(tmp_path) -> None:
    parquet.write_table(pa.table({"a": pa.array([], pa.string())}), tmp_path / "a.parquet")
    assert not any(sample_texts(tmp_path / "a.parquet", "utf-8").values())
    (tmp_path / "a.csv").write_text("a,b\n")
    assert sample_texts(tmp_path / "a.csv", "utf-8") == {"a": [], "b": []}
