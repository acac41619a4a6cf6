"""Files of strangers are refused with a reason, or read exactly."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.errors import DataError
from seqlab.runs import untrusted
from seqlab.runs.untrusted import (
    printable,
    printable_lines,
    read_json_object,
    read_numbers,
    read_text,
)


@given(st.text())
def test_what_is_printable_is_one_line_without_controls(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable()
    assert printable(shown) == shown


def test_escapes_lose_their_power_and_words_stay() -> None:
    assert (
        printable("\x1b[31mred\x1b[0m\n\tjena/gru °C \u202eevil") == "[31mred[0m jena/gru °C evil"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "not JSON"),
        (b'{"a": NaN}', "not strict JSON"),
        (b'{"a": Infinity}', "not strict JSON"),
        (b"[1]", "expected a JSON object, found a list"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 100_000, "not strict JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not strict JSON"),
    ],
)
def test_json_that_is_something_else_is_refused_by_name(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "status.json"
    path.write_bytes(content)
    with pytest.raises(DataError, match=reason) as caught:
        read_json_object(path)
    assert str(path) in caught.value.message
    assert caught.value.remedy


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is missing"):
        read_text(tmp_path / "missing")
    with pytest.raises(DataError, match="not a regular file"):
        read_text(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DataError, match="not a regular file"):
        read_text(tmp_path / "pipe")


def test_a_file_larger_than_any_run_writes_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(untrusted, "LARGEST_FILE", 10)
    path = tmp_path / "file"
    path.write_bytes(b"x" * 10)
    assert len(read_text(path)) == 10
    path.write_bytes(b"x" * 11)
    with pytest.raises(DataError, match="11 bytes"):
        read_text(path)


def test_a_file_name_cannot_reach_the_terminal(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_text(tmp_path / "\x1b]0;title\x07")
    assert caught.value.message.isprintable()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", []),
        ("epoch,lo", []),
        ("epoch,loss\n", []),
        ("epoch,loss\n1,0.5\n", [{"epoch": 1, "loss": 0.5}]),
        ("epoch,loss\r\n1,0.5\r\n", [{"epoch": 1, "loss": 0.5}]),
        ("epoch,loss\n1,0.5\n2", [{"epoch": 1, "loss": 0.5}]),
        ("epoch,loss\n1,0.5\n2,0.4", [{"epoch": 1, "loss": 0.5}]),
    ],
)
def test_a_table_is_read_up_to_its_last_whole_line(
    tmp_path: Path, content: str, expected: list[dict[str, float]]
) -> None:
    path = tmp_path / "history.csv"
    path.write_text(content, newline="")
    assert read_numbers(path) == expected


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("epoch,loss\n1\n2,0.4\n", "line 2 is not 2 numbers: 1"),
        ("epoch,loss\n1,0.5\n2,many\n", "line 3 is not 2 numbers: 2,many"),
        ("epoch,loss\n1,0.5,7\n", "line 2 is not 2 numbers"),
        ("epoch,epoch\n1,2\n", "same name"),
        ('epoch,loss\n"1"x,2\n', "damaged"),
    ],
)
def test_a_damaged_table_is_refused_with_the_line(
    tmp_path: Path, content: str, reason: str
) -> None:
    path = tmp_path / "history.csv"
    path.write_text(content)
    with pytest.raises(DataError, match=reason):
        read_numbers(path)


@given(st.text())
def test_printable_lines_keep_their_ends_and_nothing_else_that_controls(text: str) -> None:
    shown = printable_lines(text, 3, 10)
    assert all(line.isprintable() for line in shown.split("\n"))
    assert len(shown.split("\n")) <= 4


def test_of_many_long_lines_the_last_ones_are_kept_and_cut() -> None:
    shown = printable_lines("a\nb\n  c\x1b[0m\n\t" + 20 * "d", 2, 12)
    assert shown.split("\n") == ["… 2 lines before", "  c[0m", "    ddddddd…"]
