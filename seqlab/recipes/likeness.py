"""Whether a saved model is the one that a config describes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

CHANGES_IN_TRAINING = frozenset({"learning_rate", "name", "initial_scale", "inner_optimizer"})
"""Settings of an optimizer that a schedule may change, or that say nothing."""


def unlike(model: Any, wanted: Any) -> list[str]:
    """Every difference between a saved model and the one that its experiment builds.

    Args:
        model: as Keras loaded it.
        wanted: compiled, from the experiment that it is said to have been trained by.

    Returns:
        A line for each; empty where it is the same model, whatever its weights are.
    """
    if not getattr(model, "compiled", False):
        return ["it has no loss: it was never trained by seqlab"]
    return list(_differences(model, wanted))


def _differences(found: Any, wanted: Any) -> Iterator[str]:
    shapes = [(model.input_shape, model.output_shape) for model in (found, wanted)]
    if shapes[0] != shapes[1]:
        yield f"expected {shapes[1][0]} to {shapes[1][1]}, found {shapes[0][0]} to {shapes[0][1]}"
        return
    kinds = [[type(layer).__name__ for layer in model.layers] for model in (found, wanted)]
    if kinds[0] != kinds[1]:
        yield f"expected the layers {', '.join(kinds[1])}; found {', '.join(kinds[0])}"
        return
    for here, there in zip(found.layers, wanted.layers, strict=True):
        yield from _settings(there.name, here.get_config(), there.get_config())
        weights = [[tuple(w.shape) for w in layer.weights] for layer in (here, there)]
        if weights[0] != weights[1]:
            yield f"{there.name} has weights {weights[0]}, expected {weights[1]}"
    for part in ("optimizer", "loss"):
        here, there = getattr(found, part), getattr(wanted, part)
        if _name(here) != _name(there):
            yield f"{part}: expected {_name(there)}, found {_name(here)}"
        elif hasattr(there, "get_config"):
            yield from _settings(part, here.get_config(), there.get_config())


def _name(part: Any) -> str:
    """Of an optimizer or a loss; Keras keeps some losses as plain functions."""
    return str(getattr(part, "__name__", type(part).__name__))


def _settings(owner: str, found: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[str]:
    """Settings that both have and that differ; another version of Keras may have more or fewer."""
    for key in wanted.keys() & found.keys() - CHANGES_IN_TRAINING:
        here, there = found[key], wanted[key]
        if isinstance(here, Mapping) and isinstance(there, Mapping):
            yield from _settings(f"{owner}.{key}", here, there)
        elif _plain(here) != _plain(there):
            yield f"{owner}.{key} is {here!r:.60}, and {there!r:.60} in config.yaml"


def _plain(value: Any) -> Any:
    """Lists and tuples alike: a file has lists where Python has tuples."""
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value
