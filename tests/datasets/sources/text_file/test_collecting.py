"""Texts are collected within bounds, with a digest that no two tables share."""

import pytest

from seqlab.datasets.sources.text_file import collecting
from seqlab.datasets.sources.text_file.collecting import Collected
from seqlab.datasets.sources.text_file.columns import TextColumns
from seqlab.errors import DataError
from tests.datasets.sources.text_file.files import COLUMNS


def collected(tmp_path, rows, columns=COLUMNS) -> Collected:
    found = Collected(tmp_path / "a.csv", columns, "line")
    for number, (text, label) in enumerate(rows, 2):
        found.add(text, label, number)
    return found


def test_the_digest_tells_texts_from_labels_and_from_each_other(tmp_path) -> None:
    tables = [
        collected(tmp_path, [("ab", "c")]).table(),
        collected(tmp_path, [("a", "bc")]).table(),
        collected(tmp_path, [("ab", "c"), ("", "")]).table(),
        collected(tmp_path, [("ab", ""), ("c", "")], TextColumns("text", None)).table(),
        collected(tmp_path, [("ab", "c")], TextColumns("text", None)).table(),
    ]
    assert len({table.digest for table in tables}) == len(tables)
    assert collected(tmp_path, [("ab", "c")]).table().digest == tables[0].digest


def test_nothing_at_all_is_refused(tmp_path) -> None:
    with pytest.raises(DataError, match="expected texts, found none"):
        collected(tmp_path, []).table()


def test_a_text_that_is_too_long_and_half_a_letter_are_named(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(collecting, "LONGEST_TEXT", 5)
    rows = [("short", "a"), ("longer", "a"), ("\ud800", "a"), ("a", "longer too")]
    with pytest.raises(DataError) as caught:
        collected(tmp_path, rows).table()
    _, long, half = str(caught.value).splitlines()
    assert "line 3: expected at most 5 characters in a text, found more (2 such lines)." in long
    assert "line 4: expected letters, found \\ud800, which is half of one." in half


@pytest.mark.parametrize(
    ("limit", "expected"), [("MOST_TEXTS", "4 texts"), ("MOST_CHARACTERS", "4 characters")]
)
def test_more_than_memory_should_hold_is_refused_at_once(
    tmp_path, monkeypatch, limit, expected
) -> None:
    monkeypatch.setattr(collecting, limit, 4)
    with pytest.raises(DataError, match=f"holds more than {expected}"):
        collected(tmp_path, [("a", "")] * 5)


def test_of_many_columns_some_are_shown(tmp_path) -> None:
    found = collected(tmp_path, [])
    assert found.note_columns([f"c{number}" for number in range(50)], 1) == {}
    with pytest.raises(DataError) as caught:
        found.table()
    assert "'c19', ..." in str(caught.value) and "'c20'" not in str(caught.value)
