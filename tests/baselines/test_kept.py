"""Predictions of slow baselines are kept by content."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal

import numpy as np
import pytest

from seqlab.baselines import kept
from seqlab.baselines.persistence import Persistence
from tests.baselines.examples import PanelData, panel_of, waves


class Slow(Persistence):
    """Counts how often it is fitted."""

    fits: ClassVar[list[int]] = []
    kind: Literal["slow"] = "slow"  # another kind than its base
    is_slow: ClassVar[bool] = True
    libraries: ClassVar[tuple[str, ...]] = ("numpy",)
    strength: int = 1

    def fit(self, data):
        self.fits.append(self.strength)
        return super().fit(data)


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    Slow.fits.clear()


def test_it_is_fitted_once_for_both_splits() -> None:
    data, told = PanelData(panel_of(waves(300))), []
    for split in ("validation", "test"):
        said = kept.predictions(Slow(), data, split, told.append)
        np.testing.assert_array_equal(said.predictions, Persistence().fit(data).predict(split))
    assert Slow.fits == [1]
    assert told == ["fitting slow"]


def test_the_same_content_is_read_again_with_the_seconds_that_it_took() -> None:
    panel, told = panel_of(waves(300)), []
    first = kept.predictions(Slow(), PanelData(panel), "test", told.append)
    again = kept.predictions(Slow(), PanelData(replace(panel)), "test", told.append)
    np.testing.assert_array_equal(first.predictions, again.predictions)
    assert first.seconds == again.seconds > 0
    assert (Slow.fits, told) == ([1], ["fitting slow"])


def test_other_settings_rows_windows_seasons_and_versions_are_other_content(monkeypatch) -> None:
    panel = panel_of(waves(300))
    fewer = {**panel.newest, "training": panel.newest["training"][1:]}
    others = [panel, replace(panel, targets=panel.targets + 1), replace(panel, newest=fewer)]
    for other in [*others, replace(panel, season=7)]:
        kept.predictions(Slow(), PanelData(other), "test", lambda _: None)
    kept.predictions(Slow(strength=2), PanelData(panel), "test", lambda _: None)
    monkeypatch.setattr("importlib.metadata.version", lambda _: "0.0")
    kept.predictions(Slow(), PanelData(panel), "test", lambda _: None)
    assert Slow.fits == [1, 1, 1, 1, 2, 1]


def test_instant_ones_are_not_kept(tmp_path) -> None:
    told = []
    kept.predictions(Persistence(), PanelData(panel_of(waves(300))), "test", told.append)
    assert told == []
    assert not list(tmp_path.rglob("*.npz"))


def test_what_was_kept_of_series_is_found_again() -> None:
    data = PanelData(panel_of(waves(300)))
    assert kept._key(Slow(), data) == {
        "baseline": '{"kind":"slow","strength":1}',
        "panel": data.panel().digest(),
        "shape": "(3, 1)",
        "format": 1,
        "numpy": np.__version__,
    }
