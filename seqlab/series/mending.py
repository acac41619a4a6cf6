"""What becomes of readings that are no measurements, and of the windows that take them in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seqlab.series.quality import BadRows, interpolated, refuse_bad_readings, refuse_not_finite
from seqlab.series.splits import Anchors
from seqlab.series.table import Table
from seqlab.series.windows import WindowShape
from seqlab.tasks.data import SplitName


def mended(
    table: Table,
    readings: NDArray[np.bool_],
    anchors: dict[SplitName, Anchors],
    bad: BadRows,
    shape: WindowShape,
    policy: str,
) -> tuple[Table, dict[SplitName, Anchors]]:
    """Do with bad readings what a policy says.

    Args:
        table: in original units.
        readings: which readings are bad, `(rows, columns)`.
        anchors: of each split.
        bad: the rows that a window should not take in.
        shape: where a window's inputs and targets lie.
        policy: `keep`, `drop_windows`, `interpolate` or `error`.

    Returns:
        The table and the anchors that are left.

    Raises:
        DataError: there are some, and the policy refuses them or cannot mend them.
        ConfigError: too few windows would be left.
    """
    match policy:
        case "error":
            for own in anchors.values():
                refuse_bad_readings(table, readings, shape.rows(own.start, own.stop))
        case "interpolate":
            return interpolated(table, readings), anchors
        case "drop_windows":
            left = {
                split: own.without(bad.touched(shape, own.rows()), split)
                for split, own in anchors.items()
            }
            return table, left
        case _:
            refuse_not_finite(table)
    return table, anchors
