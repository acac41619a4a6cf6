"""Lower case as Python has it, the Greek sigma at the end of a word included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tensorflow as tf

from seqlab.text.in_graph.code_points import CharacterSet, Expansion

if TYPE_CHECKING:
    Tensor = Any

SIGMA, FINAL_SIGMA = "Σ", "ς"


class LowerCase:
    """`text.lower()` for a batch of texts."""

    def __init__(self) -> None:
        self._lower = Expansion(str.lower)
        self._cased = CharacterSet(lambda c: (c + SIGMA).lower().endswith(FINAL_SIGMA))
        self._ignored = CharacterSet(
            lambda c: (
                ("a" + c + SIGMA).lower().endswith(FINAL_SIGMA)
                and not (c + SIGMA).lower().endswith(FINAL_SIGMA)
            )
        )

    def __call__(self, texts: Tensor) -> Tensor:
        """Ragged code points, `(batch, (characters))`, int32."""
        return self._lower(texts.with_flat_values(self._with_final_sigmas(texts)))

    def _with_final_sigmas(self, texts: Tensor) -> Tensor:
        """A sigma is final with a letter that has a case before it and none behind it.

        Marks and apostrophes in between are ignored. Worked example: of the two sigmas of a word
        the second is final, and neither is where another letter follows behind an apostrophe.
        """
        codes, rows = texts.flat_values, texts.value_rowids()
        places = tf.range(tf.size(codes))
        cased = self._cased(codes)
        counted = tf.boolean_mask(places, ~self._ignored(codes))
        edge = tf.constant([-1])
        around = tf.concat([edge, counted, edge], axis=0)
        number_before = tf.searchsorted(counted, places, side="left")
        number_behind = tf.searchsorted(counted, places, side="right")
        before, behind = tf.gather(around, number_before), tf.gather(around, number_behind + 1)

        def is_cased(at: Tensor) -> Tensor:
            there = tf.maximum(at, 0)
            return (at >= 0) & tf.gather(cased, there) & (tf.gather(rows, there) == rows)

        final = (codes == ord(SIGMA)) & is_cased(before) & ~is_cased(behind)
        return tf.where(final, ord(FINAL_SIGMA), codes)
