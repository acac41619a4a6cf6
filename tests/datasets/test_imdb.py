"""The IMDB dataset: the tokens that Keras has, in splits that depend on the settings alone."""

import json
from dataclasses import replace

import numpy as np
import pytest
from pydantic import ValidationError

from seqlab.datasets.imdb import Imdb
from seqlab.datasets.sources import imdb_archive, imdb_tokens
from seqlab.datasets.sources.catalogue import REVIEWS, WORD_INDEX
from seqlab.datasets.sources.imdb_archive import reviews_digest
from seqlab.datasets.sources.imdb_tokens import index_digest, load_tokens, read_word_index
from seqlab.errors import DataError
from seqlab.task import Task
from tests.datasets.sources.test_imdb_archive import files_of, write_archive

RANKS = {"the": 1, "good": 2, "bad": 3, "film": 4, "it's": 5, "rare": 6}
PER_FOLDER = 20


def make_raw_reviews():
    """Each text has as many words "film" as its number, so that its tokens tell which it is."""
    return {
        (folder, number, 9 if folder.endswith("pos") else 2): (
            f"{'Good' if folder.endswith('pos') else 'BAD'}, unheard-of"
            + " film" * number
            + (" rare" if folder.startswith("test") else "")
        ).encode()
        for folder in ("test/pos", "train/neg", "train/pos", "test/neg")
        for number in range(PER_FOLDER)
    }


@pytest.fixture
def small(own_folders, monkeypatch):
    """Eighty reviews in place of the published ones; returns the folder of the files."""
    folder = own_folders / "keras" / "datasets"
    folder.mkdir(parents=True)
    reviews = make_raw_reviews()
    monkeypatch.setattr(imdb_archive, "REVIEWS_PER_FOLDER", PER_FOLDER)
    monkeypatch.setattr(
        imdb_tokens, "REVIEWS", replace(REVIEWS, content_digest=reviews_digest(reviews))
    )
    monkeypatch.setattr(
        imdb_tokens, "WORD_INDEX", replace(WORD_INDEX, content_digest=index_digest(RANKS))
    )
    write_archive(folder / "aclImdb_v1.tar.gz", files_of(reviews))
    (folder / "imdb_word_index.json").write_text(json.dumps(RANKS))
    return folder


@pytest.mark.usefixtures("small")
def test_the_encoding_of_a_small_set_is_that_of_keras():
    data = Imdb(max_features=9, maxlen=4).load()
    rows = {tuple(row) for row in data.splits["test"].tokens.tolist()}
    # START, good, and "rare" of rank 6, whose token 9 is the first outside the vocabulary.
    assert (0, 1, 5, 2) in rows
    assert (1, 6, 7, 2) in rows
    assert (7, 7, 7, 2) in rows
    assert data.task == Task(kind="sentiment", length=4, vocabulary=9)


@pytest.mark.usefixtures("small")
def test_every_review_is_in_one_split_with_its_own_label():
    data = Imdb(max_features=100, maxlen=30).load()
    assert {split: data.samples(split) for split in data.splits} == {
        "training": 32,
        "validation": 8,
        "test": 40,
    }
    seen = {}
    for split, reviews in data.splits.items():
        for tokens, label in zip(reviews.tokens, reviews.labels, strict=True):
            assert (5 in tokens) == bool(label) and (6 in tokens) == (not label)
            assert (9 in tokens) == (split == "test")
            seen.setdefault(split == "test", set()).add((int((tokens == 7).sum()), label))
    everything = {(number, label) for number in range(PER_FOLDER) for label in (0.0, 1.0)}
    assert seen == {True: everything, False: everything}
    assert data.label_counts("test") == (20, 20)


@pytest.mark.usefixtures("small")
def test_settings_for_padding_reach_the_tokens():
    data = Imdb(maxlen=5, padding="post", truncating="post", reverse=True).load()
    rows = {tuple(row) for row in data.splits["test"].tokens.tolist()}
    assert (9, 5, 1, 0, 0) in rows
    assert (9, 7, 7, 7, 7) in rows


@pytest.mark.usefixtures("small")
def test_the_split_depends_on_its_own_seed_alone():
    first, again = Imdb(maxlen=30).load(), Imdb(maxlen=30, batch_size=7).load()
    other = Imdb(maxlen=30, shuffle_seed=114).load()
    for split in ("training", "validation", "test"):
        np.testing.assert_array_equal(first.splits[split].tokens, again.splits[split].tokens)
    assert first.splits["validation"].tokens.tolist() != other.splits["validation"].tokens.tolist()
    np.testing.assert_array_equal(first.splits["test"].tokens, other.splits["test"].tokens)


