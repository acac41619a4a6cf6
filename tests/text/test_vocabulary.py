"""Words are numbered, counted and kept as plain loops would do it."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seqlab.text.padding import Ragged
from seqlab.text.vocabulary import (
    find_words,
    keep_words,
    number_words,
    pack_words,
    unpack_words,
    word_counts,
)
from seqlab.text.words import keras as split_words
from tests.text.corpora import lists

TEXTS = st.lists(st.text(st.sampled_from("aBc '!\xa0é"), max_size=12), max_size=6)
NUMBERED = st.lists(st.lists(st.integers(0, 9), max_size=5), min_size=1, max_size=8)


def test_words_are_numbered_as_they_first_occur() -> None:
    words = number_words(["b a b", "c a"], "keras")
    assert lists(words.sequences) == [[0, 1, 0], [2, 1]]
    assert words.spelling == ["b", "a", "c"]


@given(TEXTS)
def test_numbered_words_spell_their_texts(texts) -> None:
    words = number_words(texts, "keras")
    assert len(words.sequences.offsets) == len(texts) + 1
    for text, numbers in zip(texts, lists(words.sequences), strict=False):
        assert [words.spelling[number] for number in numbers] == split_words(text)


def test_words_are_counted_in_the_training_texts_the_most_frequent_first() -> None:
    sequences = Ragged.from_lists([[3, 1, 1], [0, 0, 0, 0], [1, 3, 3, 3, 2]])
    assert word_counts(sequences, np.array([2, 0]), 2) == {3: 4, 1: 3}


@given(NUMBERED, st.data(), st.integers(1, 12))
def test_counting_is_that_of_a_plain_loop(texts, data, most) -> None:
    places = st.lists(st.integers(0, len(texts) - 1), min_size=1, unique=True)
    training = data.draw(places)
    counts = Counter(word for place in training for word in texts[place])
    expected = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
    found = word_counts(Ragged.from_lists(texts), np.array(training), most)
    assert list(found.items()) == expected


def test_kept_words_are_renumbered_by_their_place() -> None:
    assert lists(keep_words(Ragged.from_lists([[3, 1, 1], [0, 3]]), [1, 3])) == [[2, 1, 1], [2]]


@given(NUMBERED, st.lists(st.integers(0, 9), unique=True))
def test_other_words_are_dropped(texts, kept) -> None:
    sequences = Ragged.from_lists(texts)
    kept = [word for word in kept if word <= sequences.values.max(initial=0)]
    places = {word: place for place, word in enumerate(kept, start=1)}
    expected = [[places[word] for word in text if word in places] for text in texts]
    assert lists(keep_words(sequences, kept)) == expected


def test_the_words_of_texts_are_found_in_a_vocabulary() -> None:
    assert lists(find_words(["b xyzzy A"], ["a", "b"], "keras")) == [[2, 1]]


@given(TEXTS.filter(len), st.data())
def test_finding_words_is_keeping_numbered_ones(texts, data) -> None:
    words = number_words(texts, "keras")
    kept = data.draw(st.permutations(range(len(words.spelling))))[:3]
    found = find_words(texts, [words.spelling[number] for number in kept], "keras")
    assert lists(found) == lists(keep_words(words.sequences, kept))


@given(TEXTS)
def test_packed_words_come_back(texts) -> None:
    words = list(number_words(texts, "keras").spelling)
    assert unpack_words(pack_words(words)) == words


def test_no_words_come_back_as_none() -> None:
    assert unpack_words(pack_words([])) == []


@given(NUMBERED, st.data())
def test_taking_sequences_is_taking_lists(texts, data) -> None:
    order = data.draw(st.lists(st.integers(0, len(texts) - 1), min_size=1, max_size=8))
    assert lists(Ragged.from_lists(texts).take(np.array(order))) == [texts[i] for i in order]
