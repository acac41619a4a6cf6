"""A layer around another one is Keras's, around that one."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from seqlab.models.layer_list import LAYERS


def layer(**settings: Any) -> Any:
    return LAYERS.choose(settings)


@pytest.mark.keras
def test_both_directions_are_those_of_the_layer_inside() -> None:
    inner = {"layer": "LSTM", "units": 3, "return_sequences": True}
    made = layer(layer="Bidirectional", of=inner, merge_mode="sum").make("both")
    assert (made.name, made.merge_mode) == ("both", "sum")
    assert made.forward_layer.units == made.backward_layer.units == 3
    assert made.forward_layer.return_sequences


@pytest.mark.keras
def test_a_layer_is_applied_to_each_time_step() -> None:
    import numpy as np

    made = layer(layer="TimeDistributed", of={"layer": "Dense", "units": 2}).make("each")
    x = np.random.default_rng(0).normal(size=(2, 5, 3)).astype(np.float32)
    outputs = np.asarray(made(x))
    weights, bias = made.get_weights()
    np.testing.assert_allclose(outputs, x @ weights + bias, atol=1e-6)


@pytest.mark.keras
def test_a_kernel_is_kept_from_stretching() -> None:
    settings = {"layer": "Dense", "units": 2}
    made = layer(layer="SpectralNormalization", of=settings, power_iterations=3).make("kept")
    assert (made.power_iterations, made.layer.units) == (3, 2)


@pytest.mark.parametrize(
    ("settings", "place", "kind"),
    [
        ({"of": {"layer": "Dense", "units": 3}}, (), "at"),
        ({"of": {"layer": "Bidirectional"}}, ("of",), "union_tag_invalid"),
        ({"of": "GRU"}, ("of",), "model_attributes_type"),
        ({}, ("of",), "missing"),
        ({"of": {"layer": "GRU"}}, ("of", "units"), "missing"),
    ],
)
def test_what_cannot_be_inside_is_refused_at_its_place(settings, place, kind) -> None:
    with pytest.raises(ValidationError) as caught:
        layer(layer="Bidirectional", **settings)
    assert [(one["loc"], one["type"]) for one in caught.value.errors()] == [(place, kind)]


def test_a_wrapper_says_what_the_layer_inside_says_of_cudnn() -> None:
    inner = {"layer": "GRU", "units": 3, "reset_after": False}
    assert layer(layer="Bidirectional", of=inner).cudnn_obstacle() == "its reset_after is False"
    dense = {"layer": "Dense", "units": 3}
    assert layer(layer="TimeDistributed", of=dense).cudnn_obstacle() is None
