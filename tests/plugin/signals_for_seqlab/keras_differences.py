"""The Keras layer, in a file that is imported when a model is built."""

from __future__ import annotations

from typing import Any

import keras


@keras.saving.register_keras_serializable(package="signals_for_seqlab")
class KerasDifferences(keras.layers.Layer):
    """From `(batch, time, features)` to `(batch, time - 1, features)`."""

    def call(self, inputs: Any) -> Any:
        return inputs[:, 1:] - inputs[:, :-1]
