"""Cells of text as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

MISSING = ("", "na", "n/a", "#n/a", "nan", "null", "none", "-")
"""How people write that there is no reading, in lower case."""
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$|^[+-]?(?i:inf(inity)?)$"


def to_numbers(
    cells: pa.Array[Any], decimal: Literal[".", ","]
) -> tuple[NDArray[np.float64], NDArray[np.bool_] | None]:
    """Read cells as numbers.

    Args:
        cells: text, or numbers already, `(rows,)`.
        decimal: the decimal point. With a comma, a cell with a point is no number: it could be one
            and a half thousand as well as one and a half.

    Returns:
        The numbers, NaN where there is none, `(rows,)`; and which cells hold something else, None
        where none does.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    is_text = pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type)
    if decimal == "." or not is_text:
        try:
            return pc.cast(cells, pa.float64()).to_numpy(zero_copy_only=False), None
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            # Not all cells are numbers: text is looked at cell by cell, other types have none.
            if not is_text:
                return np.full(len(cells), np.nan), np.ones(len(cells), np.bool_)
    text = pc.fill_null(pc.utf8_trim_whitespace(cells), "")
    missing = pc.is_in(pc.utf8_lower(text), value_set=pa.array(MISSING, text.type))
    if decimal == ",":
        with_point = pc.match_substring(text, ".")
        text = pc.if_else(with_point, "a point", pc.replace_substring(text, ",", "."))
    is_number = pc.match_substring_regex(text, _NUMBER)
    numbers = pc.cast(pc.if_else(is_number, text, None), pa.float64())
    bad = pc.invert(pc.or_(missing, is_number)).to_numpy(zero_copy_only=False)
    return numbers.to_numpy(zero_copy_only=False), bad if bad.any() else None
