"""The form of timestamps is chosen where one value decides, and refused where none does."""

from tests.datasets.sources.series_file.files import parse, refusal, series


def dates(*days):
    return "t,y\n" + "".join(f"{day},{n}\n" for n, day in enumerate(days))


def test_dates_with_slashes_are_refused_where_nothing_decides(tmp_path) -> None:
    text = dates("01/02/2020", "02/02/2020", "03/02/2020")
    (line,) = refusal(tmp_path, text)
    assert "as good as %d/%m/%Y and as %m/%d/%Y in all 3 rows. Set dataset.time_format" in line
    table = parse(tmp_path, text, time_format="%d/%m/%Y")
    assert str(table.times[0]) == "2020-02-01T00:00:00"


def test_one_date_decides_and_the_table_says_which(tmp_path) -> None:
    table = parse(tmp_path, dates("11/02/2020", "12/02/2020", "13/02/2020"))
    assert str(table.times[0]) == "2020-02-11T00:00:00"
    assert table.freq_from == (
        "inferred from 3 rows; times read as %d/%m/%Y, since 13/02/2020 can be nothing else"
    )
    table = parse(tmp_path, dates("2/11/2020", "2/12/2020", "2/13/2020"))
    assert str(table.times[0]) == "2020-02-11T00:00:00"


def test_dates_of_both_forms_are_refused(tmp_path) -> None:
    (line,) = refusal(tmp_path, dates("12/02/2020", "13/02/2020", "02/14/2020"))
    assert "line 3, column 't': expected times of one form, found '13/02/2020'" in line
    assert "line 4 '02/14/2020', which %d/%m/%Y does not fit" in line


def test_what_is_no_time_is_named_with_its_row_and_text(tmp_path) -> None:
    text = series(9).replace("2020-01-03", "soon").replace("2020-01-05", "")
    (line,) = refusal(tmp_path, text)
    assert "line 4, column 't': expected a time such as 2020-12-31 23:50:00, found 'soon'" in line
    assert "(2 such rows)" in line


def test_another_form_among_times_is_called_so(tmp_path) -> None:
    (line,) = refusal(tmp_path, series(9).replace("2020-01-03", "03.01.2020"))
    assert "found '03.01.2020' (1 such row). The file mixes forms" in line


def test_a_setting_that_fits_no_time_decides(tmp_path) -> None:
    (line,) = refusal(tmp_path, series(9), time_format="%d/%m/%Y")
    assert "expected a time of the form %d/%m/%Y, found '2020-01-01' (9 such rows)" in line
    assert line.endswith("dataset.time_format decides.")


def test_parts_of_seconds_are_refused(tmp_path) -> None:
    text = dates(*(f"2020-01-01 00:00:0{n}.5" for n in range(5)))
    (line,) = refusal(tmp_path, text)
    assert "line 2, column 't': expected whole seconds" in line
