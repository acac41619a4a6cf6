"""However much a small file unpacks to, no more is read than texts may have."""

import gzip

from seqlab.datasets.sources.text_file import collecting, lines
from tests.datasets.sources.text_file.files import refused


def test_a_bomb_of_gzip_is_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(collecting, "MOST_CHARACTERS", 10_000)
    content = gzip.compress(b"text,label\n" + b"a,b\n" * 1_000_000)
    assert len(content) < 10_000
    (line, remedy) = refused(tmp_path, content, "a.csv.gz")
    assert "holds more than 10,000 bytes of text" in line
    assert remedy == "Take a part of them."


def test_a_line_without_end_is_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 1000)
    content = gzip.compress(b"text,label\na,b\n" + b"x" * 1_000_000)
    (line,) = refused(tmp_path, content, "a.csv.gz")
    assert line.startswith("line 3: expected at most 1,000 characters, found more.")


def test_bytes_are_told_with_what_was_wrong_before_them(tmp_path) -> None:
    head, cells, place = refused(tmp_path, b"text,label\na\n" + b"b,c\n" * 100_000 + b"\xff,c\n")
    assert head.endswith("has 2 problems:")
    assert "line 2: expected 2 cells" in cells
    assert "line 100,003, byte 400,013 of the file is 0xff" in place
