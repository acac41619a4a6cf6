"""The book's numbers are the defaults of its windows."""

from __future__ import annotations

import pytest

from seqlab.datasets.book_windows import BookWindows
from seqlab.datasets.jena import Jena
from seqlab.datasets.series_dataset import SeriesDataset
from seqlab.datasets.synthetic_climate import SyntheticClimate

LISTING_6_34 = {"lookback": 1440, "step": 6, "delay": 144, "batch_size": 128}


@pytest.mark.parametrize("dataset", [Jena, SyntheticClimate])
def test_windows_are_those_of_the_book_unless_they_are_said_to_be_others(
    dataset: type[BookWindows],
) -> None:
    settings = dataset().model_dump()
    own = {"lookback": 720} if dataset is SyntheticClimate else {}
    assert {key: settings[key] for key in LISTING_6_34} == LISTING_6_34 | own
    assert settings["target"] == "T (degC)"


def test_the_splits_of_jena_are_those_of_listing_6_34() -> None:
    jena = Jena()
    assert (jena.training_rows, jena.validation_rows) == ((0, 200_000), (200_001, 300_000))
    assert jena.test_rows == (300_001, None)


def test_other_series_have_no_numbers_of_jena() -> None:
    fields = SeriesDataset.model_fields
    for name in ("lookback", "step", "delay", "target", "training_rows", "validation_rows"):
        assert fields[name].is_required(), name
    assert SeriesDataset.titles == {}
