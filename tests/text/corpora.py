"""Small corpora for tests."""

from __future__ import annotations

import numpy as np

from seqlab.text.corpus import Corpus, Ranked
from seqlab.text.padding import Ragged
from seqlab.text.tokens import tokens_of_ranks
from seqlab.text.vocabulary import find_words, number_words


def no_vectors(words: list[str], dimension: int, file: str | None):
    """What is given for the vectors of words where no test wants any."""
    raise AssertionError(f"vectors of {dimension} numbers for {words} of {file}")


def corpus_of(
    texts: list[str],
    labels: list[int] | None = None,
    ranking: list[str] | None = None,
    vectors=no_vectors,
) -> Corpus:
    """A corpus of these texts, of alternating classes where no labels are given."""
    given = np.arange(len(texts)) % 2 if labels is None else np.array(labels)

    def ranked() -> Ranked:
        assert ranking is not None
        return Ranked(
            tokens_of_ranks(find_words(texts, ranking, "keras")), ranking, {"ranking": "r"}
        )

    return Corpus(
        name="small",
        noun="texts",
        classes=("bad", "good"),
        labels=given.astype(np.float32),
        digests={"texts": "t"},
        fingerprint="small",
        texts=lambda: texts,
        words=lambda: number_words(texts, "keras"),
        vectors=vectors,
        ranked=None if ranking is None else ranked,
    )


def lists(sequences: Ragged) -> list[list[int]]:
    """The sequences as lists."""
    return [part.tolist() for part in np.split(sequences.values, sequences.offsets[1:-1])]
