"""Word vectors stand in the rows of their tokens, and what they lack is counted."""

from __future__ import annotations

import numpy as np

from seqlab.text.vectors import arrange

FOUND = {"film": np.array([1.0, 2.0], np.float32), "a": np.array([3.0, 4.0], np.float32)}


def test_rows_are_those_of_the_tokens_and_what_is_missing_is_counted() -> None:
    found = arrange(FOUND, {"a": 6, "xyzzy": 3, "film": 1}, 2, rows=5)
    assert found.matrix.tolist() == [[0, 0], [3, 4], [0, 0], [1, 2], [0, 0]]
    assert found.missing == ("xyzzy",)
    assert found.coverage() == {
        "dimension": 2,
        "words": 3,
        "words_found": 2,
        "share_of_training_words_found": 0.7,
        "missing": ["xyzzy"],
    }
    assert str(found) == "word vectors of 2 numbers for 2 of 3 words, 70.0% of the training text"


def test_no_word_at_all_is_no_share_of_a_text() -> None:
    assert arrange(FOUND, {}, 2, rows=3).tokens_found == 0.0
