"""What a model of texts was asked follows from what its run keeps."""

from __future__ import annotations

import pytest

from seqlab.datasets.encoded_texts import EncodedTexts
from seqlab.datasets.synthetic_reviews import SyntheticReviews
from seqlab.errors import DataError
from seqlab.text.encodings.encoding import Classes

ENCODINGS = [
    {"kind": "tokens", "max_features": 50, "maxlen": 9},
    {"kind": "words", "max_features": 50, "maxlen": 9},
    {"kind": "bag", "max_features": 40},
    {"kind": "hashing", "max_features": 40},
    {"kind": "one_hot", "max_features": 40, "maxlen": 9},
    {"kind": "characters", "maxlen": 9},
    {"kind": "characters", "maxlen": 9, "alphabet": 12},
]


@pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda one: one["kind"])
def test_the_form_of_inputs_is_that_of_the_data(encoding) -> None:
    own = SyntheticReviews.model_validate({"reviews": 100, "encoding": encoding})
    data = own.load()
    asked = own.about(data.preprocessing, ["word1"]).task
    assert asked.inputs == data.task.inputs
    assert asked.classes == data.task.classes == ("negative", "positive")


def test_kept_classes_come_before_those_of_the_dataset_and_none_are_refused(monkeypatch) -> None:
    own = SyntheticReviews(reviews=100)
    prepared = own.load().preprocessing
    kept = prepared.model_copy(update={"classes": Classes(names=("a", "b"), weights=(1.0, 2.0))})
    asked = own.about(kept, []).task
    assert (asked.classes, asked.weights) == (("a", "b"), (1.0, 2.0))
    monkeypatch.setattr(SyntheticReviews, "classes", EncodedTexts.classes)
    with pytest.raises(DataError, match="does not say what its classes are called"):
        own.about(prepared, [])
