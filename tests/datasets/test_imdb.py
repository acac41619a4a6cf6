"""The IMDB dataset: the tokens that Keras has, in splits that depend on the settings alone."""

import numpy as np
import pytest
from pydantic import ValidationError

from seqlab.datasets.imdb import Imdb
from seqlab.datasets.sources.catalogue import REVIEWS, WORD_INDEX
from seqlab.datasets.sources.imdb_archive import reviews_digest
from seqlab.datasets.sources.imdb_tokens import index_digest
from seqlab.errors import ConfigError
from seqlab.tasks.classification import Classification
from seqlab.tasks.inputs import Tokens
from seqlab.text.encodings.bag import BagEncoding
from seqlab.text.encodings.characters import CharacterEncoding
from seqlab.text.encodings.tokens import TokenEncoding
from seqlab.text.encodings.words import PretrainedVectors, WordEncoding
from tests.datasets.small_imdb import PER_FOLDER, RANKS, make_raw_reviews


def tokens(**settings):
    """The dataset with these settings of its tokens."""
    return Imdb(encoding=TokenEncoding(**settings))


def rows_of(data, split):
    """What stands in the rows of a split."""
    return data.encoded.rows[data.places[split]]


@pytest.mark.usefixtures("small_imdb")
def test_the_encoding_of_a_small_set_is_that_of_keras():
    data = tokens(max_features=9, maxlen=4).load()
    rows = {tuple(row) for row in rows_of(data, "test").tolist()}
    # START, good, and "rare" of rank 6, whose token 9 is the first outside the vocabulary.
    assert (0, 1, 5, 2) in rows
    assert (1, 6, 7, 2) in rows
    assert (7, 7, 7, 2) in rows
    assert data.task == Classification(Tokens(4, 9), ("negative", "positive"))


@pytest.mark.usefixtures("small_imdb")
def test_every_review_is_in_one_split_with_its_own_label():
    data = tokens(max_features=100, maxlen=30).load()
    assert {split: str(data.samples(split)) for split in data.places} == {
        "training": "32 reviews",
        "validation": "8 reviews",
        "test": "40 reviews",
    }
    seen = {}
    for split, places in data.places.items():
        for row, label in zip(rows_of(data, split), data.corpus.labels[places], strict=True):
            assert (5 in row) == bool(label) and (6 in row) == (not label)
            assert (9 in row) == (split == "test")
            seen.setdefault(split == "test", set()).add((int((row == 7).sum()), label))
    everything = {(number, label) for number in range(PER_FOLDER) for label in (0.0, 1.0)}
    assert seen == {True: everything, False: everything}
    assert data.class_counts("test") == [20, 20]


@pytest.mark.usefixtures("small_imdb")
def test_every_encoding_has_the_same_reviews_in_the_same_splits():
    datasets = [Imdb(), *(Imdb(encoding=e) for e in (WordEncoding(), CharacterEncoding()))]
    loaded = [dataset.load() for dataset in datasets]
    for split in ("training", "validation", "test"):
        assert len({data.samples(split) for data in loaded}) == 1
        assert len({data.evaluation_batch(split, 99, 0)[1].tobytes() for data in loaded}) == 1


@pytest.mark.usefixtures("small_imdb")
def test_settings_for_padding_reach_the_tokens():
    data = tokens(maxlen=5, padding="post", truncating="post", reverse=True).load()
    rows = {tuple(row) for row in rows_of(data, "test").tolist()}
    assert (9, 5, 1, 0, 0) in rows
    assert (9, 7, 7, 7, 7) in rows


@pytest.mark.usefixtures("small_imdb")
def test_the_split_depends_on_its_own_seed_alone():
    first, again = Imdb().load(), Imdb(batch_size=7, encoding=BagEncoding()).load()
    other = Imdb(shuffle_seed=114).load()
    for split in ("training", "validation", "test"):
        np.testing.assert_array_equal(first.places[split], again.places[split])
    assert first.places["validation"].tolist() != other.places["validation"].tolist()
    np.testing.assert_array_equal(first.places["test"], other.places["test"])


