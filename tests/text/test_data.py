"""Batches of texts are pure functions of their position and miss no text."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.baselines.majority import Majority
from seqlab.tasks.classification import Classification
from seqlab.tasks.data import all_batches
from seqlab.tasks.inputs import Bag, Sequence, Tokens
from seqlab.text.corpus import Corpus
from seqlab.text.data import TextData, shuffled
from seqlab.text.encodings.characters import CharacterPreprocessing
from seqlab.text.encodings.encoding import Encoded
from seqlab.text.vectors import Vectors
from tests.text.corpora import corpus_of


def make_corpus(count, fingerprint="made"):
    """Texts whose label is the parity of their number."""
    corpus = corpus_of([str(number) for number in range(count)])
    return Corpus(**{**vars(corpus), "fingerprint": fingerprint})


def encode(count, inputs=Tokens(4, 3000), **settings):  # noqa: B008 - it cannot be changed
    """Rows whose every token is the text's number."""
    rows = np.repeat(np.arange(count)[:, np.newaxis], 4, axis=1).astype(np.int32)
    return Encoded(rows, inputs, CharacterPreprocessing(maxlen=4), {"a": "b"}, **settings)


def make_data(training=23, batch_size=5, **settings):
    """`training` texts to train on, then 7 to validate on and 9 for the test."""
    count = training + 16
    places = {
        "training": np.arange(training),
        "validation": np.arange(training, training + 7),
        "test": np.arange(training + 7, count),
    }
    return TextData(make_corpus(count), encode(count, **settings), places, batch_size)


def numbers_of(batches):
    return [int(number) for tokens, _ in batches for number in tokens[:, 0]]


def epoch_of(data, seed, epoch):
    return [data.training_batch(seed, epoch, step) for step in range(data.steps_per_epoch())]


def test_the_task_is_to_tell_the_classes_of_the_texts_by_their_inputs():
    assert make_data().task == Classification(Tokens(4, 3000), ("bad", "good"))


@given(st.integers(1, 60), st.integers(1, 20), st.integers(0, 2**63), st.integers(0, 1000))
def test_an_epoch_shows_every_training_text_once(count, batch_size, seed, epoch):
    batches = epoch_of(make_data(count, batch_size), seed, epoch)
    assert sorted(numbers_of(batches)) == list(range(count))
    assert [len(tokens) for tokens, _ in batches[:-1]] == [batch_size] * (len(batches) - 1)
    assert 1 <= len(batches[-1][0]) <= batch_size


def test_tokens_and_targets_belong_together_and_have_the_promised_form():
    for tokens, targets in epoch_of(make_data(), seed=3, epoch=0):
        assert tokens.dtype == np.int32 and targets.dtype == np.float32
        assert targets.shape == (len(tokens), 1)
        np.testing.assert_array_equal(targets[:, 0], tokens[:, 0] % 2)


def test_a_batch_does_not_depend_on_what_was_asked_before():
    straight = numbers_of(epoch_of(make_data(), seed=3, epoch=1))
    data = make_data()
    wild = {}
    for step, epoch in [(4, 1), (0, 0), (2, 1), (1, 2), (3, 1), (0, 1), (1, 1)]:
        wild[step, epoch] = data.training_batch(3, epoch, step)
    assert numbers_of(wild[step, 1] for step in range(5)) == straight


def test_seeds_and_epochs_give_other_orders():
    data = make_data(training=100)
    orders = {
        tuple(numbers_of(epoch_of(data, seed, epoch))) for seed in range(5) for epoch in range(5)
    }
    assert len(orders) == 25


def test_the_order_of_an_epoch_cannot_be_spoilt_by_a_caller():
    with pytest.raises(ValueError, match="read-only"):
        shuffled(10, 0, 0)[0] = 5


@pytest.mark.parametrize("step", [-1, 5])
def test_a_step_that_the_epoch_has_not_is_refused(step):
    with pytest.raises(IndexError, match="5 steps"):
        make_data(training=23, batch_size=5).training_batch(0, 0, step)


@given(st.integers(1, 12))
def test_an_evaluation_sees_a_split_once_and_in_order(batch_size):
    data = make_data()
    batches = list(all_batches(data, "validation", batch_size))
    assert numbers_of(batches) == list(range(23, 30))
    assert sum(len(targets) for _, targets in batches) == data.samples("validation").count == 7
    for tokens, targets in batches:
        np.testing.assert_array_equal(targets, tokens[:, :1] % 2)


