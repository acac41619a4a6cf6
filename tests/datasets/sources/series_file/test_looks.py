"""A look at a file finds settings with which it can be read."""

import numpy as np
import pytest

from seqlab.datasets.sources.series_file.looks import look
from seqlab.datasets.sources.series_file.read import parse_series
from seqlab.errors import ConfigError, DataError
from tests.datasets.sources.series_file.files import series


def write(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_what_was_found_reads_the_file(tmp_path) -> None:
    text = "größe;t;y\n" + "".join(
        f"Köln;{n % 28 + 1:02}.{n // 28 + 1:02}.2021;{n},5\n" for n in range(28)
    )
    path = write(tmp_path, text, "latin-1")
    found = look(path)
    assert found.problem == ""
    assert (found.rows, found.series, found.columns.freq) == (28, 1, "D")
    assert (found.columns.separator, found.columns.decimal) == (";", ",")
    assert found.columns.encoding == "cp1252"
    np.testing.assert_array_equal(
        parse_series(path, found.columns).values[:, 0], np.arange(28) + 0.5
    )


def test_gaps_make_interpolation_the_first_choice(tmp_path) -> None:
    path = write(tmp_path, series(60).replace("2020-01-20,19\n", ""))
    found = look(path)
    assert (found.columns.missing, found.rows) == ("interpolate", 60)
    assert "1 missing cells" in found.reasons["missing"]
    assert look(write(tmp_path, series(60))).columns.missing == "error"


def test_a_file_that_cannot_be_read_is_looked_at_all_the_same(tmp_path) -> None:
    text = series(100, "2020-01-01T00:00", "h").replace("2020-01-01 05:00", "2020-01-01 04:00")
    found = look(write(tmp_path, text))
    assert "line 7, 2020-01-01 04:00:00: expected a later time" in found.problem
    assert (found.rows, found.columns.freq, found.columns.timestamp_column) == (0, "h", "t")


def test_times_with_offsets_have_a_zone(tmp_path) -> None:
    text = "t,y\n" + "".join(f"2020-01-01T{n:02}:00:00+01:00,{n}\n" for n in range(24))
    found = look(write(tmp_path, text))
    assert (found.columns.timezone, found.problem) == ("UTC", "")


def test_series_that_are_too_short_are_counted(tmp_path) -> None:
    text = "s,t,y\n" + "".join(
        f"{s},2020-{n // 28 + 1:02}-{n % 28 + 1:02},{n}\n"
        for s, rows in (("a", 28), ("b", 28), ("c", 3))
        for n in range(rows)
    )
    assert look(write(tmp_path, text)).short == 1


def test_what_cannot_be_a_target_is_refused(tmp_path) -> None:
    path = write(tmp_path, series(9))
    assert look(path, "y").columns.target == ("y",)
    with pytest.raises(ConfigError, match="did you mean `y`"):
        look(path, "Y ")
    with pytest.raises(DataError, match="found none among 't', 'w'"):
        look(write(tmp_path, "t,w\n2020-01-01,a\n2020-01-02,b\n"))
