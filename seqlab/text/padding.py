"""Sequences of different lengths to one rectangular array."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Side = Literal["pre", "post"]
"""The beginning or the end of a sequence, where it is filled up or cut."""


@dataclass(frozen=True, eq=False)
class Ragged:
    """Sequences of different lengths, one after another.

    `[[7, 8], [], [9]]` has the values `[7, 8, 9]` and the offsets `[0, 2, 2, 3]`.

    Args:
        values: the tokens of all sequences, `(tokens,)`.
        offsets: sequence i is `values[offsets[i]:offsets[i + 1]]`, `(sequences + 1,)`.
    """

    values: NDArray[np.int32]
    offsets: NDArray[np.int64]

    @classmethod
    def from_lists(cls, sequences: Iterable[list[int]]) -> Ragged:
        """Lay lists of tokens end to end."""
        lists = list(sequences)
        offsets = np.zeros(len(lists) + 1, np.int64)
        offsets[1:] = np.cumsum([len(sequence) for sequence in lists])
        values = np.fromiter(chain.from_iterable(lists), np.int32, count=int(offsets[-1]))
        return cls(values, offsets)

    def take(self, order: NDArray[np.int64]) -> Ragged:
        """Some of the sequences, in this order."""
        lengths = np.diff(self.offsets)[order]
        offsets = np.zeros(len(order) + 1, np.int64)
        offsets[1:] = np.cumsum(lengths)
        shift = np.repeat(self.offsets[order] - offsets[:-1], lengths)
        return Ragged(self.values[np.arange(offsets[-1]) + shift], offsets)


def pad(
    sequences: Ragged,
    maxlen: int,
    padding: Side = "pre",
    truncating: Side = "pre",
    reverse: bool = False,
) -> NDArray[np.int32]:
    """Cut or fill up every sequence with zeros to `maxlen` tokens.

    With `maxlen=3`, the sequences `[5, 6]` and `[5, 6, 7, 8]` become `[0, 5, 6]` and `[6, 7, 8]`;
    with `reverse` they are turned round first and become `[0, 6, 5]` and `[7, 6, 5]`.

    Args:
        sequences: what to pad.
        maxlen: tokens in every row of the result.
        padding: the side that zeros are added to.
        truncating: the side that tokens are taken from.
        reverse: read every sequence from its end, before it is cut or filled up.

    Returns:
        `(sequences, maxlen)`.
    """
    if reverse:
        # Read from its end, the whole array has every sequence turned round, the last one first.
        turned = Ragged(sequences.values[::-1], len(sequences.values) - sequences.offsets[::-1])
        return np.ascontiguousarray(pad(turned, maxlen, padding, truncating)[::-1])
    lengths = np.diff(sequences.offsets)
    kept = np.minimum(lengths, maxlen)
    padded = np.zeros((len(lengths), maxlen), np.int32)
    # Both masks pick kept[i] places of row i, in reading order, so that one assignment moves all.
    filled = _mask(padding, maxlen - kept, kept).reshape(padded.shape)
    taken = _mask(truncating, lengths - kept, kept)
    padded[filled] = sequences.values[taken]
    return padded


def _mask(side: Side, left_out: NDArray[np.int64], kept: NDArray[np.int64]) -> NDArray[np.bool_]:
    """For each row `left_out[i]` times False, on this side of it, and `kept[i]` times True.

    On the side `pre`, the counts `[1, 0]` and `[2, 3]` give `[F, T, T,  T, T, T]`.
    """
    counts = (left_out, kept) if side == "pre" else (kept, left_out)
    pattern = np.tile([side == "post", side == "pre"], len(kept))
    return np.repeat(pattern, np.column_stack(counts).ravel())
