"""The tokens of the reviews: read once, checked, and those of Keras."""

import json

import numpy as np
import pytest

from seqlab.datasets.sources import imdb_tokens
from seqlab.datasets.sources.imdb_texts import labels
from seqlab.datasets.sources.imdb_tokens import load_tokens, read_word_index
from seqlab.errors import DataError
from tests.datasets.small_imdb import PER_FOLDER, RANKS, make_raw_reviews
from tests.datasets.sources.test_imdb_archive import files_of, write_archive


def same(one, other):
    assert one.tokens.values.dtype == other.tokens.values.dtype
    np.testing.assert_array_equal(one.tokens.values, other.tokens.values)
    np.testing.assert_array_equal(one.tokens.offsets, other.tokens.offsets)
    assert one.spelling == other.spelling


@pytest.mark.usefixtures("small_imdb")
def test_a_second_load_reads_no_review(monkeypatch):
    first = load_tokens()
    monkeypatch.setattr(imdb_tokens, "read_reviews", None)
    same(first, load_tokens())


@pytest.mark.usefixtures("small_imdb")
def test_the_spelling_is_in_the_order_of_the_ranks():
    ranked = load_tokens()
    assert ranked.spelling == list(RANKS)
    assert len(ranked.tokens.offsets) - 1 == len(labels()) == 4 * PER_FOLDER


def test_a_copy_that_changed_is_read_again(small_imdb):
    load_tokens()
    reviews = make_raw_reviews() | {("test/pos", 0, 9): b"forged"}
    write_archive(small_imdb / "aclImdb_v1.tar.gz", files_of(reviews))
    with pytest.raises(DataError, match="does not hold the Large Movie Review Dataset"):
        load_tokens()


def test_a_word_index_with_other_words_is_refused(small_imdb):
    (small_imdb / "imdb_word_index.json").write_text(json.dumps(RANKS | {"good": 3, "bad": 2}))
    with pytest.raises(DataError, match="does not hold Keras's index"):
        load_tokens()


def test_a_word_index_in_another_order_is_the_same(small_imdb):
    (small_imdb / "imdb_word_index.json").write_text(
        json.dumps(dict(reversed(RANKS.items())), indent=2)
    )
    assert load_tokens().spelling == list(RANKS)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"\xff",
        b"[" * 100_000,
        b"[1, 2]",
        b'{"the": 1, "a": 1}',
        b'{"the": 0, "a": 1}',
        b'{"the": "1"}',
        b'{"the": true}',
        b'{"the": [1]}',
    ],
)
def test_a_file_that_is_no_word_index_is_refused_with_a_remedy(tmp_path, content):
    path = tmp_path / "imdb_word_index.json"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"imdb_word_index\.json") as caught:
        read_word_index(path)
    assert "Download https://" in caught.value.remedy


@pytest.fixture(scope="module")
def real(real_data, tmp_path_factory):
    """The real tokens, read anew and then from the cache."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("SEQLAB_DATA", str(real_data))
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        fresh = load_tokens()
        monkeypatch.setattr(imdb_tokens, "read_reviews", None)
        return fresh, load_tokens()


@pytest.mark.data
def test_the_real_reviews_are_what_keras_has(real):
    tokens = real[0].tokens
    row = 12_500 + 576  # train/pos/576_10.txt, after train/neg
    review = tokens.values[tokens.offsets[row] : tokens.offsets[row + 1]]
    assert review[:16].tolist() == [
        *(1, 14, 22, 16, 43, 530, 973, 1622, 1385, 65, 458, 4468, 66, 3941, 4, 173)
    ]
    assert real[0].spelling[:3] == ["the", "and", "a"]


@pytest.mark.data
def test_the_cache_gives_the_real_reviews_back(real):
    same(*real)
