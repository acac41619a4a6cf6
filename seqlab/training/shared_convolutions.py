"""A validation pass that convolves each row of a series once, not once for every window it is in.

Neighbouring windows share nearly all their rows, and a convolution sees only a few rows at a time.
So the convolutions run over the whole series, and a window picks what it needs. A pooling of n rows
is computed at every row, too; what follows it then finds its inputs n rows apart (Giusti et al.
2013, "Fast image scanning with deep max-pooling convolutional neural networks").
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from seqlab.tasks.data import Data, SharedRows, SplitName
from seqlab.training.batches import evaluation_batch_size
from seqlab.training.keras_insides import use_test_function
from seqlab.training.plan import Plan
from seqlab.training.stem_and_head import StemAndHead, cut_at
from seqlab.training.steps import outputs_of_head, test_function

POOLINGS = {keras.layers.MaxPooling1D: "MAX", keras.layers.AveragePooling1D: "AVG"}


class SharedConvolutions(keras.callbacks.Callback):
    """Has a model's test function take windows by where they start, and convolve them together.

    As a callback it convolves the series anew, with the weights of that moment, whenever an
    evaluation begins.

    Args:
        model: compiled; its test function is replaced.
        plan: how steps are computed.
        layers: the convolutions and poolings that the model begins with, at least one.
        parts: the model, cut after these layers.
        shared: the windows.
        batch_size: windows to evaluate at a time.

    Attributes:
        batches: what to evaluate the model on: where windows start, and their targets.
    """

    def __init__(
        self,
        model: keras.Model,
        plan: Plan,
        layers: list[keras.layers.Layer],
        parts: StemAndHead,
        shared: SharedRows,
        batch_size: int,
    ) -> None:
        super().__init__()
        self._layers = layers
        self._rows = tf.constant(shared.rows)
        self._features = tf.Variable(self._convolve(), trainable=False)
        time_steps = layers[-1].output.shape[1]
        offsets = _spacing(layers) * tf.range(time_steps, dtype=tf.int64)

        def pick(_: list[Any], starts: Any) -> Any:
            # Worked example, a spacing of 3 and 4 time steps: the window that starts at row 7 takes
            # the rows 7, 10, 13 and 16 of the features.
            return tf.gather(self._features, starts[:, None] + offsets)

        use_test_function(model, test_function(model, outputs_of_head(model, plan, parts, pick)))
        options = tf.data.Options()
        options.autotune.enabled = False  # as in batches.py
        windows = tf.data.Dataset.from_tensor_slices((shared.starts, shared.targets))
        self.batches = windows.batch(batch_size).with_options(options)

    def on_test_begin(self, logs: Any = None) -> None:  # noqa: ARG002
        self._features.assign(self._convolve())

    def _convolve(self) -> Any:
        """What the layers make of the window that starts at each row, `(fewer rows, filters)`.

        It is the first time step of that window's sequence. Worked example, a pooling of 3 and then
        a convolution of kernel 5: its kernel reaches 3 rows further with every weight, and the
        second time step of the window that starts at row i is found at row i + 3.
        """
        x, spacing = self._rows[None], 1
        for layer in self._layers:
            if isinstance(layer, keras.layers.Conv1D):
                # Its inputs lie as many rows apart as the poolings before it have put together.
                reach = [layer.dilation_rate[0] * spacing]
                x = tf.nn.convolution(x, layer.kernel, padding="VALID", dilations=reach)
                x = layer.activation(x + layer.bias)
            else:
                # At every row, where the layer itself takes every n-th: some window starts there.
                pooling = POOLINGS[type(layer)]
                x = tf.nn.pool(x, layer.pool_size, pooling, padding="VALID", dilations=[spacing])
                spacing *= layer.pool_size[0]
        return x[0]


def share_convolutions(
    model: keras.Model, plan: Plan | None, data: Data, split: SplitName
) -> SharedConvolutions | None:
    """Share the convolutions of a split's windows, if the model begins with some.

    Args:
        model: compiled.
        plan: how steps are computed; None is Keras's own way, which is left alone.
        data: the windows.
        split: which of them.
    """
    layers = _leading_convolutions(model)
    if plan is None or not layers:
        return None
    parts, shared = cut_at(model, layers[-1].output), data.shared_rows(split)
    if parts is None or shared is None:
        return None
    size = evaluation_batch_size(model, data)
    return SharedConvolutions(model, plan, layers, parts, shared, size)


def _leading_convolutions(model: keras.Model) -> list[keras.layers.Layer]:
    """Convolutions and poolings between the inputs and the first layer of another kind."""
    layers: list[keras.layers.Layer] = []
    for layer in model.layers[1:]:
        follows = layer.input is (layers[-1].output if layers else model.inputs[0])
        if not follows or not _looks_the_same_everywhere(layer):
            break
        layers.append(layer)
    return layers


def _looks_the_same_everywhere(layer: keras.layers.Layer) -> bool:
    """Whether what a layer computes depends on a few rows, but not on where the window starts."""
    if type(layer) in POOLINGS:
        # A stride of another length leaves rows out, or takes some twice.
        return bool(layer.padding == "valid" and layer.strides == layer.pool_size)
    return (
        type(layer) is keras.layers.Conv1D
        and layer.padding == "valid"
        and layer.strides == (1,)
        and layer.groups == 1
        and layer.use_bias
    )


def _spacing(layers: list[keras.layers.Layer]) -> int:
    """Rows between two time steps of what the layers put out."""
    return int(np.prod([layer.pool_size[0] for layer in layers if type(layer) in POOLINGS]))
