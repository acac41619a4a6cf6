"""Ids that are empty, or two ways to write one, are refused."""

import pytest

from tests.datasets.sources.series_file.files import parse, refusal


def rows(*ids):
    return "s,t,y\n" + "".join(f"{s},2020-01-0{n},{n}\n" for s in ids for n in (1, 2, 3))


@pytest.mark.parametrize("other", ["A", "a ", " a", "a  b", "A B"])
def test_ids_that_differ_in_spaces_or_case_only_are_refused(tmp_path, other) -> None:
    one = "a b" if "b" in other.lower() else "a"
    text = rows(one, f'"{other}"', "c")
    (line,) = refusal(tmp_path, text, id_column="s")
    assert f"line 5, column 's': the id {other!r} differs from {one!r} in line 2 only in" in line
    assert "dataset.mixed_ids" in line
    assert parse(tmp_path, text, id_column="s", mixed_ids="keep").ids == (one, other, "c")


@pytest.mark.parametrize("other", ["1.0", "01", " 1"])
def test_two_ways_to_write_a_number_are_refused(tmp_path, other) -> None:
    (line,) = refusal(tmp_path, rows("1", other), id_column="s")
    assert "differs from '1' in line 2" in line


def test_numbers_among_texts_are_refused(tmp_path) -> None:
    (line,) = refusal(tmp_path, rows("1", "2", "north"), id_column="s")
    assert "line 8, column 's': expected ids of one kind, found 'north' besides '1'" in line
    assert "(2 are numbers, 1 are not)" in line
    assert len(parse(tmp_path, rows("1", "north"), id_column="s", mixed_ids="keep").ids) == 2


@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_id_is_refused(tmp_path, empty) -> None:
    for mixed_ids in ("error", "keep"):
        (line,) = refusal(tmp_path, rows("a", empty), id_column="s", mixed_ids=mixed_ids)
        assert "line 5, column 's': expected an id, found nothing (3 such rows)" in line


def test_a_country_may_be_called_na(tmp_path) -> None:
    assert parse(tmp_path, rows("NA", "nan", "null"), id_column="s").ids == ("NA", "nan", "null")
