"""The real reviews in their other encodings, against their texts."""

from __future__ import annotations

import numpy as np
import pytest

from seqlab.datasets.imdb_bag import ImdbBag
from seqlab.datasets.imdb_one_hot import ImdbOneHot
from seqlab.datasets.imdb_text import ImdbText
from seqlab.datasets.sources.imdb_texts import load_texts
from seqlab.errors import ConfigError
from seqlab.experiment.experiment import Experiment
from seqlab.models.dense import Dense
from seqlab.models.embedding import Embedding
from seqlab.models.recurrent import Recurrent
from seqlab.text.data import split_order
from seqlab.text.tokens import split_words


@pytest.fixture
def training_review(real_data, monkeypatch) -> str:
    """The text of the first training review."""
    monkeypatch.setenv("SEQLAB_DATA", str(real_data))
    texts, _, _ = load_texts()
    return texts[split_order(25_000, 0.2, 113)[0][0]]


@pytest.mark.data
def test_a_bag_counts_the_words_of_its_review(training_review) -> None:
    data = ImdbBag(weighting="count", max_features=200_000).load()
    assert data.task.input_shape == (200_000,)
    bag = data.splits["training"].tokens[0]
    assert bag.sum() == len(split_words(training_review))
    assert bag.nnz == len(set(split_words(training_review)))
    x, y = data.evaluation_batch("validation", 3, 0)
    assert (x.shape, x.dtype, y.shape) == ((3, 200_000), np.float32, (3, 1))


@pytest.mark.data
def test_characters_are_the_last_of_their_review(training_review) -> None:
    from seqlab.text.one_hot import CHARACTERS

    data = ImdbOneHot(unit="character", maxlen=40).load()
    vectors = data.encoding.encode(data.splits["training"].tokens[:1])
    assert vectors.shape == (1, 40, 100)
    spelled = "".join(CHARACTERS[place] for place in vectors[0].argmax(axis=1))
    assert spelled == training_review.encode("ascii", "ignore").decode()[-40:]


@pytest.mark.data
def test_words_are_one_hot_and_split_like_the_tokens(training_review) -> None:
    data = ImdbOneHot(max_features=50, maxlen=30).load()
    x, _ = data.training_batch(1, 0, 0)
    assert x.shape == (128, 30, 50)
    assert set(np.unique(x.sum(axis=2))) <= {0, 1}
    assert [data.samples(split) for split in data.splits] == [20_000, 5_000, 25_000]
    assert training_review


@pytest.mark.data
def test_more_reviews_than_there_are_is_an_error(real_data, monkeypatch) -> None:
    monkeypatch.setenv("SEQLAB_DATA", str(real_data))
    with pytest.raises(ConfigError, match="25,001 together"):
        ImdbText(training_reviews=15_001).load()


def experiment(dataset, model) -> Experiment:
    return Experiment(name="test", dataset=dataset, model=model)


def test_what_does_not_fit_an_encoding_is_refused() -> None:
    experiment(ImdbBag(), Dense())
    with pytest.raises(ValueError, match="bag of terms without order"):
        experiment(ImdbBag(), Recurrent())
    with pytest.raises(ValueError, match="needs no embedding"):
        experiment(ImdbBag(), Dense(embedding=Embedding()))
    with pytest.raises(ValueError, match="has no vectors"):
        experiment(ImdbText(), Dense(embedding=Embedding(pretrained=True)))
    with pytest.raises(ValueError, match="characters have their own 100"):
        ImdbOneHot(unit="character", max_features=5)


@pytest.mark.keras
def test_pretrained_vectors_are_where_the_embedding_begins_and_stay_where_they_are_frozen() -> None:
    from seqlab.models.embedding import model_input
    from seqlab.task import Task

    matrix = np.arange(12, dtype=np.float32).reshape(4, 3)
    task = Task("sentiment", 5, vocabulary=4, vectors=matrix)
    model = Dense(embedding=Embedding(dimension=3, pretrained=True, trainable=False)).build(task)
    layer = model.get_layer("embedding")
    np.testing.assert_array_equal(layer.get_weights()[0], matrix)
    assert not layer.trainable_variables
    assert model_input(task, Embedding(dimension=3))[1].shape == (None, 5, 3)
