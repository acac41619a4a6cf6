"""The packages that an experiment is made of, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from seqlab.experiment.experiment import Experiment
from seqlab.experiment.packages import packages_of
from tests.packages import install, place_for_packages

PART = """\
from typing import ClassVar, Literal
from seqlab.{where} import {base}

class Part({base}):
    \"\"\"A part.\"\"\"
    kind: Literal["{kind}"] = "{kind}"
"""
PARTS = {
    "datasets": ("datasets.synthetic_reviews", "SyntheticReviews"),
    "encodings": ("text.encodings.bag", "BagEncoding"),
    "baselines": ("baselines.majority", "Majority"),
    "models": ("models.dense", "Dense"),
}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A package for each kind of part: `models_package` adds the model `models_kind`."""
    with place_for_packages(tmp_path) as folder:
        for group, (where, base) in PARTS.items():
            kind = f"{group}_kind"
            text = PART.format(where=where, base=base, kind=kind)
            entries = {group: f"{kind} = {group}_module"}
            install(folder, f"{group}-package", entries, **{f"{group}_module": text})
        yield folder


def experiment(**blocks: object) -> Experiment:
    encoding = {"kind": blocks.pop("encoding", "bag")}
    dataset = {"kind": blocks.pop("dataset", "synthetic_reviews"), "encoding": encoding}
    return Experiment.model_validate(
        {"name": "x", "model": {"kind": "dense"}, **blocks, "dataset": dataset}
    )


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("blocks", "packages"),
    [
        ({}, set()),
        ({"dataset": "datasets_kind"}, {"datasets-package"}),
        ({"encoding": "encodings_kind"}, {"encodings-package"}),
        ({"model": {"kind": "models_kind"}}, {"models-package"}),
        ({"baselines": ["majority", "baselines_kind"]}, {"baselines-package"}),
        (
            {"dataset": "datasets_kind", "encoding": "encodings_kind", "baselines": ["majority"]},
            {"datasets-package", "encodings-package"},
        ),
    ],
)
def test_the_packages_of_its_parts_are_named_with_their_versions(
    blocks: dict[str, object], packages: set[str]
) -> None:
    assert packages_of(experiment(**blocks)) == dict.fromkeys(packages, "2.5")


@pytest.mark.usefixtures("place")
def test_a_baseline_that_the_dataset_names_by_itself_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = experiment()
    monkeypatch.setattr(type(made.dataset), "default_baselines", ("baselines_kind",))
    assert packages_of(made) == {"baselines-package": "2.5"}
