"""Tokens become vectors; what is numbers already stays as it is."""

from __future__ import annotations

import numpy as np
import pytest

from seqlab.models.dense import Dense
from seqlab.models.embedding import Embedding, model_inputs
from seqlab.tasks.classification import Classification
from seqlab.tasks.inputs import Bag, Sequence, Tokens

pytestmark = pytest.mark.keras

MATRIX = np.arange(12, dtype=np.float32).reshape(4, 3)
TOKENS = Tokens(5, 4, vectors=MATRIX)


def test_pretrained_vectors_are_where_the_embedding_begins_and_stay_where_they_are_frozen() -> None:
    task = Classification(TOKENS, ("bad", "good"))
    model = Dense(embedding=Embedding(dimension=3, pretrained=True, trainable=False)).build(task)
    layer = model.get_layer("embedding")
    np.testing.assert_array_equal(layer.get_weights()[0], MATRIX)
    assert not layer.trainable_variables


def test_vectors_that_are_not_asked_for_are_left_alone() -> None:
    (tokens,), vectors = model_inputs(TOKENS, Embedding(dimension=2))
    assert (tokens.shape, tokens.dtype) == ((None, 5), "int32")
    assert vectors.shape == (None, 5, 2)


def test_numbers_need_no_embedding() -> None:
    (whole,), seen = model_inputs(Bag(7), None)
    assert whole is seen
    assert (whole.shape, whole.name) == ((None, 7), "vectors")


def test_what_is_seen_beside_a_sequence_has_inputs_of_its_own() -> None:
    parts, seen = model_inputs(Sequence(5, 3, known=(4, 2), static=6), None)
    assert parts[0] is seen
    assert [part.shape for part in parts] == [(None, 5, 3), (None, 4, 2), (None, 6)]
    assert [part.name for part in parts] == ["series", "known", "static"]
