"""The types of the arguments of Keras's layers, which Keras itself does not declare.

An argument means the same in every layer that has it, but for a few, which stand below with their
layer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from seqlab.component import Settings, Size


@dataclass(frozen=True)
class Expected:
    """What to say of a value of none of several types, instead of what is wrong by each of them."""

    what: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.custom_error_schema(
            handler(source),
            custom_error_type="none_of_several",
            custom_error_message=f"Expected {self.what}",
        )


Share = Annotated[float, Field(ge=0, lt=1)]
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Sizes = Annotated[
    Size | Annotated[tuple[Size, ...], Field(strict=False, min_length=1, max_length=3)],
    Expected("a whole number above 0, or a list of one for each dimension"),
]
Amount = Annotated[int, Field(ge=0, le=1_000_000)]
_Ends = Annotated[tuple[Amount, ...], Field(strict=False, min_length=2, max_length=2)]
Amounts = Annotated[
    Amount
    | Annotated[tuple[Amount, ...], Field(strict=False, min_length=2, max_length=3)]
    | Annotated[tuple[_Ends, ...], Field(strict=False, min_length=2, max_length=3)],
    Expected("a whole number of 0 or more, or a list of them for each end"),
]
"""Time steps, rows or columns to add to or to take from the ends of each dimension."""


_AXIS = "a whole number from -4 to -1 or from 1 to 4: axis 0 holds the samples, which are not mixed"
_AnyAxis = Annotated[int, Field(ge=-4, le=-1)] | Annotated[int, Field(ge=1, le=4)]
Axis = Annotated[_AnyAxis, Expected(_AXIS)]
Axes = Annotated[
    _AnyAxis | Annotated[tuple[_AnyAxis, ...], Field(strict=False, min_length=1, max_length=4)],
    Expected(f"{_AXIS}; or a list of them"),
]
Activation = Literal[
    "celu", "elu", "exponential", "gelu", "glu", "hard_shrink", "hard_sigmoid", "hard_silu",
    "hard_swish", "hard_tanh", "leaky_relu", "linear", "log_sigmoid", "log_softmax", "mish", "relu",
    "relu6", "selu", "sigmoid", "silu", "soft_shrink", "softmax", "softplus", "softsign",
    "sparse_plus", "sparse_sigmoid", "sparsemax", "squareplus", "swish", "tanh", "tanh_shrink",
    "threshold",
]  # fmt: skip
"""A function of Keras's `activations`."""
Initializer = Literal[
    "glorot_normal", "glorot_uniform", "he_normal", "he_uniform", "identity", "lecun_normal",
    "lecun_uniform", "ones", "orthogonal", "random_normal", "random_uniform", "truncated_normal",
    "uniform", "variance_scaling", "zeros",
]  # fmt: skip
"""One of Keras's `initializers`, with its defaults."""


class Penalty(Settings):
    """What is added to the loss for large numbers, such as `{l2: 0.01}`."""

    l1: NotNegative = 0.0
    """Times the sum of absolute values."""
    l2: NotNegative = 0.0
    """Times the sum of squares."""


class MaxNorm(Settings):
    """How long the weights of one output may be, such as `{max_value: 3}`."""

    max_value: Positive
    """The largest length."""


Regularizer = Annotated[
    Literal["l1", "l2", "orthogonal_regularizer"] | Penalty,
    Expected("l1, l2, orthogonal_regularizer, or a block such as `{l1: 0.01, l2: 0.01}`"),
]
Constraint = Annotated[
    Literal["max_norm", "min_max_norm", "non_neg", "unit_norm"] | MaxNorm,
    Expected("max_norm, min_max_norm, non_neg, unit_norm, or a block such as `{max_value: 3}`"),
]

SUFFIXES: dict[str, Any] = {
    "_initializer": Initializer,
    "_regularizer": Regularizer,
    "_constraint": Constraint,
}
TYPES: dict[str, Any] = {
    "activation": Activation,
    "alpha": NotNegative,
    "axis": Axes,
    "center": bool,
    "cropping": Amounts,
    "depth_multiplier": Size,
    "dilation_rate": Sizes,
    "dims": Annotated[tuple[Size, ...], Field(strict=False, min_length=1)],
    "dropout": Share,
    "epsilon": Positive,
    "filters": Size,
    "go_backwards": bool,
    "groups": Size,
    "interpolation": Literal["nearest", "bilinear"],
    "keepdims": bool,
    "kernel_size": Sizes,
    "mask_value": float,
    "max_value": NotNegative,
    "momentum": Annotated[float, Field(ge=0, le=1)],
    "n": Size,
    "negative_slope": NotNegative,
    "offset": float,
    "output_padding": Amounts,
    "padding": Literal["valid", "same"],
    "pool_size": Sizes,
    "rate": Share,
    "recurrent_activation": Activation,
    "recurrent_dropout": Share,
    "renorm": bool,
    "renorm_momentum": Annotated[float, Field(ge=0, le=1)],
    "reset_after": bool,
    "return_sequences": bool,
    "scale": bool,
    "shared_axes": Axes,
    "size": Sizes,
    "stddev": NotNegative,
    "strides": Sizes,
    "target_shape": Annotated[
        tuple[Annotated[int, Field(ge=-1, le=1_000_000)], ...], Field(strict=False, min_length=1)
    ],
    "threshold": NotNegative,
    "unit_forget_bias": bool,
    "units": Size,
    "unroll": bool,
    "use_bias": bool,
}
_CAUSAL = Literal["valid", "same", "causal"]
OF_LAYER: dict[tuple[str, str], Any] = {
    ("BatchNormalization", "axis"): Axis,
    ("Conv1D", "padding"): _CAUSAL,
    ("GroupNormalization", "axis"): Axis,
    ("RMSNormalization", "axis"): Literal[-1],  # Keras 3.15 fails with any other
    ("Rescaling", "scale"): float,
    ("SeparableConv1D", "padding"): _CAUSAL,
    ("ZeroPadding1D", "padding"): Amounts,
    ("ZeroPadding2D", "padding"): Amounts,
    ("ZeroPadding3D", "padding"): Amounts,
}
LEFT_OUT = frozenset({
    "activity_regularizer", "backward_layer", "data_format", "dtype",
    "gptq_unpacked_column_size", "lora_alpha", "lora_rank", "name", "noise_shape",
    "quantization_config", "renorm_clipping", "return_state", "seed", "stateful", "synchronized",
    "use_cudnn", "weights", "zero_output_for_mask",
})  # fmt: skip
"""Arguments that seqlab decides (names, seeds, the order of axes, what the states of a batch mean
to the next one) that lead out of one tensor in and one
tensor out, or that add to the loss what hangs on the batch."""


def type_of(layer: str, argument: str, default: Any) -> Any:
    """The type of an argument, null included where that is Keras's default.

    Raises:
        KeyError: no type is known.
    """
    found = OF_LAYER.get((layer, argument))
    if found is None:
        suffix = next((end for end in SUFFIXES if argument.endswith(end)), None)
        found = SUFFIXES[suffix] if suffix else TYPES[argument]
    return found | None if default is None else found
