"""Any list of layers, fitting or not."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from seqlab.models.layers.keras_layers import REQUIRED, TABLE
from seqlab.models.layers.refused import WRAPPERS

SMALL = st.integers(1, 4)
SHARES = st.sampled_from([0.0, 0.25, 0.5])
ARGUMENTS: dict[str, st.SearchStrategy[Any]] = {
    "activation": st.sampled_from(["relu", "tanh", "gelu", "softmax", "linear"]),
    "alpha": SHARES,
    "axis": st.sampled_from([-1, 1, 2]),
    "center": st.booleans(),
    "cropping": st.integers(0, 3),
    "dilation_rate": st.integers(1, 2),
    "dims": st.sampled_from([[2, 1], [1, 2], [1]]),
    "dropout": SHARES,
    "filters": SMALL,
    "go_backwards": st.booleans(),
    "groups": st.integers(1, 3),
    "kernel_regularizer": st.sampled_from([None, "l2", {"l1": 0.01}]),
    "kernel_size": SMALL,
    "keepdims": st.booleans(),
    "mask_value": st.just(0.0),
    "n": SMALL,
    "padding": st.sampled_from(["valid", "same"]),
    "pool_size": SMALL,
    "rate": SHARES,
    "recurrent_dropout": SHARES,
    "reset_after": st.booleans(),
    "return_sequences": st.booleans(),
    "size": SMALL,
    "stddev": SHARES,
    "strides": st.integers(1, 2),
    "target_shape": st.sampled_from([[-1], [6, 6], [-1, 3], [4, 3, 3]]),
    "units": SMALL,
    "unroll": st.booleans(),
    "use_bias": st.booleans(),
}
"""Values that fit more often than not."""
ONLY = {
    ("RMSNormalization", "axis"): st.just(-1),
    ("Rescaling", "scale"): st.sampled_from([0.5, 2.0]),
    ("ZeroPadding1D", "padding"): st.integers(0, 2),
    ("ZeroPadding2D", "padding"): st.integers(0, 2),
    ("ZeroPadding3D", "padding"): st.integers(0, 2),
}


@st.composite
def plain_layers(draw: st.DrawFn, names: list[str] | None = None) -> dict[str, Any]:
    """A layer with what it needs and with some of what it may have."""
    name = draw(st.sampled_from(names or sorted(TABLE)))
    block: dict[str, Any] = {"layer": name}
    for argument, default in TABLE[name].items():
        values = ONLY.get((name, argument), ARGUMENTS.get(argument))
        if values is not None and (default == REQUIRED or draw(st.integers(0, 3)) == 0):
            block[argument] = draw(values)
    return block


@st.composite
def _wrapped(draw: st.DrawFn) -> dict[str, Any]:
    name = draw(st.sampled_from(WRAPPERS))
    inner = {
        "Bidirectional": ["GRU", "LSTM", "SimpleRNN"],
        "SpectralNormalization": ["Dense", "Conv1D"],
        "TimeDistributed": ["Dense", "Dropout", "LayerNormalization"],
    }
    return {"layer": name, "of": draw(plain_layers(inner[name]))}


USUAL = [
    "Conv1D", "Dense", "GRU", "LSTM", "BatchNormalization", "LayerNormalization", "Dropout",
    "MaxPooling1D", "GlobalAveragePooling1D", "SimpleRNN", "SeparableConv1D", "Flatten",
]  # fmt: skip


@st.composite
def layer_lists(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Up to four layers; most lists end in a vector."""
    any_layer = st.one_of(plain_layers(USUAL), plain_layers(), _wrapped())
    layers: list[dict[str, Any]] = draw(st.lists(any_layer, min_size=1, max_size=4))
    if draw(st.booleans()):
        layers.append({"layer": draw(st.sampled_from(["Flatten", "GlobalMaxPooling1D"]))})
    return layers
