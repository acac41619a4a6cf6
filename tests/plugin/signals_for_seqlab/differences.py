"""A layer of the package's own, which Keras does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from seqlab.models.layers.layer import PlainLayer

if TYPE_CHECKING:
    import keras


class Differences(PlainLayer):
    """How each time step differs from the one before, `(batch, time - 1, features)`."""

    layer: Literal["Differences"] = "Differences"

    def make(self, name: str) -> keras.layers.Layer:
        from signals_for_seqlab.keras_differences import KerasDifferences

        return KerasDifferences(name=name)
