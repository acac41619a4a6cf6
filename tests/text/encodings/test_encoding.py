"""What holds for every encoding: raw texts are encoded as training was, from training alone."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.datasets.encoded_texts import ENCODINGS as ROOM
from seqlab.errors import DataError
from seqlab.text.encodings.bag import BagEncoding
from seqlab.text.encodings.characters import CharacterEncoding
from seqlab.text.encodings.hashing import HashingEncoding
from seqlab.text.encodings.one_hot import OneHotEncoding
from seqlab.text.encodings.tokens import TokenEncoding
from seqlab.text.encodings.words import WordEncoding
from tests.text.corpora import corpus_of

WEIGHTINGS = ("binary", "count", "frequency", "tfidf")
ENCODINGS = [
    TokenEncoding(max_features=9, maxlen=5),
    TokenEncoding(max_features=7, maxlen=4, padding="post", truncating="post", reverse=True),
    WordEncoding(max_features=5, maxlen=4),
    OneHotEncoding(max_features=3, maxlen=4),
    CharacterEncoding(maxlen=12),
    *(BagEncoding(max_features=6, ngrams=2, weighting=weighting) for weighting in WEIGHTINGS),
    *(HashingEncoding(max_features=5, ngrams=3, weighting=weighting) for weighting in WEIGHTINGS),
]
TEXTS = [
    "not a good film, not good",
    "A bad film! A <br />bad one",
    "good",
    "",
    "a good\xa0one naïve unseen",
    "unseen words unseen",
]
TRAINING = np.array([2, 0, 1, 3])

each = pytest.mark.parametrize("encoding", ENCODINGS, ids=str)
corpora = pytest.mark.parametrize("ranking", [None, ["a", "good", "film", "unseen", "bad"]])


def shown(encoded, places) -> np.ndarray:
    """What a model sees of some texts."""
    rows = encoded.rows[np.array(places)]
    return rows if encoded.numbers is None else encoded.numbers(rows)


def stored(encoding, preprocessing):
    """Preprocessing that went through a file."""
    return encoding.preprocessing_type.model_validate_json(preprocessing.model_dump_json())


def test_every_encoding_of_the_room_is_tested_here() -> None:
    assert set(ROOM.every) == {type(encoding) for encoding in ENCODINGS}


@each
@corpora
def test_raw_texts_become_what_a_model_was_fed(encoding, ranking) -> None:
    encoded = encoding.encode(corpus_of(TEXTS, ranking=ranking), TRAINING)
    fed = shown(encoded, range(len(TEXTS)))
    for preprocessing in (encoded.preprocessing, stored(encoding, encoded.preprocessing)):
        found = preprocessing.inputs(TEXTS)
        assert (found.dtype, found.shape) == (fed.dtype, fed.shape)
        assert found.tobytes() == fed.tobytes()


WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "not", "é", "x\xa0y"]), max_size=9)


@given(st.lists(WORDS.map(" ".join), min_size=2, max_size=6), st.sampled_from(ENCODINGS), st.data())
def test_any_texts_become_what_a_model_was_fed(texts, encoding, data) -> None:
    places = st.lists(st.integers(0, len(texts) - 1), min_size=1, unique=True)
    training = np.array(data.draw(places))
    encoded = encoding.encode(corpus_of(texts), training)
    found = stored(encoding, encoded.preprocessing).inputs(texts)
    assert found.tobytes() == shown(encoded, range(len(texts))).tobytes()


@each
def test_a_batch_has_the_form_that_was_promised(encoding) -> None:
    encoded = encoding.encode(corpus_of(TEXTS), TRAINING)
    assert encoded.inputs.form == encoding.input_form
    assert encoding.length == (0 if encoding.input_form == "bag" else encoded.inputs.shape[0])
    batch = shown(encoded, [0, 1, 2])
    assert batch.shape == (3, *encoded.inputs.shape)
    assert batch.dtype == encoded.inputs.dtype
    assert encoded.preprocessing.inputs([]).shape == (0, *encoded.inputs.shape)


@each
def test_nothing_is_learned_from_other_texts_than_the_training_texts(encoding) -> None:
    other = [*TEXTS[:4], "secret good film secret", "not secret, a bad bad bad film"]
    one, two = (encoding.encode(corpus_of(texts), TRAINING) for texts in (TEXTS, other))
    assert one.preprocessing == two.preprocessing
    assert "secret" not in two.preprocessing.model_dump_json()
    assert shown(one, TRAINING).tobytes() == shown(two, TRAINING).tobytes()


@each
def test_preprocessing_is_plain_data(encoding) -> None:
    preprocessing = encoding.encode(corpus_of(TEXTS), TRAINING).preprocessing
    assert type(preprocessing) is encoding.preprocessing_type
    plain = json.loads(preprocessing.model_dump_json())
    assert encoding.preprocessing_type.model_validate(plain) == preprocessing
    assert plain["kind"] == encoding.kind


@each
def test_what_is_no_text_is_refused(encoding) -> None:
    preprocessing = encoding.encode(corpus_of(TEXTS), TRAINING).preprocessing
    with pytest.raises(DataError, match="Text 1 is no text but int: 7"):
        preprocessing.inputs(["good", 7])


@each
def test_digests_are_those_of_the_sources_that_were_used(encoding) -> None:
    ranked = encoding.kind == "tokens"
    found = encoding.encode(corpus_of(TEXTS, ranking=["a"]), TRAINING).digests
    assert found == {"texts": "t", **({"ranking": "r"} if ranked else {})}
    assert encoding.encode(corpus_of(TEXTS), TRAINING).digests == {"texts": "t"}
