"""Files of labelled texts become one corpus, whatever the order of their rows."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from seqlab.datasets.labelled.tables import read_tables
from seqlab.datasets.text import Text
from seqlab.errors import DataError
from tests.own_texts import CLASSES, settings, tickets


def csv(folder: Path, name: str, *rows: str) -> Path:
    path = folder / name
    path.write_text("\n".join(["text,label", *rows]) + "\n", encoding="utf-8")
    return path


def test_texts_labels_and_their_places_are_those_of_the_file(tmp_path: Path) -> None:
    frame = tickets(9)
    frame.to_csv(tmp_path / "tickets.csv", index=False)
    tables = read_tables(settings(tmp_path / "tickets.csv"))
    assert list(tables.corpus.texts()) == frame["text"].tolist()
    assert tables.corpus.classes == CLASSES
    names = [CLASSES[int(number)] for number in tables.corpus.labels]
    assert names == frame["label"].tolist()
    assert tables.places == [f"line {line}" for line in range(2, 11)]
    assert tables.drawn.tolist() == list(range(9)) and not tables.given


def test_the_order_of_classes_and_the_digest_of_a_table_do_not_depend_on_that_of_rows(
    tmp_path: Path,
) -> None:
    rows = ["a,pos", "b,neg", "c,neutral"]
    found = [
        read_tables(Text(path=str(csv(tmp_path, f"{n}.csv", *order)))).corpus.classes
        for n, order in enumerate([rows, rows[::-1], rows[1:] + rows[:1]])
    ]
    assert found == [("neg", "neutral", "pos")] * 3


@pytest.mark.parametrize(
    "labels",
    [
        ("1", "2", "9", "10"),
        ("-1.0", "1.0", "2.0", "10.0"),
        ("10", "2", "9", "nan"),  # no number: then all go by their letters
    ],
)
def test_numbers_are_ordered_by_size(labels, tmp_path: Path) -> None:
    for number, order in enumerate(permutations(labels)):
        path = csv(tmp_path, f"{number}.csv", *(f"a,{label}" for label in order))
        assert read_tables(Text(path=str(path))).corpus.classes == labels


def test_texts_without_a_label_are_left_out_and_told(tmp_path: Path) -> None:
    path = csv(tmp_path, "t.csv", "a,x", "b,", "c,y", ",y", 'd," "')
    tables = read_tables(Text(path=str(path)))
    assert list(tables.corpus.texts()) == ["a", "c", ""]
    assert tables.corpus.classes == ("x", "y")
    assert tables.unlabelled == ["line 3", "line 6"]
    assert tables.places == ["line 2", "line 4", "line 5"]


def test_a_file_without_any_label_is_refused_by_name(tmp_path: Path) -> None:
    training = csv(tmp_path, "t.csv", "a,x", "b,y")
    test = csv(tmp_path, "u.csv", "c,", "d,")
    with pytest.raises(DataError, match=r"u\.csv: none of its 2 texts has a label"):
        read_tables(Text(path=str(training), test_path=str(test)))


def test_each_split_may_have_a_file_and_places_name_it(tmp_path: Path) -> None:
    training = csv(tmp_path, "t.csv", "a,x", "b,y")
    test = csv(tmp_path, "u.csv", "c,y")
    tables = read_tables(Text(path=str(training), test_path=str(test)))
    assert (tables.drawn.tolist(), tables.given["test"].tolist()) == ([0, 1], [2])
    assert tables.places == ["t.csv, line 2", "t.csv, line 3", "u.csv, line 2"]
    assert tables.corpus.digests.keys() == {"t.csv", "u.csv"}


def test_two_files_of_one_name_have_a_digest_each(tmp_path: Path) -> None:
    (tmp_path / "test").mkdir()
    training = csv(tmp_path, "t.csv", "a,x", "b,y")
    test = csv(tmp_path / "test", "t.csv", "c,y")
    tables = read_tables(Text(path=str(training), test_path=str(test)))
    assert tables.corpus.digests.keys() == {"t.csv of training", "t.csv of test"}


def test_a_class_that_training_cannot_have_is_refused_with_its_place(tmp_path: Path) -> None:
    training = csv(tmp_path, "t.csv", "a,spam", "b,ham")
    test = csv(tmp_path, "u.csv", "c,ham", "d,Spam")
    with pytest.raises(DataError) as caught:
        read_tables(Text(path=str(training), test_path=str(test)))
    assert "u.csv: line 3: no text of t.csv has the label 'Spam', did you mean `spam`?" in str(
        caught.value
    )


@pytest.mark.parametrize(
    ("rows", "found"), [(["a,x", "b,x"], "found only 'x'"), (["a,", "b,"], "found no label")]
)
def test_one_class_is_none(rows, found, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=f"two classes or more, {found}"):
        read_tables(Text(path=str(csv(tmp_path, "t.csv", *rows))))


def test_a_column_in_which_nearly_every_text_has_a_label_of_its_own_is_no_label(
    tmp_path: Path,
) -> None:
    path = tmp_path / "tickets.csv"
    tickets(60).to_csv(path, index=False)
    with pytest.raises(DataError, match=r"'ticket' has 60 different values in 60 texts"):
        read_tables(settings(path, label_column="ticket"))


def test_words_are_those_of_any_script_and_come_from_the_cache(tmp_path: Path) -> None:
    path = csv(tmp_path, "t.csv", "東京 „Größe“,x", "größe,y")
    for _ in range(2):
        words = read_tables(Text(path=str(path))).corpus.words()
        assert list(words.spelling) == ["größe", "京", "東"]
        assert words.sequences.values.tolist() == [2, 1, 0, 0]
        np.testing.assert_array_equal(words.sequences.offsets, [0, 3, 4])
