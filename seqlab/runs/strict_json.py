"""JSON that every program can read."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from numbers import Integral, Real
from typing import Any


def strict_json(document: Any) -> str:
    """Write a document as JSON; what JSON cannot say (NaN, infinity) is `null`.

    Args:
        document: mappings, sequences and plain values, NumPy's scalars among them.

    Returns:
        The text, in ASCII, so that nothing in it can reach a terminal's controls.
    """
    return json.dumps(_plain(document), indent=2, allow_nan=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value) if math.isfinite(value) else None
    return value
