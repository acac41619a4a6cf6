"""The file of the benchmark is one that can be read."""

from benchmarks.child import read_own_series
from benchmarks.series_file import write_series


def test_the_made_up_file_is_read(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    write_series(tmp_path / "own.csv", series=3, rows=20)
    header, first, *rest = (tmp_path / "own.csv").read_text().splitlines()
    assert header.replace('"', "") == "shop,date,x0,x1,x2,x3,x4,x5"
    assert (first.count(","), len(rest)) == (7, 59)
    read_own_series(str(tmp_path / "own.csv"))
    assert float(capsys.readouterr().out) > 0
