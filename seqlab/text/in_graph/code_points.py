"""Sets of characters, and what characters become, as arrays that a graph searches."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import tensorflow as tf

if TYPE_CHECKING:
    Tensor = Any

ASSIGNED = (range(0xD800), range(0xE000, 0x40000), range(0xE0000, 0xF0000))
"""Where Unicode has characters: no halves of pairs, no private use, no planes that are empty."""


def all_characters() -> Iterable[str]:
    """Every character that means anything."""
    return map(chr, itertools.chain(*ASSIGNED))


class CharacterSet:
    """Characters as the borders between those inside and those outside.

    Worked example, the digits: the borders 48 and 58. `5` is 53 and lies behind one border, an odd
    number of them, so it is inside; `a` is 97 and lies behind two.

    Args:
        contains: whether a character is inside.
    """

    def __init__(self, contains: Callable[[str], bool]) -> None:
        borders: list[int] = []
        for codes in ASSIGNED:
            inside = False
            for code in codes:
                if contains(chr(code)) != inside:
                    borders.append(code)
                    inside = not inside
            if inside:
                borders.append(codes.stop)
        self._borders = np.array(borders, np.int32)

    def __call__(self, codes: Tensor) -> Tensor:
        """Whether each of some code points is inside, of the shape of `codes`."""
        return tf.searchsorted(self._borders, codes, side="right") % 2 == 1


class Numbers:
    """A number for some keys, and another for all others.

    Args:
        numbers: of each key, neither negative.
        otherwise: for all other keys.
    """

    def __init__(self, numbers: Mapping[int, int], otherwise: int) -> None:
        # The last key is larger than any that is searched for.
        self._keys = np.array([*sorted(numbers), 2**62], np.int64)
        self._numbers = np.array([*(numbers[key] for key in sorted(numbers)), otherwise], np.int32)
        self._otherwise = otherwise

    def __call__(self, keys: Tensor) -> Tensor:
        """The number of each key, int32, `(keys,)`."""
        wanted = tf.cast(keys, tf.int64)
        places = tf.searchsorted(self._keys, wanted)
        found = tf.gather(self._keys, places) == wanted
        return tf.where(found, tf.gather(self._numbers, places), self._otherwise)


class Expansion:
    """Characters that become others, none or several; all others stay.

    Args:
        of_character: what a character becomes.
    """

    def __init__(self, of_character: Callable[[str], str]) -> None:
        changed = {
            ord(character): [*map(ord, after)]
            for character in all_characters()
            if (after := of_character(character)) != character
        }
        self._place = Numbers({code: place for place, code in enumerate(changed)}, len(changed))
        self._values = np.array([*itertools.chain(*changed.values())], np.int32)
        self._lengths = np.array([*map(len, changed.values()), 1], np.int32)
        self._starts = np.cumsum([0, *self._lengths[:-1]]).astype(np.int32)

    def __call__(self, texts: Tensor) -> Tensor:
        """Ragged code points, `(batch, (characters))`, after all have become what they become."""
        codes = texts.flat_values
        places = self._place(codes)
        lengths = tf.gather(self._lengths, places)
        itself = len(self._values) + tf.range(tf.size(codes))  # those that stay lie behind
        starts = tf.where(places == len(self._lengths) - 1, itself, tf.gather(self._starts, places))
        taken = tf.ragged.range(starts, starts + lengths).flat_values
        values = tf.gather(tf.concat([self._values, codes], axis=0), taken)
        of_text = tf.reduce_sum(texts.with_flat_values(lengths), axis=1)
        return tf.RaggedTensor.from_row_lengths(values, of_text)
