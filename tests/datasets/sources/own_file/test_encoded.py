"""The bytes that are no text are found, in blocks of any size."""

import gzip
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.datasets.sources.own_file import encoded


@given(st.integers(0, 5000), st.integers(1, 40))
def test_the_first_byte_of_another_encoding_is_found(tmp_path_factory, rows, block) -> None:
    path = tmp_path_factory.mktemp("f") / "a.csv"
    before = ("ä€x\n" * rows).encode()
    path.write_bytes(before + b"a\xfcb\n")
    longest, encoded.LONGEST_HEADER = encoded.LONGEST_HEADER, block * 97
    try:
        found = encoded.undecodable(path, "utf-8")
    finally:
        encoded.LONGEST_HEADER = longest
    assert found.startswith(f"line {rows + 1:,}, byte {len(before) + 1:,} of the file is 0xfc")


def test_sound_text_has_no_such_byte(tmp_path) -> None:
    (tmp_path / "a.csv").write_text("ä€" * 1000)
    assert encoded.undecodable(tmp_path / "a.csv", "utf-8") == ""
    assert "does not start with BOM" in encoded.undecodable(tmp_path / "a.csv", "utf-16")
    assert "0x" in encoded.undecodable(tmp_path / "a.csv", "ascii")


def test_what_is_packed_is_unpacked(tmp_path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"t,y"))
    with encoded.open_bytes(tmp_path / "a.csv.gz") as file:
        assert bytes(file.read(10)) == b"t,y"


def test_what_python_tells_of_other_things_is_told() -> None:
    before = sys.unraisablehook
    with encoded.quiet_about_bytes():
        assert sys.unraisablehook is not before
    assert sys.unraisablehook is before


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("größe".encode(), "utf-8"),
        ("größe".encode("latin-1"), "cp1252"),
        ("größe".encode("utf-16"), "utf-16"),
    ],
)
def test_the_encoding_is_guessed_from_the_first_bytes(tmp_path, content, encoding) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    assert encoded.guess_encoding(tmp_path / "a.csv") == encoding
