"""The Jena file: parsed exactly, and every kind of damage named with its place."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from seqlab.datasets.sources.catalogue import JENA
from seqlab.datasets.sources.jena_file import COLUMNS, TIME_COLUMN, content_digest, read_csv
from seqlab.errors import DataError

HEADER = ",".join(f'"{name}"' for name in (TIME_COLUMN, *COLUMNS))


def line(number: int, first: str = "996.52") -> str:
    return f"01.01.2009 00:{number:02}:00,{first}," + ",".join(["1.5"] * 13)


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join([HEADER, *lines]))
    return path


def zipped(csv: Path, method: int = zipfile.ZIP_DEFLATED) -> Path:
    path = csv.with_suffix(".csv.zip")
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.write(csv, csv.name)
    return path


def test_values_are_pythons_own_floats_and_times_are_read_day_first(tmp_path) -> None:
    texts = ["0.1", "996.52", "-9999.0", "1e-3", "0.30000000000000004"]
    table = read_csv(write(tmp_path / "j.csv", *(line(i, text) for i, text in enumerate(texts))))
    assert table.values[:, 0].tolist() == [float(text) for text in texts]
    assert str(table.times[1]) == "2009-01-01T00:01:00"


def test_a_zip_and_its_csv_have_the_same_digest_and_another_value_has_another(tmp_path) -> None:
    csv = write(tmp_path / "j.csv", line(0), line(1))
    same = content_digest(read_csv(zipped(csv)))
    assert content_digest(read_csv(csv)) == same
    changed = write(tmp_path / "k.csv", line(0), line(1, "996.53"))
    assert content_digest(read_csv(changed)) != same


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [line(0), line(1, "windy")],
            r"line 3, column 'p \(mbar\)': expected a number, found 'windy'",
        ),
        ([line(0, "")], r"line 2, column 'p \(mbar\)': expected a number, found nothing"),
        ([line(0), line(1, "n/a")], r"line 3, column 'p \(mbar\)': .* found 'n/a' \(1 such"),
        ([line(0), line(1, "nan")], r"line 3, column 'p \(mbar\)': .* found 'nan' \(1 such"),
        ([line(0), line(1).replace("01.01.2009", "13.13.2009")], "line 3, column 'Date Time'"),
    ],
)
def test_a_bad_cell_is_named_with_its_line_and_column(tmp_path, lines, expected) -> None:
    with pytest.raises(DataError, match=expected):
        read_csv(write(tmp_path / "j.csv", *lines))


def test_a_missing_column_is_named(tmp_path) -> None:
    path = tmp_path / "j.csv"
    path.write_text(HEADER.replace('"rh (%)",', "") + "\n" + line(0).rsplit(",", 1)[0])
    with pytest.raises(DataError, match=r"missing column 'rh \(%\)' in line 1"):
        read_csv(path)


def test_a_line_with_too_many_cells_is_named(tmp_path) -> None:
    with pytest.raises(DataError, match="line 3"):
        read_csv(write(tmp_path / "j.csv", line(0), line(1) + ",1,2"))


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.99])
def test_a_truncated_zip_is_refused(tmp_path, kept) -> None:
    path = zipped(write(tmp_path / "j.csv", *(line(i % 60) for i in range(500))))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    with pytest.raises(DataError, match=r"j\.csv\.zip cannot be read"):
        read_csv(path)


METHODS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]


@pytest.mark.parametrize("method", METHODS)
def test_a_zip_is_read_or_refused_whatever_it_was_packed_with(tmp_path, method) -> None:
    csv = write(tmp_path / "j.csv", *(line(i) for i in range(60)))
    path = zipped(csv, method)
    sound, expected = path.read_bytes(), content_digest(read_csv(csv))
    assert content_digest(read_csv(path)) == expected
    refused = 0
    for place in range(0, len(sound), 1 + len(sound) // 150):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 16]) + sound[place + 1 :])
        try:
            assert content_digest(read_csv(path)) == expected
        except DataError as error:
            assert "j.csv.zip" in error.message
            refused += 1
    assert refused > 75


def test_a_zip_that_macos_repacked_is_read(tmp_path) -> None:
    csv = write(tmp_path / "j.csv", line(0), line(1))
    path = zipped(csv)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/._j.csv", b"\x00\x05\x16\x07")
        archive.writestr("._other.csv", b"\x00\x05\x16\x07")
    assert content_digest(read_csv(path)) == content_digest(read_csv(csv))


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe", b"\x89PNG\r\n", b"a,b\n1,2\n"])
def test_another_file_is_refused(tmp_path, content) -> None:
    path = tmp_path / "j.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"j\.csv"):
        read_csv(path)


def test_every_error_says_where_a_sound_copy_comes_from(tmp_path) -> None:
    with pytest.raises(DataError) as caught:
        read_csv(tmp_path / "absent.csv")
    assert JENA.address in caught.value.remedy


@pytest.mark.data
def test_the_real_file_has_the_published_rows_digest_and_standard_deviation(real_data) -> None:
    table = read_csv(real_data / JENA.files[0])
    assert table.values.shape == (420_551, 14)
    assert content_digest(table) == JENA.content_digest
    assert table.values[:200_000, 1].std() == pytest.approx(8.85249908220462, abs=1e-12)
    duplicated = len(table) - len(np.unique(table.times))
    assert duplicated == 327
    assert (np.diff(table.times) < np.timedelta64(0)).sum() == 2


@pytest.mark.data
def test_the_books_baseline_comes_out_to_nine_digits(real_data, monkeypatch, tmp_path) -> None:
    from seqlab.baselines.persistence import Persistence
    from seqlab.datasets.jena import Jena
    from seqlab.evaluation.judging import contenders

    monkeypatch.setenv("SEQLAB_DATA", str(real_data))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    data = Jena().load()
    (naive,) = contenders((Persistence(),), data, "validation")
    found, samples = naive.rival.scores, data.samples("validation")
    assert found.values["mae"] == pytest.approx(0.2897359729905486, abs=1e-9)
    assert found.original == pytest.approx(2.5649, abs=5e-5)
    assert (samples.count, samples.horizon_minutes) == (98_432, 1500)
    half_hourly = Jena(lookback=720, step=3).load()
    (naive,) = contenders((Persistence(),), half_hourly, "validation")
    assert naive.rival.scores.values["mae"] != pytest.approx(found.values["mae"], abs=1e-3)
    assert data.anchors["test"].batches == 929
    findings = data.findings()
    assert findings["test"]["sentinels"] == {"wv (m/s)": 18, "max. wv (m/s)": 20}
    assert findings["test"]["touched_windows"] == 1454  # anchors 343583 to 345036
    for split in ("training", "validation"):
        assert findings[split]["sentinels"] == {}
        assert findings[split]["touched_windows"] == 0
