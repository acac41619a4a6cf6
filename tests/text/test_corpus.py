"""A corpus reads nothing before an encoding asks for it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seqlab.text.corpus import anew
from seqlab.text.encodings.characters import CharacterEncoding
from seqlab.text.encodings.words import WordEncoding
from tests.text.corpora import corpus_of


def not_asked() -> None:
    raise AssertionError("read what nobody asked for")


def test_an_encoding_reads_only_what_it_needs() -> None:
    corpus = corpus_of(["a b", "b c"])
    CharacterEncoding().encode(replace(corpus, words=not_asked), np.array([0]))
    WordEncoding().encode(replace(corpus, texts=not_asked), np.array([0]))
    with pytest.raises(AssertionError, match="nobody asked"):
        WordEncoding().encode(replace(corpus, words=not_asked), np.array([0]))


def test_without_a_cache_arrays_are_prepared_each_time() -> None:
    made = []

    def build() -> dict[str, np.ndarray]:
        made.append(1)
        return {"made": np.array(made)}

    assert [len(anew("name", {}, build)["made"]) for _ in range(2)] == [1, 2]
