"""The raw reviews and their words, in the order of their labels."""

from __future__ import annotations

import pytest

from seqlab.datasets.sources import imdb_texts
from seqlab.datasets.sources.imdb_texts import labels, load_texts, load_words
from seqlab.text.words import keras as split_words
from tests.datasets.small_imdb import PER_FOLDER


def spelled(words, review: int) -> list[str]:
    first, stop = words.sequences.offsets[review : review + 2]
    return [words.spelling[number] for number in words.sequences.values[first:stop]]


@pytest.mark.usefixtures("small_imdb")
def test_texts_are_in_the_order_of_their_labels() -> None:
    texts = load_texts()
    assert len(texts) == 4 * PER_FOLDER
    assert [text.startswith("Good") for text in texts] == labels().astype(bool).tolist()
    assert ["rare" in text for text in texts] == [False] * 40 + [True] * 40


@pytest.mark.usefixtures("small_imdb")
def test_words_are_those_of_the_texts() -> None:
    texts, words = load_texts(), load_words()
    for review, text in enumerate(texts):
        assert spelled(words, review) == split_words(text)


@pytest.mark.usefixtures("small_imdb")
def test_a_second_load_reads_no_review(monkeypatch) -> None:
    texts, words = load_texts(), load_words()
    monkeypatch.setattr(imdb_texts, "read_reviews", None)
    assert load_texts() == texts
    assert load_words().spelling == words.spelling


def test_the_labels_are_those_of_the_published_folders() -> None:
    assert labels().reshape(4, 12_500).tolist() == [
        [label] * 12_500 for label in (0.0, 1.0, 0.0, 1.0)
    ]


@pytest.mark.data
def test_the_real_reviews_words_are_those_of_their_texts(real_data, monkeypatch) -> None:
    monkeypatch.setenv("SEQLAB_DATA", str(real_data))
    texts, words = load_texts(), load_words()
    assert len(texts) == 50_000
    for review in (0, 12_499, 30_000, 49_999):
        assert spelled(words, review) == split_words(texts[review])
