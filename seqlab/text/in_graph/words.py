"""Texts to words: the functions of `seqlab.text.words` for a batch of strings."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import tensorflow as tf

from seqlab.text.in_graph.code_points import CharacterSet
from seqlab.text.in_graph.lower_case import LowerCase
from seqlab.text.in_graph.normal_form import NormalForm
from seqlab.text.words import APOSTROPHES, SEPARATORS, WITHOUT_SPACES, Splitting

if TYPE_CHECKING:
    Tensor = Any

SPACE, APOSTROPHE = ord(" "), ord("'")


@cache
def words_in_graph(splitting: Splitting) -> Callable[[Tensor], Tensor]:
    """What splits strings `(batch,)` into ragged strings `(batch, (words))`.

    Its tables are looked up once in a process, which takes seconds.
    """
    match splitting:
        case "keras":
            return KerasWords()
        case "any_script":
            return AnyScriptWords()
        case "characters":
            return Characters()


class KerasWords:
    """`seqlab.text.words.keras`."""

    def __init__(self) -> None:
        self._lower = LowerCase()
        self._separators = CharacterSet(lambda character: character in SEPARATORS)

    def __call__(self, texts: Tensor) -> Tensor:
        codes = self._lower(tf.strings.unicode_decode(texts, "UTF-8"))
        separated = tf.where(self._separators(codes.flat_values), SPACE, codes.flat_values)
        return _split(tf.strings.unicode_encode(codes.with_flat_values(separated), "UTF-8"))


class AnyScriptWords:
    """`seqlab.text.words.any_script`."""

    def __init__(self) -> None:
        self._normal, self._lower = NormalForm(), LowerCase()
        self._apostrophe = CharacterSet(lambda character: character in APOSTROPHES)
        self._in_words = CharacterSet(lambda c: unicodedata.category(c)[0] in "LMN")
        self._unspaced = CharacterSet(_is_unspaced)
        self._unspaced_mark = CharacterSet(
            lambda c: _is_unspaced(c) and unicodedata.category(c)[0] == "M"
        )

    def __call__(self, texts: Tensor) -> Tensor:
        codes = self._lower(self._normal(tf.strings.unicode_decode(texts, "UTF-8")))
        values = codes.flat_values
        separated = tf.where(self._in_words(values), values, SPACE)
        separated = tf.where(self._apostrophe(values), APOSTROPHE, separated)
        joined = tf.strings.unicode_encode(codes.with_flat_values(separated), "UTF-8")
        # An apostrophe counts inside of a word alone.
        joined = tf.strings.regex_replace(joined, "(^| )'+", " ")
        joined = tf.strings.regex_replace(joined, "'+( |$)", " ")
        return _split(self._with_spaces(joined))

    def _with_spaces(self, texts: Tensor) -> Tensor:
        """A space before every character of a script without spaces, and behind the last one.

        Marks stay with the character before them if that is of such a script, too.
        """
        codes = tf.strings.unicode_decode(texts, "UTF-8")
        values = codes.flat_values
        unspaced = self._unspaced(values)
        after_unspaced = tf.concat([tf.zeros_like(unspaced[:1]), unspaced[:-1]], axis=0)
        stays = self._unspaced_mark(values) & after_unspaced
        breaks = tf.cast((unspaced & ~stays) | (~unspaced & after_unspaced), tf.int32)
        spaced = tf.repeat(values, 1 + breaks)  # each that a break is before twice
        first = tf.boolean_mask(tf.cumsum(1 + breaks) - 2, breaks == 1)
        spaced = tf.tensor_scatter_nd_update(
            spaced, first[:, None], tf.fill(tf.shape(first), SPACE)
        )
        lengths = codes.row_lengths() + tf.reduce_sum(
            codes.with_flat_values(tf.cast(breaks, tf.int64)), axis=1
        )
        return tf.strings.unicode_encode(tf.RaggedTensor.from_row_lengths(spaced, lengths), "UTF-8")


class Characters:
    """`seqlab.text.words.characters`."""

    def __call__(self, texts: Tensor) -> Tensor:
        return tf.strings.unicode_split(texts, "UTF-8")


def _split(texts: Tensor) -> Tensor:
    """The pieces between spaces that hold anything, ragged, `(batch, (words))`."""
    pieces = tf.strings.split(texts, sep=" ")
    return tf.ragged.boolean_mask(pieces, pieces != "")


def _is_unspaced(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in WITHOUT_SPACES)
