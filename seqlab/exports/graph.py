"""A run's model and all that stands around it, as one Keras model of named inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import keras
import tensorflow as tf

from seqlab.tasks.deployment import Deployment, Port, Precision


def whole_model(core: keras.Model, deployment: Deployment, precision: Precision) -> keras.Model:
    """From raw numbers to answers in original units.

    Args:
        core: from `copied`.
        deployment: what stands around it.
        precision: of raw numbers.

    Returns:
        A model of a dictionary of inputs and one of outputs, by the names of their ports.
    """
    given = {
        port.name: keras.Input(port.shape, dtype=port.dtype(precision), name=port.name)
        for port in deployment.inputs
    }
    seen = deployment.to_model(given, precision)
    answers = deployment.from_model(core(seen if seen[1:] else seen[0]), given, precision)
    return keras.Model(given, {deployment.output.name: answers}, name="exported")


def copied(core: keras.Model, *, unrolled: bool = False) -> keras.Model:
    """The same layers and weights without what training needs, in single precision.

    Args:
        core: a run's model.
        unrolled: whether recurrent layers become one long row of operations, without a loop.
    """
    # A clone would be compiled as its model is, and its file would name the losses of seqlab.
    bare = keras.Model(core.input, core.output, name=core.name)
    copy = keras.models.clone_model(bare, clone_function=_plain(unrolled=unrolled))
    copy.set_weights(core.get_weights())
    return copy


def _plain(*, unrolled: bool) -> Callable[[Any], Any]:
    def cloned(layer: Any) -> Any:
        config = _in_single_precision(layer.get_config())
        for settings in (config, *_inner(config)):
            if unrolled and "unroll" in settings:
                settings["unroll"] = True
        return type(layer).from_config(config)

    return cloned


def _inner(config: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The settings of the layers that a bidirectional one holds."""
    names = ("layer", "backward_layer")
    return [config[name]["config"] for name in names if isinstance(config.get(name), dict)]


def _in_single_precision(node: Any) -> Any:
    """Settings in which every mixed precision is single precision."""
    if isinstance(node, dict):
        return {key: _in_single_precision(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_in_single_precision(value) for value in node]
    return "float32" if node == "mixed_float16" else node


def signature(ports: tuple[Port, ...], precision: Precision) -> list[tf.TensorSpec]:
    """What TensorFlow is told of the inputs, for a batch of any size."""
    return [
        tf.TensorSpec((None, *port.shape), port.dtype(precision), name=port.name) for port in ports
    ]


def as_function(model: keras.Model, ports: tuple[Port, ...], precision: Precision) -> Any:
    """A model of named inputs as a `tf.function` of its inputs, in the order of the ports."""

    def ask(*given: Any) -> Any:
        named = {port.name: value for port, value in zip(ports, given, strict=True)}
        return model(named, training=False)

    return tf.function(ask, input_signature=signature(ports, precision), autograph=False)
