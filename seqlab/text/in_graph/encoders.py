"""Strings to what a model sees of them: the encodings of `seqlab.text.encodings` in a graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import tensorflow as tf

from seqlab.text.in_graph.words import words_in_graph
from seqlab.text.padding import Side
from seqlab.text.tokens import RANK_OFFSET, START, UNKNOWN
from seqlab.text.words import Splitting

if TYPE_CHECKING:
    from seqlab.text.encodings.bag import BagEncoding
    from seqlab.text.encodings.tokens import TokenEncoding

    Tensor = Any


class KnownWords(tf.Module):
    """The place of each word of texts in a vocabulary, counted from 1; other words are dropped.

    Args:
        splitting: how texts become words.
        words: the vocabulary.
    """

    def __init__(self, splitting: Splitting, words: Sequence[str]) -> None:
        super().__init__()
        self._words = words_in_graph(splitting)
        self._places = _table(words)

    def __call__(self, texts: Tensor) -> Tensor:
        """Ragged int32, `(batch, (words))`."""
        places = tf.ragged.map_flat_values(self._places.lookup, self._words(texts))
        return tf.ragged.boolean_mask(places, places > 0)


class WordTokens(tf.Module):
    """`seqlab.text.encodings.words`, and the words of `one_hot` before they become vectors.

    Args:
        splitting: how texts become words.
        words: the vocabulary.
        maxlen: tokens of a text.
    """

    def __init__(self, splitting: Splitting, words: Sequence[str], maxlen: int) -> None:
        super().__init__()
        self._known = KnownWords(splitting, words)
        self._maxlen = maxlen

    def __call__(self, texts: Tensor) -> Tensor:
        return padded(self._known(texts), self._maxlen)


class RankTokens(tf.Module):
    """`seqlab.text.encodings.tokens`.

    Args:
        splitting: how texts become words.
        words: the whole ranking.
        settings: of the encoding.
    """

    def __init__(self, splitting: Splitting, words: Sequence[str], settings: TokenEncoding) -> None:
        super().__init__()
        self._known = KnownWords(splitting, words)
        self._settings = settings

    def __call__(self, texts: Tensor) -> Tensor:
        own = self._settings
        ranks = self._known(texts)
        starts = tf.fill([ranks.nrows(), 1], START)
        tokens = tf.concat([starts, ranks + RANK_OFFSET], axis=1)
        values = tokens.flat_values
        values = tf.where(values < own.max_features, values, UNKNOWN)
        tokens = tokens.with_flat_values(values)
        if own.reverse:
            tokens = tf.reverse(tokens, axis=[1])
        return padded(tokens, own.maxlen, own.padding, own.truncating)


class CharacterTokens(tf.Module):
    """`seqlab.text.encodings.characters` before they become vectors.

    Args:
        numbers: of each character, and of those that are kept as padding, 0.
        maxlen: characters of a text.
    """

    def __init__(self, numbers: dict[str, int], maxlen: int) -> None:
        super().__init__()
        self._characters = words_in_graph("characters")
        keys = tf.constant([character.encode() for character in numbers])
        self._numbers = tf.lookup.StaticHashTable(
            tf.lookup.KeyValueTensorInitializer(keys, np.array([*numbers.values()], np.int32)), -1
        )
        self._maxlen = maxlen

    def __call__(self, texts: Tensor) -> Tensor:
        numbers = tf.ragged.map_flat_values(self._numbers.lookup, self._characters(texts))
        return padded(tf.ragged.boolean_mask(numbers, numbers >= 0), self._maxlen)


class TermBag(tf.Module):
    """`seqlab.text.encodings.bag`.

    Args:
        splitting: how texts become words.
        terms: the term of each column.
        rarity: the weight of each column for `tfidf`, else none.
        settings: of the encoding.
    """

    def __init__(
        self,
        splitting: Splitting,
        terms: Sequence[str],
        rarity: Sequence[float],
        settings: BagEncoding,
    ) -> None:
        super().__init__()
        self._words = words_in_graph(splitting)
        self._columns = _table(terms)
        self._rarity = np.zeros(settings.max_features)
        self._rarity[: len(rarity)] = rarity[: settings.max_features]
        self._settings = settings

    def __call__(self, texts: Tensor) -> Tensor:
        own, words = self._settings, self._words(texts)
        terms = tf.concat(
            [
                tf.strings.ngrams(words, length, separator=" ")
                for length in range(1, own.ngrams + 1)
            ],
            axis=1,
        )
        columns = tf.ragged.map_flat_values(self._columns.lookup, terms) - 1
        known = tf.ragged.boolean_mask(columns, columns >= 0)
        places = tf.stack([tf.cast(known.value_rowids(), tf.int32), known.flat_values], axis=1)
        shape = tf.stack([tf.cast(known.nrows(), tf.int32), own.max_features])
        counts = tf.scatter_nd(places, tf.ones_like(known.flat_values, tf.float32), shape)
        match own.weighting:
            case "binary":
                return tf.cast(counts > 0, tf.float32)
            case "frequency":
                return tf.math.divide_no_nan(counts, tf.reduce_sum(counts, axis=1, keepdims=True))
            case "tfidf":
                logarithms = 1 + tf.math.log(tf.maximum(counts, 1))
                weighed = tf.cast(logarithms, tf.float64) * self._rarity
                return tf.where(counts > 0, tf.cast(weighed, tf.float32), 0)
            case _:
                return counts


def padded(
    sequences: Tensor, maxlen: int, padding: Side = "pre", truncating: Side = "pre"
) -> Tensor:
    """`seqlab.text.padding.pad` of ragged tokens, int32, `(batch, time)`."""
    kept = sequences[:, :maxlen] if truncating == "post" else sequences[:, -maxlen:]
    if padding == "post":
        return kept.to_tensor(shape=(None, maxlen))
    # Filled up behind its end, which is in front once it is turned round again.
    turned = tf.reverse(kept, axis=[1]).to_tensor(shape=(None, maxlen))
    return tf.reverse(turned, axis=[1])


def _table(words: Sequence[str]) -> Any:
    """The place of each word, counted from 1; 0 for all others. Of equal words the last counts."""
    places = {word: place for place, word in enumerate(words, start=1)}
    keys = tf.constant([word.encode() for word in places], tf.string)
    values = tf.constant([*places.values()], tf.int32)
    return tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(keys, values), 0)
