"""Faults are collected, and shown all at once."""

from pathlib import Path

import pytest

from seqlab.datasets.sources.own_file.faults import Faults, counted, shown
from seqlab.errors import DataError


def test_a_file_without_faults_is_not_refused() -> None:
    faults = Faults(Path("a.csv"))
    faults.raise_any()
    assert not faults


def test_one_fault_is_one_line_and_several_are_numbered() -> None:
    faults = Faults(Path("a.csv"))
    faults.add("line 2: expected a number, found 'x'.", "Mend it.")
    with pytest.raises(DataError, match=r"^a.csv: line 2: expected .* found 'x'. Mend it.$"):
        faults.raise_any()
    faults.add("line 3: another.", "")
    with pytest.raises(DataError) as caught:
        faults.raise_any()
    assert str(caught.value).splitlines() == [
        "a.csv has 2 problems:",
        "  1. line 2: expected a number, found 'x'. Mend it.",
        "  2. line 3: another.",
    ]


def test_counts_and_cells_are_shown_as_people_read_them() -> None:
    assert counted(1, "row") == "(1 such row)"
    assert counted(1234, "cell", " in this column") == "(1,234 such cells in this column)"
    assert shown("  ") == "nothing"
    assert shown("x" * 100) == repr("x" * 57 + "...")
