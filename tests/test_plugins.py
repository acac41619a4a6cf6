"""What installed packages add is read from what they say of themselves, without importing them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

import pytest

from seqlab.errors import SeqlabError
from seqlab.plugins import Plugin, installed_plugins
from tests.packages import install, place_for_packages


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    with place_for_packages(tmp_path) as folder:
        yield folder


def told() -> list[tuple[str, str, str, str, str]]:
    return [
        (one.group, one.name, one.package, one.version, one.entry.value)
        for one in installed_plugins()
    ]


def added(name: str) -> Plugin:
    return next(one for one in installed_plugins() if one.name == name)


def test_they_are_those_that_importlib_finds_and_nothing_is_imported(place: Path) -> None:
    install(place, "big-cats", {"models": "lion = cats\ntiger = cats:Tiger"}, cats="1 / 0")
    install(place, "zoo", {"commands": "feed = zoo.cli:feed", "modles": "x = y"})
    install(place, "other", {})
    expected = [
        (entry.group.removeprefix("seqlab."), entry.name, one.name, one.version, entry.value)
        for one in distributions()
        for entry in one.entry_points
        if entry.group.startswith("seqlab.")
    ]
    assert told() == sorted(expected) and len(expected) == 4
    assert {"cats", "zoo", "y"}.isdisjoint(sys.modules)


def test_of_two_copies_of_a_package_the_first_on_the_path_counts(place: Path) -> None:
    (place / "below").mkdir()
    with place_for_packages(place / "below"):
        install(place, "Big.Cats", {"models": "lion = cats"}, version="1.0")
        install(place / "below", "big-cats", {"models": "lion = cats"}, version="2.0")
        assert told() == [("models", "lion", "big-cats", "2.0", "cats")]


def test_a_path_that_leads_nowhere_or_to_a_file_is_passed_over(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(place, "cats", {"models": "lion = cats"})
    (place / "packed.zip").write_text("")
    for name in ("gone", "packed.zip"):
        monkeypatch.syspath_prepend(place / name)
    assert [one[1] for one in told()] == ["lion"]


@pytest.mark.parametrize(
    ("value", "text", "said"),
    [
        ("cats", "", r"adds lion to seqlab\.models, and cats is a module: `cats:NAME` was"),
        ("cats:Lion", "", r"and cats:Lion is not there\.\nMend cats, or uninstall it\."),
        ("cats:Lion.roar", "class Lion: ...", r"and cats:Lion\.roar is not there\."),
        ("cats:Lion", "raise SystemExit(3)", r"cannot be imported: SystemExit: 3\."),
        ("the cats!", "", r"the cats! cannot be imported|the cats! is a module"),
    ],
)
def test_an_entry_that_leads_nowhere_is_told_with_its_package(
    place: Path, value: str, text: str, said: str
) -> None:
    install(place, "cats", {"models": f"lion = {value}"}, cats=text)
    with pytest.raises(SeqlabError, match=said):
        added("lion").load_attribute()


def test_what_an_entry_names_is_had(place: Path) -> None:
    install(place, "cats", {"models": "lion = cats:Lion.legs"}, cats="class Lion:\n    legs = 4\n")
    assert added("lion").load_attribute() == 4
