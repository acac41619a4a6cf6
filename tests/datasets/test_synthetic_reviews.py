"""Synthetic reviews depend on their seed alone, and can be encoded in every way."""

import hashlib

import numpy as np
import pytest

from seqlab.datasets.encoded_texts import ENCODINGS
from seqlab.datasets.synthetic_reviews import SyntheticReviews
from seqlab.tasks.classification import Classification
from seqlab.tasks.inputs import Tokens
from seqlab.text.encodings.tokens import TokenEncoding

SPLITS = ("training", "validation", "test")


def rows_of(data, split):
    return data.encoded.rows[data.places[split]]


def test_the_same_settings_give_the_same_reviews_and_another_seed_gives_others():
    first, again, other = (SyntheticReviews(data_seed=seed).load() for seed in (1, 1, 2))
    for split in SPLITS:
        np.testing.assert_array_equal(rows_of(first, split), rows_of(again, split))
        assert first.samples(split) == again.samples(split)
        assert (rows_of(first, split) != rows_of(other, split)).any()
        assert first.samples(split) != other.samples(split)


@pytest.mark.parametrize(
    ("dataset", "digest"),
    [
        (SyntheticReviews(), "417a4e16ba83cc5f7a2dcd5a8bcd369711e814830de8faac6b170da9b09b0455"),
        (
            SyntheticReviews(
                reviews=1000,
                longest=29,
                vocabulary=76,
                noise=0.2,
                data_seed=7,
                validation_fraction=0.3,
                encoding=TokenEncoding(max_features=80, maxlen=30),
            ),
            "f69dc9f6e72a7428108a89efcd8e882cd404c2f1f916344994a97013f5b98681",
        ),
    ],
)
def test_the_reviews_are_those_that_were_always_made(dataset, digest):
    data = dataset.load()
    content = hashlib.sha256()
    for split in SPLITS:
        inputs, targets = data.evaluation_batch(split, 10_000, 0)
        content.update(inputs.tobytes())
        content.update(targets.tobytes())
    assert content.hexdigest() == digest


def test_the_splits_have_the_promised_sizes_and_both_labels():
    data = SyntheticReviews(reviews=1000, encoding=TokenEncoding(max_features=80, maxlen=30)).load()
    assert data.task == Classification(Tokens(30, 80), ("negative", "positive"))
    assert {split: data.samples(split).count for split in data.places} == {
        "training": 800,
        "validation": 200,
        "test": 500,
    }
    for split in data.places:
        assert min(data.class_counts(split)) > 0.35 * data.samples(split).count
    assert data.digests == {}


def test_no_review_of_one_split_is_in_another():
    data = SyntheticReviews().load()
    rows = [tuple(row) for split in SPLITS for row in rows_of(data, split).tolist()]
    assert len(set(rows)) == len(rows) == 3000


def test_what_a_model_needs_is_known_without_loading():
    assert SyntheticReviews().task is Classification
    assert SyntheticReviews(encoding=TokenEncoding(maxlen=20)).length == 20
    assert (SyntheticReviews().length, SyntheticReviews().input_form) == (50, "tokens")


@pytest.mark.parametrize("encoding", ENCODINGS.every)
def test_every_encoding_has_the_same_reviews(encoding):
    plain = SyntheticReviews(reviews=100).load()
    data = SyntheticReviews(reviews=100, encoding=encoding()).load()
    texts = data.corpus.texts()
    for split in SPLITS:
        assert data.samples(split) == plain.samples(split)
        inputs, targets = data.evaluation_batch(split, 10_000, 0)
        assert targets.tobytes() == plain.evaluation_batch(split, 10_000, 0)[1].tobytes()
        found = data.preprocessing.inputs([texts[place] for place in data.places[split]])
        assert found.tobytes() == inputs.tobytes()
