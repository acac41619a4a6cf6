"""The families of models written down layer by layer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from seqlab.models.convolutional import Convolutional, ConvolutionalRecurrent
from seqlab.models.dense import Dense
from seqlab.models.layer_list import LayerList
from seqlab.models.model import Model
from seqlab.models.recurrent import Recurrent

CELLS = {"gru": "GRU", "lstm": "LSTM", "simple_rnn": "SimpleRNN"}
POOLINGS = {"max": "MaxPooling1D", "average": "AveragePooling1D"}
SUMMARIES = {
    "max": "GlobalMaxPooling1D",
    "average": "GlobalAveragePooling1D",
    "flatten": "Flatten",
}


def as_layers(model: Model) -> LayerList | None:
    """The same model as a list of Keras's layers; None where it is no such list."""
    match model:
        case Dense():
            layers = [{"layer": "Flatten"}, *_dense(model.layers)]
        case Recurrent(summary="last"):
            layers = [*_recurrent(model.layers, reverse=model.reverse_time), *_dense(model.dense)]
        case Convolutional():
            layers = [*_blocks(model.blocks), {"layer": SUMMARIES[model.summary]}]
            if model.dropout:
                layers.append({"layer": "Dropout", "rate": model.dropout})
        case ConvolutionalRecurrent():
            layers = [*_blocks(model.blocks), *_recurrent(model.layers)]
        case _:
            return None
    block = {"layers": layers, "embedding": model.embedding}
    return LayerList.model_validate(block)


def _dense(layers: Any) -> Iterator[dict[str, Any]]:
    for layer in layers:
        yield {"layer": "Dense", "units": layer.units, "activation": layer.activation}
        if layer.dropout:
            yield {"layer": "Dropout", "rate": layer.dropout}


def _recurrent(layers: Any, *, reverse: bool = False) -> Iterator[dict[str, Any]]:
    for number, layer in enumerate(layers, start=1):
        recurrent = {
            "layer": CELLS[layer.cell],
            "units": layer.units,
            "activation": layer.activation,
            "dropout": layer.dropout,
            "recurrent_dropout": layer.recurrent_dropout,
            "return_sequences": number < len(layers),
            "go_backwards": reverse and number == 1,
        }
        yield {"layer": "Bidirectional", "of": recurrent} if layer.bidirectional else recurrent


def _blocks(blocks: Any) -> Iterator[dict[str, Any]]:
    for block in blocks:
        yield {
            "layer": "Conv1D",
            "filters": block.filters,
            "kernel_size": block.kernel_size,
            "dilation_rate": block.dilation,
            "activation": block.activation,
        }
        if block.pool_size is not None:
            yield {"layer": POOLINGS[block.pooling], "pool_size": block.pool_size}
