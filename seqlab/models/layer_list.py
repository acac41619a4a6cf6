"""A model of one's own: any of Keras's layers, one after the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

import seqlab.models.layers
from seqlab.errors import ConfigError
from seqlab.models.layers.layer import Layer
from seqlab.models.model import Network
from seqlab.room import Room

if TYPE_CHECKING:
    import keras

LAYERS = Room(seqlab.models.layers, Layer)
LONGEST_REASON = 300


class LayerList(Network):
    """Keras's layers by their names in Keras, each with its arguments there.

    Every layer that maps one tensor to one tensor can stand here. The last must put out one vector
    for a sample; the question's own layer follows it.
    """

    kind: Literal["layers"] = "layers"
    layers: tuple[Annotated[Layer, LAYERS], ...] = Field(
        min_length=1, strict=False, examples=[[{"layer": "GRU", "units": 32}]]
    )
    """From first to last: `{layer: Conv1D, filters: 32, kernel_size: 5}`; a layer around another
    has that one in `of`."""

    @property
    def needs_time(self) -> bool:
        return False

    def cudnn_obstacles(self) -> dict[str, str]:
        found = {f"layers.{n}": layer.cudnn_obstacle() for n, layer in enumerate(self.layers)}
        return {path: obstacle for path, obstacle in found.items() if obstacle is not None}

    def summarise(self, x: keras.KerasTensor) -> keras.KerasTensor:
        """The layers of the list.

        Raises:
            ConfigError: names the layer that cannot be applied to the shape that it meets.
        """
        for number, layer in enumerate(self.layers):
            x = _applied(layer, x, number)
        if len(x.shape) != 2:
            raise ConfigError(
                f"model.layers.{len(self.layers) - 1}: the last layer puts out {_shape(x)}, and "
                "the answer is computed from one vector for each sample.",
                remedy="End with a layer that leaves no time: GlobalAveragePooling1D, "
                "GlobalMaxPooling1D, Flatten, or a recurrent layer without return_sequences.",
            )
        return x


def _applied(layer: Layer, x: keras.KerasTensor, number: int) -> keras.KerasTensor:
    where = f"model.layers.{number}: {layer.layer} meets {_shape(x)}"
    try:
        made = layer.make(f"{layer.layer.lower()}_{number + 1}")
        outputs = made(x)
    except Exception as error:  # Keras refuses shapes and arguments by errors of many kinds
        raise ConfigError(f"{where}, and Keras says: {_reason(error)}") from error
    if not hasattr(outputs, "shape"):
        raise ConfigError(f"{where} and puts out more than one tensor.")
    if any(not size for size in outputs.shape[1:]):
        raise ConfigError(
            f"{where} and leaves {_shape(outputs)} of it, which is nothing to go on with.",
            remedy="Shorten its kernel, pool or cropping, or lengthen the input.",
        )
    return outputs


def _reason(error: Exception) -> str:
    """What Keras says, in one line, without colours and without a list of all it was given."""
    text = re.sub(r"\x1b\[\d*m", "", str(error))
    text = re.sub(r"^Exception encountered when calling .*?\.call\(\)\.", "", text.strip())
    text = " ".join(text.partition("Arguments received by")[0].split())
    return text[:LONGEST_REASON] or type(error).__name__


def _shape(x: keras.KerasTensor) -> str:
    return "(" + ", ".join("batch" if size is None else str(size) for size in x.shape) + ")"
