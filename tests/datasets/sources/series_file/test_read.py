"""Files are read whole, refused with all that is wrong with them, and kept in the cache."""

import hashlib

import numpy as np
import pandas as pd
import pytest

from seqlab.datasets.sources.series_file import read
from seqlab.datasets.sources.series_file.columns import Columns
from seqlab.datasets.sources.series_file.read import read_series
from seqlab.errors import ConfigError, DataError
from tests.datasets.sources.series_file.files import parse, refusal, series

FIVE = """shop,date,sales,price
A,2020-01-01,1,1
A,2020-01-02,x,1
A,2020-01-03,2,
A,2020-01-04,4,1
A,2020-01-04,5,inf
a,2020-01-01,1,1
a,2020-01-02,2,1
a,soon,3,2
a,2020-01-04,3,2
"""


def test_a_file_with_many_faults_shows_them_all(tmp_path) -> None:
    settings = {
        "target": ("sale",), "past": ("sales", "price"),
        "timestamp_column": "date", "id_column": "shop",
    }  # fmt: skip
    first, *found = refusal(tmp_path, FIVE, **settings)
    assert first == "a.csv has 7 problems:"
    expected = [
        "line 1: expected a column 'sale', which dataset.target names, found none, did you mean `",
        "line 9, column 'date': expected a time such as 2020-12-31 23:50:00, found 'soon' (1",
        "line 7, column 'shop': the id 'a' differs from 'A' in line 2 only in spaces, case",
        "line 3, column 'sales': expected a number, found 'x' (1 such cell in this column)",
        "line 4, id 'A', 2020-01-03 00:00:00, column 'price': expected a number, found nothing",
        "line 6, id 'A', 2020-01-04 00:00:00, column 'price': expected a number, found an infin",
        "line 6, id 'A', 2020-01-04 00:00:00: expected a later time than 2020-01-04 00:00:00 of",
    ]
    for number, text in enumerate(expected, 1):
        assert any(line.startswith(f"  {n}. {text}") for n, line in enumerate(found, 1)), number


@pytest.mark.parametrize("blocks", [True, False])
def test_series_of_different_lengths_stand_in_the_order_of_their_first_rows(
    tmp_path, blocks
) -> None:
    rows = [(s, day, f"{s}{day}") for s, days in ((2, 4), (1, 6), (3, 5)) for day in range(days)]
    if not blocks:
        rows.sort(key=lambda row: row[1])
    text = "s,t,y,x\n" + "".join(f"S{s},2020-01-0{d + 1},{n},{d}\n" for s, d, n in rows)
    table = parse(tmp_path, text, id_column="s", past=("x",))
    assert table.ids == ("S2", "S1", "S3")
    assert table.bounds == (0, 4, 10, 15)
    expected = [int(f"{s}{day}") for s, days in ((2, 4), (1, 6), (3, 5)) for day in range(days)]
    assert table.values[:, 0].tolist() == expected
    assert table.values[:, 1].tolist() == [day for days in (4, 6, 5) for day in range(days)]
    assert table.columns == ("y", "x")


def test_without_times_rows_are_numbered(tmp_path) -> None:
    table = parse(tmp_path, "s,y\na,1\nb,5\na,2\nb,6\na,3\n", id_column="s", timestamp_column=None)
    assert table.times.astype(int).tolist() == [0, 1, 2, 0, 1]
    assert (table.freq, table.bounds) == ("steps", (0, 3, 5))


def test_columns_with_two_roles_or_one_name_are_refused(tmp_path) -> None:
    (line,) = refusal(tmp_path, series(5), past=("y",))
    assert "expected one role, found 2: dataset.target, dataset.past_dynamic_columns" in line
    text = "t,y,y\n" + "".join(f"2020-01-0{n},{n},{n}\n" for n in range(1, 5))
    assert "line 1: expected one column 'y', found 2 of that name" in refusal(tmp_path, text)[0]


def test_a_file_without_a_header_is_told_so(tmp_path) -> None:
    (line,) = refusal(tmp_path, "1,2\n3,4\n", timestamp_column=None)
    assert "the first line must hold the names of the columns, not numbers" in line


