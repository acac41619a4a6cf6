"""Which texts are for training and which for validation."""

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
