"""What is wrong with cells is named by row, id, time and column, and counted."""

import numpy as np
import pytest

from tests.datasets.sources.series_file.files import parse, refusal, series

SOUND = series(6)


def test_nothing_and_infinities_are_refused_and_named(tmp_path) -> None:
    text = SOUND.replace(",2\n", ",\n").replace(",3\n", ",NaN\n").replace(",4\n", ",-inf\n")
    _, missing, infinite = refusal(tmp_path, text)
    assert "line 4, 2020-01-03 00:00:00, column 'y': expected a number, found nothing" in missing
    assert "(2 such cells in this column). dataset.missing decides" in missing
    assert "line 6, 2020-01-05 00:00:00, column 'y'" in infinite
    assert "found an infinity (1 such cell in this column)" in infinite


@pytest.mark.parametrize("missing", ["interpolate", "drop_windows"])
def test_a_setting_allows_both_and_they_are_nan(tmp_path, missing) -> None:
    text = SOUND.replace(",2\n", ",\n").replace(",4\n", ",-inf\n")
    table = parse(tmp_path, text, missing=missing)
    np.testing.assert_array_equal(table.values[:, 0], [0, 1, np.nan, 3, np.nan, 5])


@pytest.mark.parametrize("missing", ["error", "interpolate"])
def test_text_is_refused_whatever_the_setting(tmp_path, missing) -> None:
    text = SOUND.replace(",2\n", ",2 EUR\n").replace(",4\n", ",?\n")
    (line,) = refusal(tmp_path, text, missing=missing)
    assert "line 4, column 'y': expected a number, found '2 EUR' (2 such cells in this" in line


def test_decimal_commas_name_their_setting(tmp_path) -> None:
    text = SOUND.replace(",", ";").replace(";2\n", ";2,5\n").replace(";3\n", ";x\n")
    _, comma, other = refusal(tmp_path, text)
    assert "line 4, column 'y': expected a number, found '2,5' (1 such" in comma
    assert 'set dataset.decimal to ","' in comma
    assert "line 5, column 'y': expected a number, found 'x' (1 such" in other
    table = parse(tmp_path, text.replace(";x\n", ";3\n"), decimal=",")
    assert table.values[:, 0].tolist() == [0, 1, 2.5, 3, 4, 5]


def test_decimal_points_among_decimal_commas_are_refused(tmp_path) -> None:
    text = SOUND.replace(",", ";").replace(";2\n", ";1.500\n")
    (line,) = refusal(tmp_path, text, decimal=",")
    assert "expected a number with a decimal comma, found '1.500'" in line


def test_rows_are_named_as_in_the_file_where_series_are_interleaved(tmp_path) -> None:
    text = "s,t,y\n" + "".join(
        f"{s},2020-01-0{day},{'' if (s, day) == ('b', 3) else day}\n"
        for day in range(1, 6)
        for s in ("a", "b")
    )
    (line,) = refusal(tmp_path, text, id_column="s")
    assert "line 7, id 'b', 2020-01-03 00:00:00, column 'y': expected a number" in line


def test_faults_outside_of_the_rows_in_use_do_not_matter(tmp_path) -> None:
    text = SOUND.replace(",0\n", ",\n").replace(",1\n", ",x\n") + "2020-03-01,inf\n"
    table = parse(tmp_path, text, rows=(2, 6))
    assert table.values[:, 0].tolist() == [2, 3, 4, 5]
    assert str(table.times[0]) == "2020-01-03T00:00:00"
    (line,) = refusal(tmp_path, text, rows=(1, 6))
    assert "line 3, column 'y': expected a number, found 'x'" in line
