"""How a training step is spread over the cores: decided once, recorded with the run."""

from __future__ import annotations

from dataclasses import dataclass

import keras

from seqlab.cores import usable_cores
from seqlab.errors import DataError
from seqlab.experiment.training import TrainingSettings
from seqlab.training.keras_insides import all_layers, seed_generators
from seqlab.training.stem_and_head import cut_before_recurrence, first_recurrence

SMALLEST_SHARD = 16
"""Samples. On one core a compiled GRU step takes 15.5 ms for 128 samples, 3.7 for 16, 2.7 for 8."""


@dataclass(frozen=True)
class Plan:
    """How to run the steps of a model.

    Args:
        shards: parts of a batch whose gradients are computed side by side.
        jit: whether XLA compiles the work on a part, from its first recurrent layer on.
    """

    shards: int
    jit: bool


def choose_plan(
    settings: TrainingSettings, model: keras.Model, batch_size: int, device: str
) -> Plan | None:
    """The plan that the settings ask for, the fastest one measured where they leave it open.

    Args:
        settings: with `jit` and `shards`.
        model: built, for the kinds of its layers.
        batch_size: samples in a training batch.
        device: from `use_device`.

    Returns:
        The plan, or None for Keras's own steps, for which `keras_steps_reason` has the reason.
    """
    if keras_steps_reason(settings, model, device):
        return None
    shards = min(len(usable_cores()), max(1, batch_size // SMALLEST_SHARD))
    return Plan(
        shards=shards if settings.shards == "auto" else settings.shards,
        jit=_compiles(settings, model),
    )


def keras_steps_reason(settings: TrainingSettings, model: keras.Model, device: str) -> str:
    """Why a model trains by Keras's own steps, in words; empty where its batches are split.

    Args:
        settings: with `jit` and `mixed_precision`.
        model: built.
        device: from `use_device`.
    """
    if device != "CPU":
        return "a whole batch fills a GPU, and XLA would keep recurrent layers from cuDNN's kernels"
    if settings.mixed_precision:
        return "mixed precision scales the loss, as only Keras's own steps do"
    return shards_obstacle(model, jit=_compiles(settings, model))


def shards_obstacle(model: keras.Model, *, jit: bool) -> str:
    """What keeps the parts of a batch from being computed side by side, in words; empty if nothing.

    Args:
        model: built.
        jit: whether XLA is to compile it from its first recurrent layer on.
    """
    layers = all_layers(model)
    # Shards write to no variable: of several that run at the same time the last would win. Only
    # dropout's states are known well enough to be computed instead.
    fixed = {id(generator.state) for generator in seed_generators(model)}
    for layer in layers:
        if not layer.trainable:
            fixed |= {id(variable) for variable in layer.weights}
    for layer in reversed(layers):  # from the innermost out, to name the layer and not the model
        if getattr(layer, "stateful", False):  # Keras counts such states to no variables
            return f"{_named(layer)} hands its states on to the next batch"
        if any(id(variable) not in fixed for variable in layer.non_trainable_variables):
            return f"{_named(layer)} updates variables of its own"
    for layer in reversed(layers):
        # The loss is computed in the head, where the stem's variables are not to be had.
        if layer.losses or getattr(layer, "activity_regularizer", None):
            return f"{_named(layer)} adds to the loss"
    if jit and cut_before_recurrence(model) is None:
        return f"not all that follows {_named(first_recurrence(model))} is computed from its inputs"
    return ""


def has_recurrence(model: keras.Model) -> bool:
    """Whether a model has recurrent layers, however deep."""
    return any(isinstance(layer, keras.layers.RNN) for layer in all_layers(model))


def recorded_plan(record: object, batch_size: int) -> Plan | None:
    """The plan that a run's environment.json records; None for Keras's own steps.

    Args:
        record: from anyone.
        batch_size: samples in a training batch, which no plan splits into more parts.

    Raises:
        DataError: it is not a plan.
    """
    match record:
        case None:
            return None
        case {"shards": int(shards), "jit": bool(jit)} if type(shards) is int:
            if 0 < shards <= batch_size:
                return Plan(shards, jit)
    raise DataError(
        f"environment.json is damaged: its plan is {record!r:.60}.",
        remedy="Restore it from a copy, or train the experiment again.",
    )


def _compiles(settings: TrainingSettings, model: keras.Model) -> bool:
    """Whether XLA compiles the steps.

    Measured on CPUs: XLA is much faster for recurrences and for small dense layers, but its
    convolutions and attention, and their gradients, are slower than TensorFlow's own.
    """
    if settings.jit != "auto":
        return settings.jit == "on"
    slower = (keras.layers.Conv1D, keras.layers.MultiHeadAttention)
    return has_recurrence(model) or not any(isinstance(one, slower) for one in all_layers(model))


def _named(layer: keras.layers.Layer) -> str:
    return f"the layer {layer.name} ({type(layer).__name__})"