def test_rows_beyond_the_longest_series_are_refused(tmp_path) -> None:
    assert "dataset.rows decides" in refusal(tmp_path, series(5), rows=(5, None))[0]
    assert parse(tmp_path, series(9), rows=(5, None)).values[:, 0].tolist() == [5, 6, 7, 8]


def test_settings_are_refused_by_name() -> None:
    for settings in ({"timezone": "Mars"}, {"freq": "H", "timestamp_column": "t"}, {"freq": "h"}):
        with pytest.raises(ConfigError, match=r"^dataset\.(timezone|freq) is"):
            read.parse_series(None, Columns(("y",), **settings))


@pytest.mark.usefixtures("own_folders")
class TestCache:
    """The second time a file is not parsed."""

    COLUMNS = Columns(("y",), "s", "t", static=("c", "n"), timezone="Europe/Berlin")
    TEXT = "s,t,y,c,n\n" + "".join(
        f"Größe,2020-01-0{n},{n},ä,1.5\nb,2020-01-0{n},{-n},b,2\n" for n in range(1, 6)
    )

    def test_a_cached_table_is_the_same(self, tmp_path, monkeypatch) -> None:
        path = tmp_path / "sales.csv"
        path.write_text(self.TEXT)
        first, digests = read_series(path, self.COLUMNS)
        assert digests == {"sales.csv": hashlib.sha256(self.TEXT.encode()).hexdigest()}
        monkeypatch.setattr(read, "parse_series", None)
        second, same = read_series(path, self.COLUMNS)
        assert same == digests
        for name in ("ids", "bounds", "freq", "freq_from", "timezone", "columns", "static"):
            assert getattr(first, name) == getattr(second, name), name
        np.testing.assert_array_equal(first.values, second.values)
        np.testing.assert_array_equal(first.times, second.times)
        assert first.times.dtype == second.times.dtype

    def test_another_content_or_setting_is_read_anew(self, tmp_path) -> None:
        path = tmp_path / "sales.csv"
        path.write_text(series(5))
        columns = Columns(("y",), timestamp_column="t")
        assert read_series(path, columns)[0].values[-1, 0] == 4
        path.write_text(series(5).replace(",4", ",7"))
        assert read_series(path, columns)[0].values[-1, 0] == 7
        assert len(read_series(path, Columns(("y",), timestamp_column="t", rows=(0, 3)))[0]) == 3

    def test_a_faulty_file_is_refused_every_time(self, tmp_path) -> None:
        path = tmp_path / "sales.csv"
        path.write_text(series(5).replace(",4", ",x"))
        for _ in range(2):
            with pytest.raises(DataError, match="found 'x'"):
                read_series(path, Columns(("y",), timestamp_column="t"))


@pytest.mark.data
@pytest.mark.usefixtures("own_folders")
def test_real_files_are_read_as_pandas_reads_them(real_data) -> None:
    etth1 = real_data / "own" / "ETTh1.csv"
    targets = ("HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL", "OT")
    table, digests = read_series(etth1, Columns(targets, timestamp_column="date", rows=(0, 14400)))
    frame = pd.read_csv(etth1, parse_dates=["date"])[:14400]
    np.testing.assert_array_equal(table.values, frame[list(targets)].to_numpy())
    np.testing.assert_array_equal(table.times, frame["date"].to_numpy("datetime64[s]"))
    assert (table.freq, table.freq_from) == ("h", "inferred from 14,400 rows")
    assert digests["ETTh1.csv"].startswith("f18de3ad269cef59")

    m4 = real_data / "own" / "m4_hourly.csv.gz"
    table, _ = read_series(m4, Columns(("y",), "unique_id", "step"))
    frame = pd.read_csv(m4)
    np.testing.assert_array_equal(table.values[:, 0], frame["y"])
    sizes = frame.groupby("unique_id", sort=False).size()
    assert table.ids == tuple(sizes.index) and len(table.ids) == 414
    assert np.diff(table.bounds).tolist() == sizes.tolist()
    assert table.freq == "steps"
