"""Keras's layers that are not made of others, each a component with the arguments that Keras has.

They come from a table, `keras_layers.json`, so that a config can be checked without TensorFlow. A
test holds the table against Keras; `python -m tests.models.layers.table` writes it anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from pydantic import (
    Field,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    create_model,
    model_serializer,
)
from pydantic_core import CoreSchema

from seqlab.component import Settings
from seqlab.models.layers.arguments import type_of
from seqlab.models.layers.layer import PlainLayer

if TYPE_CHECKING:
    import keras

REQUIRED = "required"
"""What the table has in place of a default where there is none."""


class KerasLayer(PlainLayer):
    """A layer of Keras. Only what a config sets is handed on: all else is as Keras has it."""

    @model_serializer(mode="wrap")
    def _only_what_is_set(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = write(self)
        return {key: written[key] for key in written if key in {"layer", *self.model_fields_set}}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """As it is: there is no source to take descriptions from."""
        return handler(core_schema)

    def make(self, name: str) -> keras.layers.Layer:
        import keras

        made = getattr(keras.layers, self.layer)
        return made(name=name, **{key: _as_keras_takes_it(self, key) for key in self.given})

    @property
    def given(self) -> list[str]:
        """The arguments that the config sets."""
        return [key for key in type(self).model_fields if key in self.model_fields_set - {"layer"}]

    def cudnn_obstacle(self) -> str | None:
        if self.layer == "SimpleRNN":
            return "Keras has no cuDNN kernel for SimpleRNN"
        if self.layer not in ("GRU", "LSTM"):
            return None
        # What cuDNN computes, in Keras's arguments; see `keras.src.backend.tensorflow.rnn`.
        wanted = {
            "activation": "tanh",
            "recurrent_activation": "sigmoid",
            "recurrent_dropout": 0,
            "unroll": False,
            "use_bias": True,
            "reset_after": True,
        }
        has = {key: getattr(self, key, value) for key, value in wanted.items()}
        return next((f"its {key} is {has[key]}" for key in wanted if has[key] != wanted[key]), "")


def _as_keras_takes_it(layer: KerasLayer, argument: str) -> Any:
    import keras

    value = getattr(layer, argument)
    if not isinstance(value, Settings):
        return value
    if argument.endswith("_regularizer"):
        return keras.regularizers.L1L2(**value.model_dump())
    return keras.constraints.MaxNorm(**value.model_dump())


def _component(layer: str, arguments: Mapping[str, Any]) -> type[KerasLayer]:
    fields: dict[str, Any] = {"layer": (Literal[layer], layer)}
    for name, default in arguments.items():
        kind = type_of(layer, name, default)
        fields[name] = (
            kind,
            Field(
                ... if default == REQUIRED else _in_tuples(default),
                description=f"As in `keras.layers.{layer}`.",
            ),
        )
    made = create_model(layer, __base__=KerasLayer, __module__=__name__, **fields)
    made.__doc__ = f"`keras.layers.{layer}`, whose manual says what each argument does."
    return made


def _in_tuples(default: Any) -> Any:
    """What a table in JSON has as lists, as the settings hold it."""
    return tuple(map(_in_tuples, default)) if isinstance(default, list) else default


TABLE: dict[str, dict[str, Any]] = json.loads(
    files(__package__).joinpath("keras_layers.json").read_text(encoding="utf-8")
)
"""The arguments of each layer and their defaults in Keras."""

# As if each stood here as a class of its own: a room finds what its modules define.
globals().update({layer: _component(layer, arguments) for layer, arguments in TABLE.items()})