def test_rows_become_numbers_a_batch_at_a_time():
    data = make_data(inputs=Bag(4), numbers=lambda rows: rows.astype(np.float32) / 2)
    inputs, _ = data.evaluation_batch("validation", 3, 1)
    assert inputs.dtype == np.float32
    assert inputs[:, 0].tolist() == [13.0, 13.5, 14.0]


def test_classes_are_counted_in_their_order():
    data = make_data(training=23)
    assert data.class_counts("training") == [12, 11]
    assert data.class_counts("validation") == [3, 4]


def majority_errors(data: TextData, split: str) -> np.ndarray:
    said = Majority().fit(data).predict(split)
    return data.task.errors(said, data.targets(split), from_logits=True)


def test_the_baseline_gives_every_text_the_class_that_is_most_frequent_in_training():
    data = make_data(training=23)
    assert data.training_targets().tolist() == [place % 2 for place in data.places["training"]]
    errors = majority_errors(data, "validation")
    assert errors.dtype == np.float64
    assert errors.tolist() == [1, 0, 1, 0, 1, 0, 1]
    assert data.task.score(errors) == 3 / 7


def test_of_equally_frequent_classes_the_baseline_takes_the_first():
    assert majority_errors(make_data(training=4), "training").tolist() == [0, 1, 0, 1]


@given(st.integers(1, 200), st.integers(1, 200))
def test_the_score_of_the_baseline_is_a_share_to_the_last_bit(training, batch_size):
    data = make_data(training, batch_size)
    counts = data.class_counts("test")
    majority = int(np.argmax(data.class_counts("training")))
    assert data.task.score(majority_errors(data, "test")) == counts[majority] / sum(counts)


def test_the_same_texts_in_the_same_order_have_one_fingerprint_however_they_are_encoded():
    data = make_data()
    same = make_data(batch_size=7, inputs=Bag(4))
    assert data.samples("test") == same.samples("test")
    places = dict(data.places)
    others = [
        TextData(data.corpus, data.encoded, places | {"test": places["test"][::-1]}, 5),
        TextData(data.corpus, data.encoded, places | {"test": places["test"][1:]}, 5),
        TextData(make_corpus(39, "other"), data.encoded, places, 5),
        TextData(corpus_of([""] * 39, [0] * 39), data.encoded, places, 5),
    ]
    prints = {other.samples("test").fingerprint for other in (data, *others)}
    assert len(prints) == 5


def test_a_fingerprint_is_the_same_on_every_machine():
    assert make_data().samples("validation").fingerprint == (
        "7c7efbd718b7a1ac1679061c5cae8a4a1519f0442b5a4902d7ccf0e9e971371e"
    )


def test_samples_are_called_by_what_the_texts_are():
    assert str(make_data().samples("test")) == "9 texts"


def test_preprocessing_and_digests_are_those_of_the_encoding():
    data = make_data()
    assert data.digests == {"a": "b"}
    assert data.preprocessing is data.encoded.preprocessing


@pytest.mark.parametrize(
    ("inputs", "form", "shown"),
    [
        (Tokens(4, 3000), (3000, 4, 0), "4 tokens, 3,000 distinct"),
        (Sequence(4, 1000), (0, 4, 1000), "4 vectors of 1,000 numbers"),
        (Bag(2000), (0, 0, 2000), "one vector of 2,000 numbers"),
    ],
)
def test_an_inspection_says_what_a_model_sees_and_how_texts_are_split(inputs, form, shown):
    found = make_data(inputs=inputs).inspect()
    assert found.record == {
        "task": "classification",
        "vocabulary": form[0],
        "length": form[1],
        "features": form[2],
        "steps_per_epoch": 5,
        "splits": {
            "training": {"texts": 23, "bad": 12, "good": 11},
            "validation": {"texts": 7, "bad": 3, "good": 4},
            "test": {"texts": 9, "bad": 5, "good": 4},
        },
    }
    assert found.facts == [f"texts as {shown}; 5 batches in one pass"]
    assert (found.splits.words, found.splits.numbers) == (("split",), ("texts", "bad", "good"))
    assert found.splits.rows[0] == ("training", "23", "12", "11")
    assert (found.notes, found.unknown_words) == ([], [])


def test_an_inspection_says_which_words_have_no_vector():
    vectors = Vectors(np.zeros((3000, 2), np.float32), ("xyzzy",), 4, 0.75)
    found = make_data(vectors=vectors).inspect()
    assert found.record["vectors"] == vectors.coverage()
    assert found.notes == [str(vectors)]
    assert found.unknown_words == ("xyzzy",)
