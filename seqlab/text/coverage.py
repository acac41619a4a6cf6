"""How much of the texts a model gets to see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqlab.tasks.data import ORDER, SplitName
from seqlab.text.encodings.encoding import Encoded
from seqlab.text.vocabulary import Words

Shares = Mapping[SplitName, float]


@dataclass(frozen=True)
class Coverage:
    """What is left out of the texts of each split.

    Args:
        cut: the share of the texts that are longer than the inputs; None where nothing is cut.
        unknown: the share of the words, counted as often as they occur, that are outside of the
            vocabulary; None where there is no such list.
    """

    cut: Shares | None
    unknown: Shares | None

    def record(self) -> dict[str, Any]:
        """The shares as a JSON object."""
        named = {"texts_cut": self.cut, "words_unknown": self.unknown}
        return {name: dict(shares) for name, shares in named.items() if shares is not None}

    def lines(self) -> list[str]:
        """The shares in words."""
        said = []
        if self.cut is not None:
            said.append(f"texts that are cut: {_listed(self.cut)}")
        if self.unknown is not None:
            said.append(f"words outside of the vocabulary: {_listed(self.unknown)}")
        return said


def coverage(
    encoded: Encoded, words: Words, places: Mapping[SplitName, NDArray[np.int64]]
) -> Coverage:
    """Measure it.

    Args:
        encoded: the texts.
        words: of all of them.
        places: the texts of each split.
    """
    length = encoded.inputs.shape[0]
    lengths, vocabulary = encoded.lengths, encoded.preprocessing.vocabulary
    cut = unknown = None
    if lengths is not None:
        cut = {split: _mean(lengths[places[split]] > length) for split in ORDER}
    if vocabulary is not None:
        listed = frozenset(vocabulary)
        is_unknown = np.array([word not in listed for word in words.spelling], bool)
        unknown = {
            split: _mean(is_unknown[words.sequences.take(places[split]).values]) for split in ORDER
        }
    return Coverage(cut, unknown)


def _mean(flags: NDArray[np.bool_]) -> float:
    return float(flags.mean()) if flags.size else 0.0


def _listed(shares: Shares) -> str:
    return ", ".join(f"{share:.1%} in {split}" for split, share in shares.items())
