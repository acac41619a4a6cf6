"""Damaged files are refused by name or read; never anything else."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from benchmarks.soak import files
from benchmarks.soak.files import Kind, damage, kinds, read_damaged

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Kind]:
    return kinds(tmp_path_factory.mktemp("files"))


def test_every_kind_is_read_while_it_is_sound(sound: dict[str, Kind]) -> None:
    for name, kind in sound.items():
        assert read_damaged(kind, kind.path.read_bytes()) == "read", name


def test_no_damage_is_anything_but_read_or_refused(sound: dict[str, Kind]) -> None:
    random = Random(0)
    outcomes = [
        read_damaged(kind, damage(kind.path.read_bytes(), random))
        for kind in sound.values()
        for _ in range(5)
    ]
    assert outcomes.count("refused") > len(outcomes) / 2
    assert set(outcomes) == {"read", "refused"}


def test_an_unforeseen_error_is_told_as_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(path: Path) -> bool:
        raise IndexError(path.name)

    (tmp_path / "a.csv").write_bytes(b"1,2")
    monkeypatch.setattr(files, "kinds", lambda _: {"csv": Kind(tmp_path / "a.csv", crash)})
    survey = files.soak(Random(0), tmp_path, quick=True)
    assert survey.failures == ["csv: IndexError: a.csv"] * 5
