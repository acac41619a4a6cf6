"""A look at texts finds columns with which they can be read."""

import numpy as np
import pytest

from seqlab.datasets.sources.text_file import looks
from seqlab.datasets.sources.text_file.looks import look_at_texts
from seqlab.datasets.sources.text_file.read import read_texts
from seqlab.errors import ConfigError, DataError
from tests.datasets.sources.text_file.files import csv_text, json_text

ROWS = [(f"It crashed {n} times, " + "again " * n, ("bug", "wish")[n % 3 == 0]) for n in range(30)]


def write(folder, content, name="a.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize(("name", "form"), [("a.csv", csv_text), ("a.jsonl", json_text)])
def test_what_was_found_reads_the_file(tmp_path, name, form) -> None:
    path = write(tmp_path, form(ROWS), name)
    found = look_at_texts(path)
    assert found is not None and found.columns is not None
    assert (found.columns.text, found.columns.label, found.encoding) == ("text", "label", "utf-8")
    assert (found.count, dict(found.classes), found.problem) == (30, {"bug": 20, "wish": 10}, "")
    words = [len(text.split()) for text in read_texts(path, found.columns).texts]
    assert np.mean(np.array(words) <= found.usual_words) >= 0.95
    assert np.mean(np.array(words) < found.usual_words) < 0.95
    assert found.different_words == 4 + 30


def test_columns_that_were_named_are_taken(tmp_path) -> None:
    path = write(tmp_path, "t,a,b,c\n" + "x,y z,1,2\nq,y z,3,1\n" * 9)
    assert look_at_texts(path) is None
    found = look_at_texts(path, text="t", label="a")
    assert found is not None and found.columns is not None
    assert (found.columns.text, found.columns.label) == ("t", "a")
    assert set(found.reasons.values()) == {"as you said"}
    found = look_at_texts(path, text="t")
    assert found is not None and found.columns is not None
    assert found.columns.label == "c"
    assert found.reasons["label_column"].endswith("a guess, or is it 'b'?")
    with pytest.raises(ConfigError, match=r"has no column 'tt', did you mean `t`"):
        look_at_texts(path, text="tt")
    with pytest.raises(DataError, match="expected a column of texts, found none"):
        look_at_texts(path, label="a")


def test_series_and_files_of_another_form_are_not_looked_at(tmp_path) -> None:
    days = "".join(f"2020-01-{n + 1:02},{n},some words of {n}\n" for n in range(28))
    assert look_at_texts(write(tmp_path, f"date,sales,note\n{days}")) is None
    assert look_at_texts(write(tmp_path, "{}", "a.json")) is None


def test_another_encoding_is_found_also_where_it_shows_late(tmp_path, monkeypatch) -> None:
    rows = [(f"{text}, größer", label) for text, label in ROWS]
    for encoding in ("cp1252", "utf-16"):
        found = look_at_texts(write(tmp_path, csv_text(rows), encoding=encoding))
        assert found is not None and (found.encoding, found.problem) == (encoding, "")
    monkeypatch.setattr(looks, "guess_encoding", lambda _: "utf-8")
    many = [(f"{n} {ROWS[n % 30][0]}", str(n % 2)) for n in range(9999)]
    content = csv_text([*many, ("größer als alles andere", "1")])
    found = look_at_texts(write(tmp_path, content, encoding="cp1252"))
    assert found is not None and found.columns is not None
    assert (found.encoding, found.columns.encoding_of_file) == ("cp1252", "cp1252")
    assert found.problem == ""


def test_a_file_that_cannot_be_read_is_looked_at_all_the_same(tmp_path) -> None:
    found = look_at_texts(write(tmp_path, csv_text(ROWS) + "too,few\n"))
    assert found is not None
    assert "line 32: expected 3 cells" in found.problem
    assert (found.count, found.classes["bug"]) == (0, 20)


def test_what_holds_no_texts_is_refused(tmp_path) -> None:
    with pytest.raises(DataError, match="holds no rows"):
        look_at_texts(write(tmp_path, "text,label\n"), "text", "label")
    with pytest.raises(DataError, match="holds no rows"):
        look_at_texts(write(tmp_path, "\nnull\n", "a.jsonl"))
    with pytest.raises(DataError, match="expected a column of texts, found none"):
        look_at_texts(write(tmp_path, '{"a": 1}\n', "a.jsonl"))


def test_folders_are_read_in_full(tmp_path) -> None:
    for place, text in (("a/1", "größer"), ("a/2", "two words"), ("b/1", "")):
        path = tmp_path / f"{place}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "cp1252")
    found = look_at_texts(tmp_path)
    assert found is not None
    assert (found.columns, found.encoding, found.count) == (None, "cp1252", 3)
    assert (dict(found.classes), found.usual_words) == ({"a": 2, "b": 1}, 2)
    (tmp_path / "a" / "3.md").touch()
    with pytest.raises(DataError, match=r"a/3\.md"):
        look_at_texts(tmp_path)
