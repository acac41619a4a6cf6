"""Bags are kept in the cache by everything that decides them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from seqlab.text.encodings.bag import BagEncoding
from seqlab.text.encodings.hashing import HashingEncoding
from tests.text.corpora import corpus_of

TEXTS = ["a b a", "b a", "c c c c"]


class Memory:
    """A cache that counts what was prepared."""

    def __init__(self) -> None:
        self.kept = {}
        self.prepared = 0

    def __call__(self, name, key, build):
        entry = (name, *sorted(key.items()))
        if entry not in self.kept:
            self.prepared += 1
            self.kept[entry] = build()
        return self.kept[entry]


def test_bags_are_prepared_once_for_the_same_texts_settings_and_training_texts() -> None:
    memory = Memory()
    corpus = replace(corpus_of(TEXTS), cache=memory)
    encoding, training = BagEncoding(ngrams=2, weighting="tfidf"), np.array([0, 1])
    first, again = (encoding.encode(corpus, training) for _ in range(2))
    assert memory.prepared == 1
    assert first.preprocessing == again.preprocessing
    assert first.rows.toarray().tolist() == again.rows.toarray().tolist()
    changes = [
        (encoding, np.array([0, 2]), corpus),
        (BagEncoding(ngrams=2, weighting="count"), training, corpus),
        (HashingEncoding(ngrams=2, weighting="tfidf"), training, corpus),
        (encoding, training, replace(corpus, fingerprint="others")),
        (encoding, training, replace(corpus, name="others")),
    ]
    for count, (other, places, texts) in enumerate(changes, start=2):
        other.encode(texts, places)
        assert memory.prepared == count
    assert all(name.endswith("-bags") for name, *_ in memory.kept)
