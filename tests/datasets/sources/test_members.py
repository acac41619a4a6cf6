"""Members of archives: none leads out of its folder, and what macOS adds is no data."""

from __future__ import annotations

from pathlib import Path

import pytest

from seqlab.datasets.sources.members import is_resource_fork, refuse_climbing
from seqlab.errors import DataError


@pytest.mark.parametrize("name", ["../a", "a/../../b", "/etc/passwd", "a\\..\\..\\b", "a/.."])
def test_a_member_that_leads_out_of_the_folder_is_refused_by_name(name: str) -> None:
    with pytest.raises(DataError, match="leads out of the folder") as caught:
        refuse_climbing(["fine.csv", name], Path("a.zip"))
    assert repr(name) in caught.value.message
    assert "seqlab data list" in caught.value.remedy


def test_sound_members_are_accepted_and_only_the_one_that_climbs_is_named() -> None:
    sound = ["a.csv", "./a/b..c.txt", "...", "a/"]
    refuse_climbing(sound, Path("a.zip"))
    with pytest.raises(DataError) as caught:
        refuse_climbing([*sound, "../b"], Path("a.zip"))
    assert "'../b'" in caught.value.message and "a.csv" not in caught.value.message


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("__MACOSX/._a.csv", True),
        ("__MACOSX/", True),
        ("folder/._a.csv", True),
        ("._a.csv", True),
        ("a.csv", False),
        ("folder/a._csv", False),
        (".a.csv", False),
    ],
)
def test_what_macos_adds_is_told_from_data(name: str, expected: bool) -> None:
    assert is_resource_fork(name) == expected
