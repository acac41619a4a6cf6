"""How a training step is spread over the cores: decided once, recorded with the run."""

from __future__ import annotations

import os
from dataclasses import dataclass

import keras

from seqlab.errors import DataError
from seqlab.experiment.training import TrainingSettings

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

    Measured on CPUs: XLA is much faster for recurrences and for small dense layers, but its
    convolutions and their gradients are slower than TensorFlow's own.

    Args:
        settings: with `jit` and `shards`.
        model: built, for the kinds of its layers.
        batch_size: samples in a training batch.
        device: from `use_device`.

    Returns:
        The plan, or None for Keras's own steps: on a GPU, which a batch fills as a whole and where
        XLA would keep recurrent layers from cuDNN's kernels, and under mixed precision, whose loss
        they scale.
    """
    if device != "CPU" or settings.mixed_precision:
        return None
    layers = model._flatten_layers()
    convolves = any(isinstance(layer, keras.layers.Conv1D) for layer in layers)
    jit = has_recurrence(model) or not convolves
    shards = min(_cores(), max(1, batch_size // SMALLEST_SHARD))
    return Plan(
        shards=shards if settings.shards == "auto" else settings.shards,
        jit=jit if settings.jit == "auto" else settings.jit == "on",
    )


def has_recurrence(model: keras.Model) -> bool:
    """Whether a model has recurrent layers, however deep."""
    return any(isinstance(layer, keras.layers.RNN) for layer in model._flatten_layers())


def recorded_plan(record: object) -> Plan | None:
    """The plan that a run's environment.json records; None for Keras's own steps.

    Raises:
        DataError: it is not a plan.
    """
    match record:
        case None:
            return None
        case {"shards": int(shards), "jit": bool(jit)} if 0 < shards < 1000:
            return Plan(shards, jit)
    raise DataError(
        f"environment.json is damaged: its plan is {record!r:.60}.",
        remedy="Restore it from a copy, or train the experiment again.",
    )


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
