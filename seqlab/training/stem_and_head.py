"""Cutting a model in two: what a training step computes in two different ways.

A model is cut at a tensor that everything after it is computed from. What comes before is its stem,
the rest its head.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import keras

from seqlab.training.keras_insides import operations


@dataclass(frozen=True)
class StemAndHead:
    """The two parts of a model, which share its layers and its variables.

    Args:
        stem: from the model's input to the tensor that it is cut at; None where nothing is cut off.
        head: from that tensor to the model's output.
        border: how many of the model's trainable variables are the stem's. They come first.
    """

    stem: keras.Model | None
    head: keras.Model
    border: int


def cut_before_recurrence(model: keras.Model) -> StemAndHead | None:
    """Cut a model before its first recurrent layer, if anything comes before that.

    Returns:
        None where it cannot be cut there, because something leads around that layer.
    """
    first = first_recurrence(model)
    if first is None or _ids(first.input) <= _ids(model.inputs):
        return StemAndHead(None, model, 0)
    return cut_at(model, first.input)


def first_recurrence(model: keras.Model) -> keras.layers.Layer | None:
    """The first recurrent layer of a model, not looking into layers made of layers."""
    kinds = (keras.layers.RNN, keras.layers.Bidirectional)
    return next((layer for layer in model.layers if isinstance(layer, kinds)), None)


def cut_at(model: keras.Model, cut: Any) -> StemAndHead | None:
    """Cut a model at a symbolic tensor in it, or at several.

    Args:
        model: built, with one input and one output.
        cut: what a layer has as `input` or `output`. Where an embedding marks padding, a recurrent
            layer has two inputs, the sequence and the mask.

    Returns:
        None where something after the cut also depends on something else before it, or where the
        model does not list the stem's variables first: gradients would land on wrong variables.
    """
    if not _all_goes_through(model, cut):
        return None
    stem, head = keras.Model(model.inputs[0], cut), keras.Model(cut, model.outputs[0])
    border = len(stem.trainable_variables)
    parts = [*stem.trainable_variables, *head.trainable_variables]
    if list(map(id, parts)) != list(map(id, model.trainable_variables)):
        return None
    return StemAndHead(stem, head, border)


def _all_goes_through(model: keras.Model, cut: Any) -> bool:
    """Whether all that follows a tensor of a model is computed from it alone.

    Worked example, inputs -> a -> b -> c -> output, cut at b's output: c takes it and nothing else.
    With a skip connection c would also take a's output, which is neither the cut nor after it.
    """
    before, after = _ids(model.inputs), _ids(cut)
    for operation in operations(model):
        if isinstance(operation, keras.layers.InputLayer):
            continue
        try:
            sources, results = _ids(operation.input), _ids(operation.output)
        except (AttributeError, ValueError):  # it is called more than once, so it has no one input
            return False
        if sources <= after:
            after |= results
        elif sources <= before:
            before |= results
        else:
            return False
    return _ids(model.outputs) <= after


def _ids(tensors: Any) -> set[int]:
    """Of one symbolic tensor or several, which compare by identity only."""
    return {id(tensor) for tensor in keras.tree.flatten(tensors)}
