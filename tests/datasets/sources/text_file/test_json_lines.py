"""JSONL files of texts, and what is wrong with them."""

import gzip
import json

import pytest

from seqlab.datasets.sources.text_file.columns import TextColumns
from tests.datasets.sources.text_file.files import ROWS, json_text, read, refused


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.JSONL.gz"])
def test_texts_and_labels_are_read(tmp_path, name) -> None:
    content = ("\ufeff" + json_text(ROWS).replace("\n", "\r\n\n")).encode()
    table = read(tmp_path, gzip.compress(content) if name.endswith("gz") else content, name)
    assert list(zip(table.texts, table.labels, strict=True)) == ROWS
    assert [table.place(row) for row in range(3)] == ["line 1", "line 3", "line 5"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1", "1"),
        ("1.50", "1.50"),
        ("1e400", "1e400"),
        ("9" * 5000, "9" * 5000),
        ("true", "true"),
        ("null", ""),
        ('""', ""),
        ('"NA"', "NA"),
        ("NaN", "NaN"),
        (r'"\ud83d\ude00"', "\U0001f600"),
    ],
)
def test_what_is_no_text_is_taken_as_it_is_written(tmp_path, cell, expected) -> None:
    table = read(tmp_path, f'{{"text": "a", "label": {cell}}}', "a.jsonl")
    assert table.labels == [expected]


def test_labels_may_be_absent_where_none_are_named(tmp_path) -> None:
    assert read(tmp_path, '{"text": "a"}', "a.jsonl", TextColumns("text", None)).labels is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("hello", "line 2: expected a JSON object, found 'hello', which is none: Expecting value"),
        ("[1]", "line 2: expected a JSON object, found a list"),
        ("17", "line 2: expected a JSON object, found '17'"),
        (
            '{"text": "a"}',
            "line 2: expected a key 'label', which dataset.label_column names, found",
        ),
        ('{"txt": "a", "label": 1}', "found none, did you mean `txt`? Found: 'txt', 'label'."),
        ('{"text": ["a"], "label": 1}', "line 2: key 'text': expected text, found a list"),
        ('{"text": "a", "label": {}}', "line 2: key 'label': expected text, found an object"),
        ('{"text": "a", "text": "b", "label": 1}', "line 2: expected each key once, found 'text'"),
        ('{"text": "a\\u0000", "label": 1}', "line 2: expected text, found a NUL byte"),
        ('{"text": "\\ud800", "label": 1}', "line 2: expected letters, found \\ud800, which is"),
        ("[" * 100_000, "line 2: expected a JSON object with texts, found one that is nested too"),
        ('{"a":' * 100_000, "nested too deeply"),
        ('{"text": "a', "which is none: Unterminated string"),
        ("}{", "which is none"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path, line, expected) -> None:
    sound = '{"text": "a", "label": "b"}'
    found = refused(tmp_path, f"{sound}\n{line}\n{sound}\n", "a.jsonl")
    assert any(expected in told for told in found), found


def test_faults_of_one_kind_are_counted(tmp_path) -> None:
    (line,) = refused(tmp_path, '{"text": 1, "label": 2}\n' + "x\n" * 1500, "a.jsonl")
    assert line.endswith("(1,500 such lines). Write each object in a line of its own.")


def test_an_object_over_several_lines_is_refused(tmp_path) -> None:
    content = json.dumps([{"text": "a", "label": "b"}], indent=1)
    assert "line 1: expected a JSON object" in "".join(refused(tmp_path, content, "a.jsonl"))


def test_bytes_of_another_encoding_are_named(tmp_path) -> None:
    content = '{"text": "ü", "label": "b"}\n'.encode("latin-1")
    assert "line 1, byte 10 of the file is 0xfc" in refused(tmp_path, content, "a.jsonl")[0]
    assert read(tmp_path, content, "a.jsonl", TextColumns("text", "label", "latin-1")).texts == [
        "ü"
    ]
    assert "is empty" in refused(tmp_path, b"", "a.jsonl")[0]
