"""The Jena series: the naive forecast scores what the book says."""

from __future__ import annotations

from pathlib import Path

import pytest

from seqlab.baselines.persistence import Persistence
from seqlab.datasets.jena import Jena
from seqlab.errors import DataError


@pytest.mark.data
def test_persistence_scores_what_the_book_says(
    real_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEQLAB_DATA", str(real_data))
    data = Jena().load()
    naive, found = Persistence().fit(data), {}
    for split in ("validation", "test"):
        errors = data.task.errors(naive.predict(split), data.targets(split), from_logits=False)
        found[split] = data.task.score(errors)
    assert found["validation"] == pytest.approx(0.28973597, abs=1e-8)
    assert found["test"] == pytest.approx(0.3054, abs=5e-5)
    assert str(data.samples("validation")) == "98,432 windows, 25 hours ahead of the newest input"
    assert data.dependent_samples() == 1008


@pytest.mark.data
def test_its_drawing_has_the_splits_and_calls_the_target_by_name(
    real_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEQLAB_DATA", str(real_data))
    jena = Jena()
    (drawing,) = jena.drawings(jena.load())
    assert (drawing.label, drawing.unit) == ("temperature", "degC")
    assert len(drawing.times) == len(drawing.values) == 420_551
    assert drawing.splits["training"] == (0, 200_144)


def test_without_the_file_and_without_a_network_the_error_says_where_to_put_it(
    own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(address: str, path: Path, digest: str) -> None:  # noqa: ARG001
        raise DataError("Its download failed: no connection.")

    monkeypatch.setattr("seqlab.datasets.sources.catalogue.download", no_network)
    with pytest.raises(DataError, match="jena_climate_2009_2016") as caught:
        Jena().load()
    assert str(own_folders / "keras" / "datasets") in caught.value.remedy
