"""Bags of terms against hand-worked examples and against plain loops over words."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seqlab.text.bags import (
    count_hashed,
    count_spelled,
    count_terms,
    frequent,
    ngrams,
    rarity,
    spell,
    weigh,
    word_hashes,
)
from seqlab.text.padding import Ragged

texts_of_words = st.lists(st.lists(st.integers(0, 4), max_size=8), min_size=1, max_size=6)


def plain_ngrams(text: list[int], longest: int) -> list[tuple[int, ...]]:
    return [
        tuple(text[first : first + length])
        for length in range(1, longest + 1)
        for first in range(len(text) - length + 1)
    ]


def bags(texts: list[list[int]], longest: int = 1, training: int | None = None, most: int = 1000):
    """Counts as the dataset makes them: `(texts, terms)`, with the numbers of the terms."""
    rows, numbers = ngrams(Ragged.from_lists(texts), longest)
    known = frequent(numbers[rows < (len(texts) if training is None else training)], most)
    return count_terms(rows, numbers, known, len(texts)), known


def test_the_worked_example_of_ngrams() -> None:
    rows, numbers = ngrams(Ragged.from_lists([[0, 2, 1]]), 2)
    assert rows.tolist() == [0] * 5
    assert numbers.tolist() == [1, 3, 2, 7, 14]


@given(texts_of_words, st.integers(1, 3))
def test_each_run_of_words_has_its_own_number_and_stays_in_its_text(texts, longest) -> None:
    rows, numbers = ngrams(Ragged.from_lists(texts), longest)
    found = Counter(zip(rows.tolist(), numbers.tolist(), strict=True))
    expected = Counter(
        (row, run) for row, text in enumerate(texts) for run in plain_ngrams(text, longest)
    )
    assert sorted(found.values()) == sorted(expected.values())
    assert len({number for _, number in found}) == len({run for _, run in expected})


@given(texts_of_words, st.integers(1, 3))
def test_counts_are_those_of_a_plain_loop(texts, longest) -> None:
    counts, _ = bags(texts, longest)
    plain = [Counter(plain_ngrams(text, longest)) for text in texts]
    terms = {run for counter in plain for run in counter}
    assert counts.shape == (len(texts), len(terms))
    for row, counter in enumerate(plain):
        assert sorted(counts[row].data.tolist()) == sorted(counter.values())


def test_the_most_frequent_terms_are_kept_and_ties_go_to_the_smaller_number() -> None:
    assert frequent(np.array([7, 5, 7, 9, 5, 8], np.uint64), 3).tolist() == [5, 7, 8]


def test_words_outside_the_training_texts_have_no_column_and_change_nothing() -> None:
    training = [[0, 1, 1], [2]]
    one, known = bags([*training, [0, 3, 3]], training=2)
    other, _ = bags([*training, [4, 4, 0, 2]], training=2)
    assert known.tolist() == [1, 2, 3]  # words 0 to 2; the digit of a word is one more
    assert one[2].toarray().tolist() == [[1, 0, 0]]
    assert one[:2].toarray().tolist() == other[:2].toarray().tolist()


def test_numbers_are_spelled_as_their_words() -> None:
    sequences = Ragged.from_lists([[0, 2, 1]])
    _, numbers = ngrams(sequences, 2)
    terms = spell(numbers, sequences, ["not", "a", "film"])
    assert terms == ["not", "film", "a", "not film", "film a"]


@given(texts_of_words, st.integers(1, 3))
def test_counting_spelled_terms_is_counting_numbered_ones(texts, longest) -> None:
    spelling = ["zero", "one", "two", "three", "four"]
    sequences = Ragged.from_lists(texts)
    counts, known = bags(texts, longest)
    terms = spell(known, sequences, spelling)
    assert len(set(terms)) == len(terms)
    spelled = [" ".join(spelling[word] for word in text) for text in texts]
    found = count_spelled(spelled, terms, longest, len(terms) + 1, "keras")
    assert found.dtype == counts.dtype
    assert found.toarray()[:, :-1].tolist() == counts.toarray().tolist()
    assert not found.toarray()[:, -1].any()


def test_the_four_weightings_of_a_worked_example() -> None:
    counts, _ = bags([[0, 0, 1], [1], [2]], training=2)  # word 2 is only in the third text
    assert counts.toarray().tolist() == [[2, 1], [0, 1], [0, 0]]
    once, twice = np.log(1 + 2 / (1 + 1)), np.log(1 + 2 / (1 + 2))
    rare = rarity(counts[:2])
    assert rare.tolist() == [once, twice]
    assert weigh(counts, "count", rare).toarray().tolist() == [[2, 1], [0, 1], [0, 0]]
    assert weigh(counts, "binary", rare).toarray().tolist() == [[1, 1], [0, 1], [0, 0]]
    shares = weigh(counts, "frequency", rare).toarray()
    np.testing.assert_allclose(shares, [[2 / 3, 1 / 3], [0, 1], [0, 0]], rtol=1e-6)
    expected = [[(1 + np.log(2)) * once, twice], [0, twice], [0, 0]]
    np.testing.assert_allclose(weigh(counts, "tfidf", rare).toarray(), expected, rtol=1e-6)


def test_a_hash_of_a_word_is_the_same_on_every_machine() -> None:
    assert word_hashes(["film"]).tolist() == [0x5B2CBEDED4014340]


@given(texts_of_words, st.integers(1, 3), st.integers(2, 9))
def test_hashing_keeps_every_term_in_one_of_the_columns(texts, longest, columns) -> None:
    names = word_hashes(["a", "b", "c", "d", "e"])
    rows, numbers = ngrams(Ragged.from_lists(texts), longest, names)
    counts = count_hashed(rows, numbers, columns, len(texts))
    assert counts.shape == (len(texts), columns)
    for row, text in enumerate(texts):
        assert counts[row].sum() == len(plain_ngrams(text, longest))


def test_the_same_run_hashes_to_the_same_column_wherever_it_stands() -> None:
    names = word_hashes(["a", "b", "c"])
    rows, numbers = ngrams(Ragged.from_lists([[0, 1, 2], [2, 0, 1, 2]]), 3, names)
    first, second = (set(numbers[rows == row].tolist()) for row in (0, 1))
    assert first <= second
    assert len(second - first) == 2  # c a, and c a b
