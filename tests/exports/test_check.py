"""Answers may differ by what was allowed, and what is no number never passes."""

from __future__ import annotations

import numpy as np
import pytest

from seqlab.errors import SeqlabError
from seqlab.exports.check import Tolerance, difference, refuse_apart
from seqlab.exports.formats import FORMATS

ONNX = FORMATS["onnx"]
EXPECTED = np.array([[100.0, 5.0], [200.0, 6.0]])
SCALE = np.array([[50.0, 0.5]])


def test_differences_are_told_in_units_and_in_scales() -> None:
    found = difference(EXPECTED + np.array([[0.5, -0.1], [0, 0]]), EXPECTED, SCALE)
    assert found.largest == pytest.approx(0.5)
    assert found.in_scales == pytest.approx(0.2)
    assert not found.exceeds(Tolerance(0.6, 1e-4))
    assert found.exceeds(Tolerance(0.4, 1.0))
    assert found.exceeds(Tolerance(None, 0.1))
    assert not found.exceeds(Tolerance(None, 0.3))


def test_no_number_and_other_shapes_are_refused() -> None:
    found = difference(EXPECTED * [np.nan, 1], EXPECTED, SCALE)
    assert found.exceeds(Tolerance(None, 1e9))
    with pytest.raises(SeqlabError, match=r"as onnx does not say.* degC"):
        refuse_apart(ONNX, found, Tolerance(1.0, 1.0), "degC")
    with pytest.raises(SeqlabError, match="shape"):
        difference(EXPECTED[0], EXPECTED, SCALE)
    refuse_apart(ONNX, difference(EXPECTED, EXPECTED, SCALE), Tolerance(0.0, 0.0), "")
