"""The table of where a model errs has every group, aligned, and all together."""

from __future__ import annotations

import pytest

from seqlab.cli.breakdown import print_breakdown
from seqlab.tasks.breakdown import Breakdown, Group

GROUPS = (
    Group("H1", 48, 1234.5, {"persistence": 2469.0, "ridge": 1500.0}),
    Group("H2", 1_000, 3.0, {"persistence": 4.0, "ridge": 2.0}),
    Group("H3", 48, 1.0, {"persistence": 0.0, "ridge": 2.0}),
)
OVERALL = Group("all", 1_096, 2.0, {"persistence": 3.0, "ridge": 2.5})


def lines(by: str, capsys: pytest.CaptureFixture[str], unit: str = "") -> list[str]:
    print_breakdown(Breakdown(by, GROUPS, OVERALL), "best model", unit)
    return capsys.readouterr().out.splitlines()


def test_series_stand_from_the_lowest_skill_to_the_highest(capsys) -> None:
    heading, *rows, all_of_them, note = lines("id", capsys)
    assert heading.split() == ["id", "values", "best", "model", "persistence", "ridge", "skill"]
    assert [row.split() for row in rows] == [
        ["H2", "1,000", "3.0000", "4.0000", "2.0000", "-0.500"],
        ["H1", "48", "1,234.5000", "2,469.0000", "1,500.0000", "0.177"],
        ["H3", "48", "1.0000", "0.0000", "2.0000"],  # nothing to remove
    ]
    assert all_of_them.split() == ["all", "1,096", "2.0000", "3.0000", "2.5000", "0.200"]
    assert len(heading) == len(rows[0]) == len(all_of_them)
    assert note == "Mean absolute errors; the skill is over the best baseline of each line."


def test_times_keep_their_order(capsys) -> None:
    _, *rows, _, note = lines("hour", capsys, "degC")
    assert [row.split()[0] for row in rows] == ["H1", "H2", "H3"]
    assert note.startswith("Mean absolute errors in degC;")


def test_what_a_file_calls_its_series_cannot_reach_the_terminal(capsys) -> None:
    bad = Group("\x1b[31mH1\n", 1, 1.0, {"ridge": 2.0})
    print_breakdown(Breakdown("id", (bad,), bad), "best model", "")
    assert "\x1b" not in (printed := capsys.readouterr().out)
    assert len(printed.splitlines()) == 4