@pytest.mark.usefixtures("small")
def test_the_digests_name_both_sources():
    assert Imdb().load().digests == {
        "reviews": reviews_digest(make_raw_reviews()),
        "word_index": index_digest(RANKS),
    }


@pytest.mark.usefixtures("small")
def test_a_second_load_reads_no_review(monkeypatch):
    first, _ = load_tokens()
    monkeypatch.setattr(imdb_tokens, "read_reviews", None)
    second, _ = load_tokens()
    for name, array in first.items():
        np.testing.assert_array_equal(array, second[name])
        assert array.dtype == second[name].dtype


def test_a_copy_that_changed_is_read_again(small):
    load_tokens()
    reviews = make_raw_reviews() | {("test/pos", 0, 9): b"forged"}
    write_archive(small / "aclImdb_v1.tar.gz", files_of(reviews))
    with pytest.raises(DataError, match="does not hold the Large Movie Review Dataset"):
        load_tokens()


def test_a_word_index_with_other_words_is_refused(small):
    (small / "imdb_word_index.json").write_text(json.dumps(RANKS | {"good": 3, "bad": 2}))
    with pytest.raises(DataError, match="does not hold Keras's index"):
        load_tokens()


def test_a_word_index_in_another_order_is_the_same(small):
    (small / "imdb_word_index.json").write_text(json.dumps(dict(reversed(RANKS.items())), indent=2))
    assert len(load_tokens()[0]["labels"]) == 4 * PER_FOLDER


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


@pytest.mark.parametrize(
    "settings",
    [
        {"max_features": 4},
        {"maxlen": 0},
        {"padding": "left"},
        {"truncating": "middle"},
        {"reverse": 1},
        {"batch_size": 0},
        {"validation_fraction": 0.0},
        {"validation_fraction": 1.0},
        {"shuffle_seed": -1},
        {"max_len": 500},
    ],
)
def test_impossible_settings_are_refused(settings):
    with pytest.raises(ValidationError):
        Imdb(**settings)


def test_what_a_model_needs_is_known_without_loading():
    assert Imdb.task_kind == "sentiment"
    assert Imdb(maxlen=20).length == 20


@pytest.fixture(scope="module")
def real(real_data, tmp_path_factory):
    """The real tokens, read anew and then from the cache."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("SEQLAB_DATA", str(real_data))
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        fresh, _ = load_tokens()
        monkeypatch.setattr(imdb_tokens, "read_reviews", None)
        return fresh, load_tokens()[0], Imdb().load()


@pytest.mark.data
def test_the_real_reviews_are_what_keras_has(real):
    tokens, _, _ = real
    row = 12_500 + 576  # train/pos/576_10.txt, after train/neg
    review = tokens["tokens"][tokens["offsets"][row] : tokens["offsets"][row + 1]]
    assert review[:16].tolist() == [
        *(1, 14, 22, 16, 43, 530, 973, 1622, 1385, 65, 458, 4468, 66, 3941, 4, 173)
    ]
    assert tokens["labels"].reshape(4, 12_500).tolist() == [
        [label] * 12_500 for label in (0.0, 1.0, 0.0, 1.0)
    ]


@pytest.mark.data
def test_the_cache_gives_the_real_reviews_back(real):
    fresh, kept, _ = real
    for name, array in fresh.items():
        np.testing.assert_array_equal(array, kept[name])


@pytest.mark.data
def test_the_real_splits_have_the_books_sizes(real):
    _, _, data = real
    assert {split: data.samples(split) for split in data.splits} == {
        "training": 20_000,
        "validation": 5_000,
        "test": 25_000,
    }
    assert data.label_counts("test") == (12_500, 12_500)
    assert data.steps_per_epoch() == 157
    assert data.digests == {
        "reviews": REVIEWS.content_digest,
        "word_index": WORD_INDEX.content_digest,
    }
    for reviews in data.splits.values():
        assert reviews.tokens.shape[1] == 500 and reviews.tokens.max() < 10_000
        assert reviews.tokens.dtype == np.int32 and reviews.labels.dtype == np.float32
