"""JSON that every program reads back, with null for what it cannot say."""

from __future__ import annotations

import json
import math
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given

from seqlab.runs.strict_json import strict_json
from tests.runs.records import PLAIN


@given(PLAIN)
def test_plain_values_come_back_equal_in_ascii(document) -> None:
    text = strict_json(document)
    assert text.isascii() and "\x1b" not in text
    assert json.loads(text, parse_constant=pytest.fail) == document


def test_what_json_cannot_say_is_null_wherever_it_stands() -> None:
    document = {"a": [math.nan, {"b": math.inf}], "c": np.float32("nan")}
    assert json.loads(strict_json(document)) == {"a": [None, {"b": None}], "c": None}


def test_scalars_of_numpy_and_other_mappings_are_plain() -> None:
    document = MappingProxyType({1: np.int64(2), "f": np.float32(0.5), "t": (np.float64(1e-30),)})
    assert json.loads(strict_json(document)) == {"1": 2, "f": 0.5, "t": [1e-30]}
    assert strict_json({"flag": True, "one": np.float64(1)}).split() == [
        "{", '"flag":', "true,", '"one":', "1.0", "}",
    ]  # fmt: skip
