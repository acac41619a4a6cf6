"""What the columns of a file may be, from their names and their first cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.sources.series_file.sampling import FEW, Sample
from seqlab.datasets.sources.series_file.timestamps import COUNTS, NAT, Reading, ways_to_read

if TYPE_CHECKING:
    import pyarrow as pa

_TIMES = r"^(ds|t|date.*|.*date|.*time.*|.*timestamp.*|day|month|week|hour)$"
_COUNTS = r"^(ds|t|step|steps|time|period|index|row|tick|hour|day|week|month|year)$"
_IDS = r"^(id|.*[_ ]?id|.*item.*|shop|store|series|sensor|meter|station|site|region|product|sku)$"
_TARGETS = r"^(y|target|value|values|sales|demand|load|quantity|units|count|consumption|ot)$"
_KNOWN = r".*(price|promo|holiday|discount|planned|forecast|weekend|event|campaign|open).*"


@dataclass
class Roles:
    """What columns are guessed to be, and why, in words, by setting.

    Args:
        timestamp: the column of times; None for none.
        way: how they are written.
        identity: the column of ids; None for none.
        target: what is to be forecast.
        past: further columns of numbers.
        known: those that are known ahead.
        static: those that never change in a series.
        left_out: columns that have no role.
        reasons: by setting.
    """

    timestamp: str | None = None
    way: Reading | None = None
    identity: str | None = None
    target: str = ""
    past: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    static: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)


def guess_roles(sample: Sample, target: str | None) -> Roles:
    """Guess what columns are.

    Args:
        sample: the first rows.
        target: the column to forecast, where that is known.
    """
    roles = Roles()
    _guess_times(sample, roles, target)
    codes = _guess_ids(sample, roles, target)
    rest = [n for n in sample.cells if n not in (roles.timestamp, roles.identity)]
    numeric = [name for name in rest if name in sample.numbers]
    _guess_target(numeric, roles, target)
    for name in rest:
        if name == roles.target:
            continue
        if codes is not None and _is_static(_codes(sample.cells[name]), codes):
            roles.static.append(name)
        elif name not in numeric or _is_constant(sample.numbers[name]):
            roles.left_out.append(name)
        else:
            (roles.known if re.match(_KNOWN, name.lower()) else roles.past).append(name)
    roles.reasons |= {
        "past_dynamic_columns": "numbers that are known up to now",
        "known_dynamic_columns": "known ahead, to judge by their names: else move them above",
        "static_columns": "the same in all rows of a series",
    }
    return roles


def _guess_times(sample: Sample, roles: Roles, target: str | None) -> None:
    """The first column of times, one with a name for that before others."""
    found: list[tuple[bool, str, Reading]] = []
    for name, cells in sample.cells.items():
        if name == target:
            continue
        way = ways_to_read(cells, None)[0]
        seconds, _ = way.read(cells)
        pattern = _COUNTS if way.format == COUNTS else _TIMES
        is_named = re.match(pattern, name.lower()) is not None
        is_read = (seconds == NAT).mean() <= FEW
        is_number = name in sample.numbers and way.format != "%Y%m%d"
        if is_read and (is_named or not is_number):
            found.append((not is_named, name, way))
    if not found:
        roles.reasons["timestamp_column"] = "no column holds times: rows count as equally far apart"
        return
    _, roles.timestamp, roles.way = min(found, key=lambda one: one[0])
    what = "counts rows" if roles.way.format == COUNTS else f"times, read as {roles.way.format}"
    roles.reasons["timestamp_column"] = what


def _guess_ids(sample: Sample, roles: Roles, target: str | None) -> NDArray[np.int64] | None:
    """The column whose values tell rows of the same time apart; its codes, `(rows,)`."""
    times = None if roles.timestamp is None else _codes(sample.cells[roles.timestamp])
    # A few times that repeat are a fault of one series, not a second one.
    if times is None or len(np.unique(times)) >= (1 - FEW) * len(times):
        roles.reasons["id_column"] = "one series"
        return None
    names = [name for name in sample.cells if name not in (roles.timestamp, target)]
    for name in sorted(names, key=lambda n: (not re.match(_IDS, n.lower()), n in sample.numbers)):
        codes = _codes(sample.cells[name])
        if not _may_name(sample.numbers.get(name)) or codes.max() + 1 > len(codes) / 2:
            continue
        if len(np.unique(codes * (times.max() + 1) + times)) >= (1 - FEW) * len(times):
            roles.identity = name
            roles.reasons["id_column"] = (
                f"tells rows of the same time apart: {codes.max() + 1:,} in the first "
                f"{len(codes):,} rows"
            )
            return codes
    roles.reasons["id_column"] = "times repeat, and no single column tells such rows apart"
    return None


def _guess_target(numeric: list[str], roles: Roles, target: str | None) -> None:
    """The column that was asked for, else one with a name for that, else the last of numbers."""
    named = [name for name in numeric if re.match(_TARGETS, name.lower())]
    if target is not None:
        roles.target, roles.reasons["target"] = target, "as you said"
    elif named:
        roles.target, roles.reasons["target"] = named[0], "to judge by its name"
    elif numeric:
        roles.target, roles.reasons["target"] = numeric[-1], "the last column of numbers"
    if len(numeric) > 1:
        roles.reasons["target"] += "; a list, as several columns can be forecast at once"


def _codes(cells: pa.Array[Any]) -> NDArray[np.int64]:
    """A number for each different cell, `(rows,)`."""
    import pyarrow.compute as pc

    found: NDArray[np.int64] = (
        pc.fill_null(cells.dictionary_encode().indices, -1).to_numpy().astype(np.int64)
    )
    return found


def _is_static(values: NDArray[np.int64], ids: NDArray[np.int64]) -> bool:
    """Whether each id has one value, and not all have the same."""
    pairs = len(np.unique(values * (ids.max() + 1) + ids))
    return pairs == len(np.unique(ids)) and len(np.unique(values)) > 1


def _may_name(numbers: NDArray[np.float64] | None) -> bool:
    """Whether cells may be ids: texts, or whole numbers."""
    return numbers is None or bool((numbers == np.floor(numbers)).all())


def _is_constant(numbers: NDArray[np.float64]) -> bool:
    return bool(np.nanmin(numbers) == np.nanmax(numbers))
