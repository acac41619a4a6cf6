"""Unicode's normal form NFKC: different ways to write a character become one (UAX 15)."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

import tensorflow as tf

from seqlab.text.in_graph.code_points import Expansion, Numbers, all_characters

if TYPE_CHECKING:
    Tensor = Any

_NONE = 0
"""No composite is the character 0."""


class NormalForm:
    """`unicodedata.normalize("NFKC", text)` for a batch of texts.

    Characters are taken apart, the marks on each are put in the order of their classes, and what
    belongs together is composed again.
    """

    def __init__(self) -> None:
        self._apart = Expansion(lambda character: unicodedata.normalize("NFKD", character))
        self._mark_class = Numbers(_mark_classes(), 0)
        self._composite = Numbers(_composites(), _NONE)

    def __call__(self, texts: Tensor) -> Tensor:
        """Ragged code points, `(batch, (characters))`, int32."""
        texts = self._in_order(self._apart(texts))
        composed, rows, _ = tf.while_loop(
            lambda _codes, _rows, more: more,
            self._compose,
            (texts.flat_values, texts.value_rowids(), tf.constant(True)),
            shape_invariants=(tf.TensorShape([None]), tf.TensorShape([None]), tf.TensorShape([])),
        )
        return tf.RaggedTensor.from_value_rowids(composed, rows, nrows=texts.nrows())

    def _in_order(self, texts: Tensor) -> Tensor:
        """Marks in the order of their classes, between one base and the next."""
        codes, rows = texts.flat_values, texts.value_rowids()
        classes = self._mark_class(codes)
        begins = (classes == 0) | ~_same_as_before(rows)
        runs = tf.cumsum(tf.cast(begins, tf.int64))
        order = tf.argsort(runs * 256 + tf.cast(classes, tf.int64), stable=True)
        return texts.with_flat_values(tf.gather(codes, order))

    def _compose(self, codes: Tensor, rows: Tensor, _: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Every base with the first mark that goes into it; repeated until none does.

        A mark goes into a base only if none of its own class stands between them, and a base into
        the one before it only if nothing does.

        Args:
            codes: of all texts, one after the other, `(characters,)`.
            rows: the text of each, `(characters,)`.

        Returns:
            Both, shorter by what was composed, and whether that was anything.
        """
        places = tf.range(tf.size(codes))
        classes = self._mark_class(codes)
        bases = tf.boolean_mask(places, classes == 0)
        # How many bases stand before each character; where there is none, itself is no base of it.
        before = tf.searchsorted(bases, places)
        base = tf.gather(tf.concat([[-1], bases], axis=0), before)
        has_base = (base >= 0) & (tf.gather(rows, tf.maximum(base, 0)) == rows)
        previous = tf.concat([[0], classes[:-1]], axis=0)
        free = (base == places - 1) | ((classes > 0) & (previous < classes))
        pair = tf.gather(codes, tf.maximum(base, 0))
        keys = tf.bitwise.left_shift(tf.cast(pair, tf.int64), tf.constant(21, tf.int64))
        composite = self._composite(keys + tf.cast(codes, tf.int64))
        fits = has_base & free & (composite != _NONE)
        # The first one of each base, and none whose base itself goes into another.
        found = tf.boolean_mask(places, fits)
        first = _first_of_each(tf.gather(base, found))
        found = tf.boolean_mask(found, first)
        of = tf.gather(base, found)
        goes = tf.scatter_nd(found[:, None], tf.ones_like(found), tf.shape(places))
        found = tf.boolean_mask(found, tf.gather(goes, of) == 0)
        of = tf.gather(base, found)
        composed = tf.tensor_scatter_nd_update(codes, of[:, None], tf.gather(composite, found))
        gone = tf.scatter_nd(found[:, None], tf.ones_like(found), tf.shape(places))
        kept = gone == 0
        more = tf.size(found) > 0
        return tf.boolean_mask(composed, kept), tf.boolean_mask(rows, kept), more


def _same_as_before(values: Tensor) -> Tensor:
    """Whether each of some numbers equals the one before it, `(numbers,)`; the first does not."""
    return tf.concat([tf.zeros_like(values[:1], tf.bool), values[1:] == values[:-1]], axis=0)


def _first_of_each(ascending: Tensor) -> Tensor:
    """Whether each of some ascending numbers is the first of its kind, `(numbers,)`."""
    return ~_same_as_before(ascending)


@cache
def _mark_classes() -> dict[int, int]:
    """The class of each mark: marks of one class stand at the same place of a base."""
    return {ord(c): number for c in all_characters() if (number := unicodedata.combining(c))}


@cache
def _composites() -> dict[int, int]:
    """What two characters become when they are composed, by `first * 2**21 + second`."""
    found = {}
    for character in all_characters():
        apart = _canonical(character)
        if len(apart) == 2 and unicodedata.normalize("NFC", apart) == character:
            found[(ord(apart[0]) << 21) + ord(apart[1])] = ord(character)
    return found


def _canonical(character: str) -> str:
    """The two characters that one is made of; other numbers of them where it is not."""
    decomposition = unicodedata.decomposition(character)
    if decomposition and not decomposition.startswith("<"):
        return "".join(chr(int(code, 16)) for code in decomposition.split())
    syllable = ord(character) - 0xAC00
    if not 0 <= syllable < 11_172:
        return character
    # Hangul is made by arithmetic: 19 * 21 syllables of two letters, each with 28 endings.
    ending = syllable % 28
    if ending:
        return chr(ord(character) - ending) + chr(0x11A7 + ending)
    return chr(0x1100 + syllable // 588) + chr(0x1161 + syllable % 588 // 28)
