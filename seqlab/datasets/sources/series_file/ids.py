"""Ids that are empty, or that look like two ways to write one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from seqlab.datasets.sources.own_file.faults import Faults
from seqlab.datasets.sources.series_file.checking import Rows
from seqlab.datasets.sources.series_file.columns import Columns


def check_ids(rows: Rows, columns: Columns, faults: Faults) -> None:
    """Note what is wrong with the ids of a file."""
    first = {name: int(rows.bounds[series]) for series, name in enumerate(rows.ids)}
    for (name, row), stop in zip(first.items(), rows.bounds[1:].tolist(), strict=True):
        if not name.strip():
            count = stop - row
            faults.add(
                f"{rows.line(row)}, column {columns.id_column!r}: expected an id, found "
                f"nothing ({count:,} such row{'s' * (count != 1)}).",
                "Give each row the id of its series.",
            )
    if columns.mixed_ids == "keep":
        return
    alike = [names for names in _alike(rows.ids) if len(names) > 1]
    if alike:
        one, other, *_ = alike[0]
        faults.add(
            f"{rows.line(first[other])}, column {columns.id_column!r}: the id {other!r} differs "
            f"from {one!r} in {rows.line(first[one])} only in spaces, case, or how a number is "
            f"written ({len(alike):,} such id{'s' * (len(alike) != 1)}).",
            "Write them in one way, or set dataset.mixed_ids to keep if they are different series.",
        )
    numbers = [name for name in rows.ids if _is_number(name)]
    texts = [name for name in rows.ids if name.strip() and not _is_number(name)]
    if numbers and texts:
        one, other = sorted((numbers[0], texts[0]), key=first.__getitem__)
        faults.add(
            f"{rows.line(first[other])}, column {columns.id_column!r}: expected ids of one kind, "
            f"found {other!r} besides {one!r} in {rows.line(first[one])} ({len(numbers):,} are "
            f"numbers, {len(texts):,} are not).",
            "Mend the file, or set dataset.mixed_ids to keep if that is right.",
        )


def _alike(ids: Sequence[str]) -> list[list[str]]:
    """The ids that are the same but for spaces, case, and how a number is written."""
    groups: dict[str | float, list[str]] = defaultdict(list)
    for name in ids:
        if name.strip():
            plain = "".join(name.split()).casefold()
            groups[float(plain) if _is_number(plain) else plain].append(name)
    return list(groups.values())


def _is_number(name: str) -> bool:
    """Whether an id is a number, of digits that a float holds in full."""
    digits = name.strip().replace(".", "", 1).removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) <= 15
