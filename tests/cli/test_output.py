"""Tables are whole at any width, JSON is one document, and a pipe gets no colour."""

from __future__ import annotations

import json

import pytest

from seqlab.cli.output import duration, print_json, print_table, progress_console, table

LONG = "jena/" + "a_rather_long_name_" * 12


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dumb terminal of 40 columns."""
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "dumb")


def test_a_table_is_never_wrapped_or_cut(capsys: pytest.CaptureFixture[str]) -> None:
    rows = table("run", "status", right=("mae",))
    rows.add_row(LONG, "[red]completed[/red] :smile:", "0.2653")
    rows.add_row("short", "", "12.5")
    print_table(rows)
    heading, first, second = capsys.readouterr().out.splitlines()
    assert first.split() == [LONG, "[red]completed[/red]", ":smile:", "0.2653"]
    assert heading.index("status") == first.index("[red]")
    assert len(heading) == len(first) == len(second)  # numbers end in one column


def test_a_line_has_no_blanks_at_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    rows = table("name", "what it is")
    rows.add_row("a", "long " * 9)
    rows.add_row("b", "short")
    print_table(rows)
    lines = capsys.readouterr().out.splitlines()
    assert lines == [line.rstrip() for line in lines]


def test_json_is_one_strict_document(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"a": float("nan"), "b": ["é", 1e-3]})
    text = capsys.readouterr().out
    assert json.loads(text) == {"a": None, "b": ["é", 1e-3]}
    assert text.isascii() and text.endswith("}\n")


def test_progress_in_a_pipe_is_one_line_of_plain_text(capsys: pytest.CaptureFixture[str]) -> None:
    progress_console().print(f"[bold]{LONG} 3.14 :smile:")
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == f"[bold]{LONG} 3.14 :smile:\n"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.84, "0.8 s"),
        (45.2, "45 s"),
        (90, "1.5 min"),
        (720, "12 min"),
        (5400, "1.5 h"),
        (12_600, "3.5 h"),
    ],
)
def test_durations_are_told_in_the_units_of_people(seconds: float, text: str) -> None:
    assert duration(seconds) == text
