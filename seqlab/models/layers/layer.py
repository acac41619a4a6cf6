"""What every layer that a config may name has in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from seqlab.component import Component
from seqlab.models.layers.refused import REFUSED, WRAPPERS

if TYPE_CHECKING:
    import keras


class Layer(Component):
    """A layer from one tensor to one tensor, chosen by the key `layer`."""

    chosen_by: ClassVar[str] = "layer"
    formerly: ClassVar[Mapping[str, str]] = REFUSED

    layer: str

    @abstractmethod
    def make(self, name: str) -> keras.layers.Layer:
        """The Keras layer, not yet built.

        Args:
            name: of the layer in the model.

        Raises:
            ValueError: Keras does not take the arguments together.
        """

    def cudnn_obstacle(self) -> str | None:
        """Why a GPU cannot run a recurrent layer by cuDNN's kernel; empty where it can.

        None for a layer that is not recurrent.
        """
        return None


class PlainLayer(Layer):
    """A layer that is not made of other layers, so that these may be made of it."""

    formerly: ClassVar[Mapping[str, str]] = {
        **REFUSED,
        **{
            name: f"{name} is a layer around another, and cannot be inside of one"
            for name in WRAPPERS
        },
    }
