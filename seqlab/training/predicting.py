"""What a model says of every evaluation sample of a split."""

from __future__ import annotations

from typing import TYPE_CHECKING

import keras
import numpy as np

from seqlab.backend import settled_keras
from seqlab.tasks.data import Data, InputBatch, SplitName
from seqlab.training.batches import evaluation_batches, own_errors_of_batches

SCORED_AT_ONCE = 4096
"""Samples whose loss is computed at a time."""
AT_ONCE = 128
"""Samples of a batch that was cut already which are computed at a time."""

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from seqlab.training.steps import Outputs


@settled_keras()
@own_errors_of_batches()
def predicted(
    model: keras.Model, outputs: Outputs | None, data: Data, split: SplitName
) -> NDArray[np.float32]:
    """The outputs for every evaluation sample, in their order, `(samples, ...)`.

    Args:
        model: with the weights that count.
        outputs: from `install_steps`, which has compiled it already; None asks the model itself.
        data: the samples.
        split: which of them.
    """
    batches = evaluation_batches(data, split, model)
    if outputs is None:
        whole: NDArray[np.float32] = model.predict(batches, verbose=0)
        return whole
    return np.concatenate([outputs(x).numpy() for x, _ in batches])


@settled_keras()
def mean_loss(
    model: keras.Model, outputs: NDArray[np.float32], targets: NDArray[np.float32]
) -> float:
    """The loss that a model was compiled with, over outputs that it has given already.

    Args:
        model: compiled.
        outputs: of every sample, `(samples, ...)`.
        targets: of every sample, `(samples, ...)`.
    """
    total = 0.0
    for first in range(0, len(outputs), SCORED_AT_ONCE):
        part = slice(first, first + SCORED_AT_ONCE)
        loss = model.compute_loss(y=targets[part], y_pred=outputs[part], training=False)
        total += float(loss) * len(outputs[part])
    return total / len(outputs)


@settled_keras()
def answers(model: keras.Model, inputs: InputBatch) -> NDArray[np.float32]:
    """The outputs for samples that nobody evaluates, in their order, `(samples, ...)`.

    Args:
        model: with the weights that count.
        inputs: of all samples.
    """
    parts = inputs if isinstance(inputs, tuple) else (inputs,)
    found = []
    for first in range(0, len(parts[0]), AT_ONCE):
        batch = [keras.ops.convert_to_tensor(part[first : first + AT_ONCE]) for part in parts]
        outputs = model(batch if len(batch) > 1 else batch[0], training=False)
        found.append(keras.ops.convert_to_numpy(outputs))
    return np.concatenate(found)
