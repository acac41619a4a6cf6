"""Which texts are for training, for validation and for the test."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def cut_off(
    count: int, training: int, validation: int, shuffle_seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Shuffle texts, take the first ones for training and those right behind for validation.

    With 10 texts, 8 for training and 2 for validation, the last 2 of the shuffled order are for
    validation.

    Args:
        count: texts that there are, at least as many as are taken.
        training: how many to train on.
        validation: how many to validate on.
        shuffle_seed: of the order, not negative.

    Returns:
        The places of the texts for training and of those for validation.
    """
    order = np.random.default_rng(shuffle_seed).permutation(count)
    return order[:training], order[training : training + validation]


def draw(
    labels: NDArray[np.int64], shares: tuple[float, ...], seed: int, *, stratify: bool
) -> tuple[NDArray[np.int64], ...]:
    """Draw some texts, and some of those that are left, and so on; none is drawn twice.

    Worked example, stratified, 10 texts of class 0 and 5 of class 1, shares of 0.2 and 0.2: each of
    the two draws has 2 texts of class 0 and 1 of class 1, and 9 texts are left.

    Args:
        labels: the class of each text, `(texts,)`.
        shares: how much of all texts each draw takes.
        seed: of the draw, not negative.
        stratify: whether each class gives the same share of its texts. A class of few texts gives
            what its share is rounded to.

    Returns:
        The places of the texts of each draw and, last, of those that are left, each ascending.
    """
    order = np.random.default_rng(seed).permutation(len(labels))
    groups = [order[labels[order] == label] for label in np.unique(labels)] if stratify else [order]
    ends = [np.rint(np.cumsum(shares) * len(group)).astype(np.int64) for group in groups]
    parts = [np.split(group, own) for group, own in zip(groups, ends, strict=True)]
    return tuple(np.sort(np.concatenate(part)) for part in zip(*parts, strict=True))