@pytest.mark.usefixtures("small_imdb")
@pytest.mark.parametrize(
    ("settings", "training", "validation"),
    [
        ({"training_reviews": 10, "validation_reviews": 12}, (0, 10), (10, 22)),
        ({"training_reviews": 10}, (0, 10), (10, 18)),
        ({"validation_reviews": 12}, (0, 28), (28, 40)),
        ({"validation_fraction": 0.5}, (0, 20), (20, 40)),
    ],
)
def test_fewer_reviews_are_the_first_of_the_same_order(settings, training, validation):
    order = np.random.default_rng(113).permutation(40).tolist()
    places = Imdb(**settings).load().places
    assert places["training"].tolist() == order[slice(*training)]
    assert places["validation"].tolist() == order[slice(*validation)]
    assert places["test"].tolist() == list(range(40, 80))


@pytest.mark.usefixtures("small_imdb")
def test_more_reviews_than_there_are_is_an_error():
    with pytest.raises(ConfigError, match="41 together, but there are 40"):
        Imdb(training_reviews=33).load()


@pytest.mark.usefixtures("small_imdb")
def test_a_vocabulary_is_fitted_on_the_training_reviews_taken():
    data = Imdb(encoding=WordEncoding(), training_reviews=10, validation_reviews=10).load()
    texts = data.corpus.texts()
    learned = {word for place in data.places["training"] for word in texts[place].lower().split()}
    assert set(data.preprocessing.words) <= {word.strip(",") for word in learned} | {
        *("unheard", "of")
    }
    assert "rare" not in data.preprocessing.words


@pytest.mark.usefixtures("small_imdb")
def test_the_digests_name_the_sources_that_were_read(tmp_path):
    reviews = {"reviews": reviews_digest(make_raw_reviews())}
    assert Imdb().load().digests == {**reviews, "word_index": index_digest(RANKS)}
    assert Imdb(encoding=BagEncoding()).load().digests == reviews
    vectors = tmp_path / "own.2d.txt"
    vectors.write_text("film 1 2\n")
    encoding = WordEncoding(vectors=PretrainedVectors(dimension=2, file=str(vectors)))
    data = Imdb(encoding=encoding).load()
    assert list(data.digests) == ["reviews", "glove"]
    row = data.preprocessing.words.index("film") + 1
    assert data.task.inputs.vectors[row].tolist() == [1, 2]
    assert "bad" in data.inspect().unknown_words


@pytest.mark.parametrize(
    "settings",
    [
        {"encoding": {"kind": "tokens", "max_features": 4}},
        {"encoding": {"kind": "tokens", "maxlen": 0}},
        {"encoding": {"kind": "tokens", "padding": "left"}},
        {"encoding": {"kind": "tokens", "truncating": "middle"}},
        {"encoding": {"kind": "tokens", "reverse": 1}},
        {"encoding": {"kind": "morse"}},
        {"batch_size": 0},
        {"validation_fraction": 0.0},
        {"validation_fraction": 1.0},
        {"training_reviews": 9},
        {"shuffle_seed": -1},
        {"max_len": 500},
    ],
)
def test_impossible_settings_are_refused(settings):
    with pytest.raises(ValidationError):
        Imdb.model_validate(settings)


def test_what_a_model_needs_is_known_without_loading():
    dataset = tokens(maxlen=20)
    assert dataset.task is Classification
    assert (dataset.input_form, dataset.length, dataset.pads_before) == ("tokens", 20, True)
    assert dataset.preprocessing_type is dataset.encoding.preprocessing_type
    assert Imdb(encoding=BagEncoding()).input_form == "bag"
    encoding = WordEncoding(vectors=PretrainedVectors(dimension=50))
    assert Imdb(encoding=encoding).vector_dimension == 50


@pytest.mark.data
def test_the_real_splits_have_the_books_sizes(real_data, monkeypatch):
    monkeypatch.setenv("SEQLAB_DATA", str(real_data))
    data = Imdb().load()
    assert {split: data.samples(split).count for split in data.places} == {
        "training": 20_000,
        "validation": 5_000,
        "test": 25_000,
    }
    assert data.class_counts("test") == [12_500, 12_500]
    assert data.steps_per_epoch() == 157
    assert data.digests == {
        "reviews": REVIEWS.content_digest,
        "word_index": WORD_INDEX.content_digest,
    }
    rows = data.encoded.rows
    assert rows.shape == (50_000, 500) and rows.max() < 10_000
    assert rows.dtype == np.int32 and data.corpus.labels.dtype == np.float32
    assert len(data.preprocessing.words) == 88_584
