"""Linear least squares with a penalty, for many outputs at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqlab.baselines.learning.scaling import Range

PENALTIES = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
"""Of standardised features, for each training window."""
ROWS_AT_ONCE = 8192


@dataclass(frozen=True, eq=False)
class Linear:
    """A linear function of clipped features.

    Args:
        seen: the range of each feature in training.
        weights: `(features, outputs)`.
        constant: `(outputs,)`.
    """

    seen: Range
    weights: NDArray[np.float32]
    constant: NDArray[np.float64]

    def predict(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """`(windows, outputs)` from `(windows, features)`."""
        outputs: NDArray[np.float64] = self.seen.clip(features) @ self.weights + self.constant
        return outputs


def ridge_path(
    features: NDArray[np.float32], outputs: NDArray[np.float32], penalties: tuple[float, ...]
) -> Iterator[Linear]:
    """The ridge regression of each penalty (Hoerl and Kennard 1970).

    One eigendecomposition G = Q diag(w) Q' of the standardised features' second moments serves
    all: the weights are Q diag(1 / (w + penalty)) Q' c, where c are the moments with the outputs.

    Args:
        features: `(windows, features)`.
        outputs: `(windows, outputs)`.
        penalties: as in `PENALTIES`.
    """
    mean, constant = (values.mean(axis=0, dtype=np.float64) for values in (features, outputs))
    spread = features.std(axis=0, dtype=np.float64)
    spread[spread < 1e-6] = np.inf  # what never changes gets no weight
    moments = np.zeros((len(mean), len(mean)))
    cross = np.zeros((len(mean), len(constant)))
    for first in range(0, len(features), ROWS_AT_ONCE):
        part = slice(first, first + ROWS_AT_ONCE)
        scaled = ((features[part] - mean) / spread).astype(np.float32)
        moments += scaled.T @ scaled
        cross += scaled.T @ (outputs[part] - constant).astype(np.float32)
    values, vectors = np.linalg.eigh(moments / len(features))
    rotated = vectors.T @ (cross / len(features))
    seen = Range.of(features)
    for penalty in penalties:
        # Rounding leaves eigenvalues of what is collinear a little below 0.
        weights = vectors @ (rotated / (values.clip(min=0) + penalty)[:, None]) / spread[:, None]
        yield Linear(seen, weights.astype(np.float32), constant - mean @ weights)
