"""Characters are the last of their text, each in its column."""

from __future__ import annotations

import numpy as np

from seqlab.text.encodings.characters import CharacterEncoding
from seqlab.text.one_hot import CHARACTERS
from tests.text.corpora import corpus_of


def test_characters_spell_the_end_of_their_text() -> None:
    encoded = CharacterEncoding(maxlen=4).encode(corpus_of(["A naïve one", "é!"]), np.array([0]))
    vectors = encoded.numbers(encoded.rows)
    assert vectors.shape == (2, 4, 100)
    assert "".join(CHARACTERS[place] for place in vectors[0].argmax(axis=1)) == " one"
    assert vectors[1].sum(axis=1).tolist() == [0, 0, 0, 1]


def test_an_alphabet_is_learned_from_the_training_texts_alone() -> None:
    texts = ["東京東", "ののののの京", "東京の"]
    encoded = CharacterEncoding(maxlen=3, alphabet=2).encode(corpus_of(texts), np.array([0, 2]))
    assert encoded.preprocessing.characters == "東京"
    assert encoded.rows.tolist() == [[1, 2, 1], [0, 0, 2], [0, 1, 2]]
    assert encoded.inputs.shape == (3, 2)
    np.testing.assert_array_equal(
        encoded.preprocessing.inputs(texts), encoded.numbers(encoded.rows)
    )
