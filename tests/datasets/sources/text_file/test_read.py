"""The same texts are the same table, whatever form their file has."""

import gzip

import pyarrow as pa
import pytest
from pyarrow import parquet

from seqlab.datasets.sources.text_file.columns import TextColumns
from seqlab.datasets.sources.text_file.read import read_texts
from tests.datasets.sources.text_file.files import (
    COLUMNS,
    ROWS,
    csv_text,
    json_text,
    read,
    refusal,
    refused,
)


def test_the_digest_is_the_same_in_all_forms(tmp_path) -> None:
    rows = [*ROWS, ("7", ""), ("", "2")]
    texts, labels = zip(*rows, strict=True)
    parquet.write_table(pa.table({"label": labels, "text": texts}), tmp_path / "a.parquet")
    tables = [
        read(tmp_path, csv_text(rows)),
        read(
            tmp_path,
            csv_text(rows, "\t").encode("cp1252"),
            "b.tsv",
            TextColumns("text", "label", "cp1252"),
        ),
        read(tmp_path, gzip.compress(csv_text(rows).encode()), "a.csv.gz"),
        read(tmp_path, json_text(rows), "a.jsonl"),
        read_texts(tmp_path / "a.parquet", COLUMNS),
    ]
    assert len({table.digest for table in tables}) == 1
    assert all(table.texts == list(texts) and table.labels == list(labels) for table in tables)
    other = read(tmp_path, csv_text(rows[::-1]))
    assert other.digest != tables[0].digest


def test_a_folder_has_the_digest_of_the_table_with_its_texts(tmp_path) -> None:
    for label, text in (("a", "one"), ("b", "two")):
        (tmp_path / "f" / label).mkdir(parents=True)
        (tmp_path / "f" / label / "1.txt").write_text(text)
    table = read_texts(tmp_path / "f", COLUMNS)
    assert table.digest == read(tmp_path, "text,label\none,a\ntwo,b\n").digest


@pytest.mark.parametrize("name", ["a.txt", "a.xlsx", "a.json", "a.parquet.gz", "csv"])
def test_another_form_is_refused(tmp_path, name) -> None:
    line, remedy = refused(tmp_path, "text,label\na,b\n", name)
    assert line.startswith("expected a CSV, TSV or JSONL file")
    assert remedy == "Its name decides."


def test_settings_that_cannot_be_are_refused(tmp_path) -> None:
    assert "There is no file" in refusal(tmp_path / "a.csv")[0]
    assert "dataset.label_column is 'text'" in refusal(tmp_path, TextColumns("text", "text"))[0]
    assert "is no encoding" in refusal(tmp_path, TextColumns("text", "label", "utf-9"))[0]
