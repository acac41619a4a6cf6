"""From a series to the book's windows: what is refused, purged and mended on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from seqlab.advice import Surroundings
from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.errors import ConfigError, DataError
from tests.series.examples import SETTINGS, load, weather

TRAINED = Surroundings(may_use_gpu=False, learns=True, clips=False, pads_before=False)


def other(**settings: object) -> SyntheticClimate:
    return SyntheticClimate(**{**SETTINGS.model_dump(), **settings})


def problem(**settings: object) -> str:
    with pytest.raises(ValidationError) as caught:
        other(**settings)
    return str(caught.value.errors()[0]["ctx"]["message"])


def test_a_target_that_is_no_column_is_named_with_those_that_are() -> None:
    with pytest.raises(ConfigError, match=r"dataset\.target is 'rain'") as caught:
        other(target="rain").load()
    assert "T (degC)" in caught.value.remedy


def test_purged_splits_end_before_their_targets_reach_the_next() -> None:
    plain, purged = other().load(), other(purge=True).load()
    assert plain.findings()["training"]["targets_in_next_split"] > 0
    assert purged.findings()["training"]["targets_in_next_split"] == 0
    assert purged.anchors["training"].stop == 4001 - SETTINGS.delay


def test_another_policy_for_bad_readings_reaches_the_data(monkeypatch) -> None:
    table = weather()
    table.values[5000, 3] = float("nan")
    with pytest.raises(Exception, match="5,000"):
        load(table, monkeypatch)
    left = load(table, monkeypatch, bad_rows="drop_windows").anchors["validation"].count
    assert left < load(weather(), monkeypatch).anchors["validation"].count


def test_rows_that_run_backwards_in_time_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    table = weather()
    backwards = replace(table, times=table.times[::-1], values=table.values[::-1])
    with pytest.raises(DataError, match="do not rise from row to row") as caught:
        load(backwards, monkeypatch)
    assert "oldest first" in caught.value.remedy
