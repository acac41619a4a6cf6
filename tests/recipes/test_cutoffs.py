"""Cutoffs against a plain count of rows: nothing behind one is for training, and windows tile."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from seqlab.datasets.jena import Jena
from seqlab.datasets.split import Split
from seqlab.errors import ConfigError
from seqlab.experiment.experiment import Experiment
from seqlab.models.linear import Linear
from seqlab.recipes.cutoffs import Origins, check_cutoffs, find_cutoffs
from seqlab.tasks.data import SplitName
from seqlab.tasks.panel import Panel
from tests.series.own import shops, write_shops


def counting(folder: Path, lengths: Mapping[str, int]) -> Path:
    """A file of series whose values are the numbers of their rows."""
    lines = [f"{name},{row}" for name, rows in lengths.items() for row in range(rows)]
    path = folder / "counting.csv"
    path.write_text("\n".join(["shop,sales", *lines]) + "\n", encoding="utf-8")
    return path


def experiment(path: Path, **settings: object) -> Experiment:
    own = {"timestamp_column": None, "past_dynamic_columns": (), "scale": "none"}
    return Experiment(name="own", dataset=shops(path, **(own | settings)), model=Linear())


def windows_of(panel: Panel, series: int, split: SplitName) -> list[tuple[list[int], list[int]]]:
    """The values of the inputs and of the targets of every window of one series."""
    newest = panel.newest[split]
    newest = newest[panel.series_of(newest) == series]
    values = panel.targets[:, 0].astype(int)
    return [(values[n + panel.offsets].tolist(), values[n + panel.ahead].tolist()) for n in newest]


@pytest.mark.parametrize("seed", range(12))
def test_every_row_lies_where_a_plain_count_puts_it(seed: int, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    generator = np.random.default_rng(seed)
    horizon, validation, windows = generator.integers((2, 4, 2), (5, 9, 5)).tolist()
    every = int(generator.integers(1, 6))
    rolling = bool(generator.integers(2))
    trim = tuple(generator.integers(0, 4, 2).tolist())
    lengths = {
        f"s{n}": int(generator.integers(70, 90)) for n in range(int(generator.integers(1, 4)))
    }
    own = experiment(
        counting(tmp_path, lengths),
        horizon=horizon,
        split={"validation": validation, "test": 0.5},
        trim=trim,
    )
    found = find_cutoffs(own, Origins(windows, every, rolling))
    check_cutoffs(found)
    assert len(found) == windows
    for number, cutoff in enumerate(found):
        left = (windows - 1 - number) * every
        assert cutoff.before_end == left + horizon
        assert cutoff.experiment.name == f"own/cutoff-{left + horizon}"
        panel = cutoff.dataset.load().panel()
        for series, length in enumerate(lengths.values()):
            place = length - trim[1] - left - horizon  # the first row behind the cutoff
            oldest = trim[0] + (number * every if rolling else 0)
            (test,) = windows_of(panel, series, "test")
            assert test == (
                list(range(place - 6, place)),
                list(range(place, place + horizon)),
            )
            targets = {row for _, ahead in windows_of(panel, series, "validation") for row in ahead}
            assert targets == set(range(place - validation, place))
            training = windows_of(panel, series, "training")
            assert max(ahead[-1] for _, ahead in training) == place - validation - 1
            assert min(inputs[0] for inputs, _ in training) == oldest
            assert len(training) == place - validation - oldest - 6 - horizon + 1
    last = found[-1].dataset.load().panel()
    assert last.targets[-1, 0] == list(lengths.values())[-1] - trim[1] - 1


def test_later_rows_change_nothing_of_an_earlier_cutoff(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = write_shops(tmp_path / "shops.csv", {"north": 120, "south": 90})
    own = Experiment(name="own", dataset=shops(path), model=Linear())
    before = find_cutoffs(own, Origins(3))[0].dataset.load()
    lines = path.read_text().splitlines()
    for number in (*range(115, 121), *range(205, 211)):  # the last 6 rows of each shop
        cells = lines[number].split(",")
        lines[number] = ",".join([*cells[:2], "9999", "-9999"])
    path.write_text("\n".join(lines) + "\n")
    after = find_cutoffs(own, Origins(3))[0].dataset.load()
    assert after.panel().digest() == before.panel().digest()
    np.testing.assert_array_equal(after.units, before.units)


def test_a_share_stays_one_and_a_date_becomes_a_number_of_rows(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = write_shops(tmp_path / "shops.csv", {"north": 240})
    splits = {
        0.25: {"validation": 0.25, "test": 0.1},
        48: {"validation": "2024-03-08", "test": "2024-03-10"},
    }
    for expected, split in splits.items():
        own = Experiment(name="own", dataset=shops(path, split=split), model=Linear())
        found = find_cutoffs(own, Origins(2))
        assert [one.dataset.split for one in found] == [Split(validation=expected, test=3)] * 2
    assert [one.first for one in found] == ["2024-03-10 18:00:00", "2024-03-10 21:00:00"]


def test_series_that_end_at_other_times_have_no_common_first_time(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = write_shops(tmp_path / "shops.csv", {"north": 240, "south": 200})
    dates = {"validation": "2024-03-07", "test": "2024-03-08"}
    own = Experiment(name="own", dataset=shops(path), model=Linear())
    assert [one.first for one in find_cutoffs(own, Origins(2))] == ["", ""]
    same = Experiment(name="own", dataset=shops(path, split=dates), model=Linear())
    assert find_cutoffs(same, Origins(2))[0].dataset.split.validation == 24
    dates["test"] = "2024-03-09 12:00"  # the south has no such row
    other = Experiment(name="own", dataset=shops(path, split=dates), model=Linear())
    with pytest.raises(ConfigError, match="another number of rows of each series"):
        find_cutoffs(other, Origins(2))


def test_what_cannot_be_moved_or_has_too_few_rows_is_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = write_shops(tmp_path / "shops.csv", {"north": 120})
    with pytest.raises(ConfigError, match="kind is jena") as error:
        find_cutoffs(Experiment(name="own", dataset=Jena(), model=Linear()), Origins(2))
    assert "kind: series" in error.value.remedy
    closed = Experiment(name="own", dataset=shops(path, reach_back=False), model=Linear())
    with pytest.raises(ConfigError, match="reach_back is false"):
        find_cutoffs(closed, Origins(2))
    long = Experiment(name="x" * 95, dataset=shops(path), model=Linear())
    with pytest.raises(ConfigError, match="is too long"):
        find_cutoffs(long, Origins(2))
    own = Experiment(name="own", dataset=shops(path), model=Linear())
    check_cutoffs(find_cutoffs(own, Origins(20)))
    with pytest.raises(ConfigError, match="The first of 22 cutoffs, 66 rows before the end") as few:
        check_cutoffs(find_cutoffs(own, Origins(22)))
    assert "fewer --windows" in few.value.remedy
    with pytest.raises(ConfigError, match=r"dataset.trim \[0, 147\] leaves nothing"):
        check_cutoffs(find_cutoffs(own, Origins(50)))


def test_rolling_cutoffs_are_other_experiments_than_expanding_ones_but_for_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = write_shops(tmp_path / "shops.csv", {"north": 120})
    own = Experiment(name="own", dataset=shops(path), model=Linear())
    names = {cutoff.experiment.name for cutoff in find_cutoffs(own, Origins(2))}
    rolling = find_cutoffs(own, Origins(2, is_rolling=True))
    expanding = find_cutoffs(own, Origins(2))
    assert {cutoff.experiment.name for cutoff in rolling} == names
    assert rolling[0].dataset == expanding[0].dataset
    assert rolling[1].dataset != expanding[1].dataset
