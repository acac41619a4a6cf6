"""The shape of one sample, and the memory that it takes."""

from __future__ import annotations

import numpy as np
import pytest

from seqlab.tasks.inputs import Bag, Inputs, Part, Sequence, Tokens, sample_bytes


@pytest.mark.parametrize(
    ("inputs", "form", "shape", "dtype"),
    [
        (Sequence(240, 14), "sequence", (240, 14), "float32"),
        (Tokens(500, 10_000), "tokens", (500,), "int32"),
        (Bag(20_000), "bag", (20_000,), "float32"),
    ],
)
def test_a_sample_has_the_form_and_the_bytes_of_its_inputs(
    inputs: Inputs, form: str, shape: tuple[int, ...], dtype: str
) -> None:
    assert (inputs.form, inputs.shape, inputs.dtype) == (form, shape, dtype)
    assert sample_bytes(inputs) == np.zeros(shape, dtype).nbytes
    assert inputs.parts == (Part(inputs.name, shape, dtype),)


def test_what_is_known_ahead_and_what_never_changes_are_inputs_of_their_own() -> None:
    inputs = Sequence(240, 14, known=(96, 4), static=3)
    assert inputs.parts == (
        Part("series", (240, 14)),
        Part("known", (96, 4)),
        Part("static", (3,)),
    )
    assert sample_bytes(inputs) == 4 * (240 * 14 + 96 * 4 + 3)
    assert [part.name for part in Sequence(2, 3, known=(96, 0), static=1).parts] == [
        "series",
        "static",
    ]


def test_names_of_inputs_are_those_of_models_that_were_saved_before() -> None:
    assert (Sequence(2, 3).name, Tokens(2, 3).name, Bag(3).name) == ("series", "tokens", "vectors")
    assert Sequence(2, 3, "one_hot").name == "one_hot"


def test_vectors_are_no_part_of_what_tokens_are() -> None:
    vectors = np.ones((50, 4), np.float32)
    assert Tokens(20, 50, vectors) == Tokens(20, 50)
    assert "vectors" not in repr(Tokens(20, 50, vectors))
