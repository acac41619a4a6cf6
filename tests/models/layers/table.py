"""The table of Keras's layers, from the Keras that is installed.

`python -m tests.models.layers.table` writes it into the package.
"""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import seqlab.models.layers
from seqlab.models.layers.arguments import LEFT_OUT
from seqlab.models.layers.refused import REFUSED, WRAPPERS

REQUIRED = "required"
FILE = Path(seqlab.models.layers.__path__[0]) / "keras_layers.json"


def layers_of_keras() -> dict[str, type]:
    """Every class of `keras.layers`, by the names under which it is published."""
    import keras

    return {name: found for name, found in vars(keras.layers).items() if inspect.isclass(found)}


def table() -> dict[str, dict[str, Any]]:
    """The arguments of each layer that a config may name, with their defaults."""
    return {
        name: _arguments(layer)
        for name, layer in sorted(layers_of_keras().items())
        if name not in REFUSED and name not in WRAPPERS
    }


def _arguments(layer: Any) -> dict[str, Any]:
    parameters = inspect.signature(layer.__init__).parameters.values()
    return {
        one.name: REQUIRED if one.default is one.empty else _plain(one)
        for one in parameters
        if one.kind is one.POSITIONAL_OR_KEYWORD and one.name not in {"self", *LEFT_OUT}
    }


def _plain(parameter: inspect.Parameter) -> Any:
    """A default as a config has it: lists for tuples, names in small letters."""
    value = json.loads(json.dumps(parameter.default))
    if parameter.name.endswith("_initializer") and isinstance(value, str):
        return value.lower()
    return value


if __name__ == "__main__":
    lines = [f'  "{layer}": {json.dumps(arguments)}' for layer, arguments in table().items()]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
