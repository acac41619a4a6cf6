"""The real reviews in every encoding, against their texts."""

from __future__ import annotations

import zipfile

import numpy as np
import pytest

from seqlab.datasets.imdb import Imdb
from seqlab.datasets.sources.imdb_texts import load_words
from seqlab.text.encodings.bag import BagEncoding
from seqlab.text.encodings.characters import CharacterEncoding
from seqlab.text.encodings.hashing import HashingEncoding
from seqlab.text.encodings.one_hot import OneHotEncoding
from seqlab.text.encodings.tokens import TokenEncoding
from seqlab.text.encodings.words import PretrainedVectors, WordEncoding
from seqlab.text.vocabulary import word_counts
from seqlab.text.words import keras as split_words

pytestmark = pytest.mark.data

ENCODINGS = [
    TokenEncoding(),
    TokenEncoding(max_features=1000, maxlen=100, padding="post", reverse=True),
    WordEncoding(),
    OneHotEncoding(),
    CharacterEncoding(),
    BagEncoding(weighting="tfidf"),
    BagEncoding(ngrams=2, weighting="frequency"),
    HashingEncoding(max_features=1000, weighting="tfidf"),
]


@pytest.fixture(autouse=True)
def _real(real_data, monkeypatch) -> None:
    monkeypatch.setenv("SEQLAB_DATA", str(real_data))


@pytest.mark.parametrize("encoding", ENCODINGS, ids=str)
def test_raw_reviews_become_what_a_model_is_fed(encoding) -> None:
    data = Imdb(encoding=encoding).load()
    texts, places = data.corpus.texts(), data.places["test"][::25]
    stored = data.preprocessing.model_dump_json()
    preprocessing = encoding.preprocessing_type.model_validate_json(stored)
    for first in range(0, 1000, 250):
        some = places[first : first + 250]
        rows = data.encoded.rows[some]
        fed = rows if data.encoded.numbers is None else data.encoded.numbers(rows)
        found = preprocessing.inputs([texts[place] for place in some])
        assert found.dtype == fed.dtype
        assert found.tobytes() == fed.tobytes()


def test_a_bag_counts_the_words_of_its_review() -> None:
    data = Imdb(encoding=BagEncoding(weighting="count", max_features=200_000)).load()
    assert data.task.inputs.shape == (200_000,)
    first = data.places["training"][0]
    bag, words = data.encoded.rows[first], split_words(data.corpus.texts()[first])
    assert bag.sum() == len(words)
    assert bag.nnz == len(set(words))
    x, y = data.evaluation_batch("validation", 3, 0)
    assert (x.shape, x.dtype, y.shape) == ((3, 200_000), np.float32, (3, 1))


def test_words_are_one_hot_and_split_like_the_tokens() -> None:
    data = Imdb(encoding=OneHotEncoding(max_features=50, maxlen=30)).load()
    x, _ = data.training_batch(1, 0, 0)
    assert x.shape == (128, 30, 50)
    assert set(np.unique(x.sum(axis=2))) <= {0, 1}
    assert [data.samples(split).count for split in data.places] == [20_000, 5_000, 25_000]


def test_the_rows_of_the_real_matrix_are_those_of_the_file(real_data) -> None:
    encoding = WordEncoding(vectors=PretrainedVectors(dimension=50))
    data = Imdb(encoding=encoding, training_reviews=200, validation_reviews=10_000).load()
    words = load_words()
    training = np.random.default_rng(113).permutation(25_000)[:200]
    counts = word_counts(words.sequences, training, 9_999)
    tokens = {words.spelling[number]: token for token, number in enumerate(counts, start=1)}
    archive = zipfile.ZipFile(real_data / "glove.6B.subset.zip")
    checked = 0
    for line in archive.read("glove.6B.50d.txt").decode().splitlines()[:2000]:
        word, *numbers = line.split(" ")
        if word in tokens:
            row = data.task.inputs.vectors[tokens[word]]
            np.testing.assert_array_equal(row, np.array(numbers, np.float32))
            checked += 1
    assert checked > 500
    assert data.samples("validation").count == 10_000
