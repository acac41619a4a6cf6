"""What a model does not see of texts, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from seqlab.text.coverage import coverage
from seqlab.text.encodings.bag import BagEncoding
from seqlab.text.encodings.characters import CharacterEncoding
from seqlab.text.encodings.one_hot import OneHotEncoding
from seqlab.text.encodings.tokens import TokenEncoding
from seqlab.text.encodings.words import WordEncoding
from tests.text.corpora import corpus_of

TEXTS = ["a a b", "a c", "a x y a", "b", "z"]
PLACES = {
    "training": np.array([0, 1]),
    "validation": np.array([2]),
    "test": np.array([3, 4]),
}


@pytest.mark.parametrize(
    ("encoding", "cut", "unknown"),
    [
        # All words of training have a token, and the text's beginning is one, too.
        (TokenEncoding(maxlen=3), [0.5, 0, 0], [0, 0.5, 0.5]),
        (TokenEncoding(maxlen=3, max_features=6), [0.5, 0, 0], [0.2, 0.5, 0.5]),
        # Two words at most: a and b, in the order of their frequency. Others are dropped.
        (WordEncoding(maxlen=2, max_features=3), [0.5, 0, 0], [0.2, 0.5, 0.5]),
        (OneHotEncoding(maxlen=1, max_features=2), [0.5, 1, 0], [0.2, 0.5, 0.5]),
        (BagEncoding(max_features=2), None, [0.2, 0.5, 0.5]),
        (BagEncoding(max_features=2, ngrams=2), None, None),
        (CharacterEncoding(maxlen=3), [0.5, 1, 0], None),
    ],
)
def test_shares_of_each_split(encoding, cut, unknown) -> None:
    corpus = corpus_of(TEXTS)
    found = coverage(encoding.encode(corpus, PLACES["training"]), corpus.words(), PLACES)
    assert (None if found.cut is None else [*found.cut.values()]) == cut
    assert (None if found.unknown is None else [*found.unknown.values()]) == unknown
    names = {"texts_cut": cut, "words_unknown": unknown}
    assert found.record().keys() == {name for name, shares in names.items() if shares is not None}


def test_shares_are_said_in_words() -> None:
    corpus = corpus_of(TEXTS)
    encoded = TokenEncoding(maxlen=3).encode(corpus, PLACES["training"])
    assert coverage(encoded, corpus.words(), PLACES).lines() == [
        "texts that are cut: 50.0% in training, 0.0% in validation, 0.0% in test",
        "words outside of the vocabulary: 0.0% in training, 50.0% in validation, 50.0% in test",
    ]
