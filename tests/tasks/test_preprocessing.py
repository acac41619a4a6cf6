"""What a run keeps of its preprocessing is plain settings, one class for each kind of data."""

from __future__ import annotations

import json
from typing import Any, Literal

import numpy as np
import pytest
from pydantic import ValidationError

from seqlab.datasets.dataset import Dataset
from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.datasets.synthetic_reviews import SyntheticReviews
from seqlab.tasks.preprocessing import Preprocessing


class Halving(Preprocessing):
    """Half of what is given."""

    kind: Literal["halving"] = "halving"
    by: float = 2.0

    def inputs(self, raw: Any) -> np.ndarray:
        return np.asarray(raw) / self.by


def test_it_is_frozen_comes_back_from_json_and_refuses_what_it_does_not_know() -> None:
    kept = Halving(by=4.0)
    again = Halving.model_validate_json(kept.model_dump_json())
    assert again == kept and again.inputs([8.0]).tolist() == [2.0]
    with pytest.raises(ValidationError, match="frozen"):
        kept.by = 3.0  # type: ignore[misc]
    for damage in ({"by": "x"}, {"by": float("nan")}, {"kind": "other"}, {"code": "import os"}):
        with pytest.raises(ValidationError):
            Halving.model_validate({**kept.model_dump(), **damage})


@pytest.mark.parametrize(
    "dataset",
    [
        SyntheticReviews(reviews=100),
        SyntheticClimate(
            days=60, lookback=72, training_rows=(0, 5000), validation_rows=(5001, 6500),
            test_rows=(6501, None),
        ),
    ],
    ids=lambda dataset: dataset.kind,
)  # fmt: skip
def test_what_a_dataset_keeps_is_plain_json_that_its_type_reads_back(dataset: Dataset) -> None:
    kept = dataset.load().preprocessing
    assert type(kept) is dataset.preprocessing_type
    text = kept.model_dump_json()
    json.loads(text, parse_constant=pytest.fail)
    assert dataset.preprocessing_type.model_validate_json(text) == kept
