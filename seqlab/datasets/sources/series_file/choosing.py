"""Which way of reading timestamps is right, once all were read, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from seqlab.datasets.sources.own_file.faults import Faults, counted, shown
from seqlab.datasets.sources.series_file.timestamps import COUNTS, ISO, UNIX, Reading

_EXPECTED = {
    ISO: "a time such as 2020-12-31 23:50:00",
    COUNTS: "a whole number",
    **{name: f"a whole number, since dataset.time_format is {name}" for name in UNIX},
}


def choose(
    ways: list[Reading], column: str, place: Callable[[int], str], faults: Faults
) -> tuple[Reading | None, str]:
    """Decide how timestamps are written.

    Args:
        ways: in which they were read.
        column: theirs.
        place: says where a row is that was read, such as `line 14`.
        faults: where timestamps that cannot be read, or could be read in two ways, are noted.

    Returns:
        The way; None if two are as good. And what decided, in words, if anything had to.
    """
    way, *others = sorted(ways, key=lambda one: len(one.bad))
    note = ""
    if others and not np.array_equal(way.seconds.array, others[0].seconds.array):
        other = others[0]
        if len(other.bad) == len(way.bad) > 0:
            faults.add(
                f"{place(other.bad[0])}, column {column!r}: expected times of one form, found "
                f"{shown(other.texts[0])}, which {other.format} does not fit, and in "
                f"{place(way.bad[0])} {shown(way.texts[0])}, which {way.format} does not fit.",
                "Write all times in one form.",
            )
            return None, ""
        if len(other.bad) == len(way.bad):
            faults.add(
                f"column {column!r}: expected times that can be read in one way, found times that "
                f"are as good as {way.format} and as {other.format} in all "
                f"{len(way.seconds):,} rows.",
                f"Set dataset.time_format to {way.format!r} or {other.format!r}.",
            )
            return None, ""
        only = next(n for n, row in enumerate(other.bad) if row not in set(way.bad))
        note = f"times read as {way.format}, since {other.texts[only]} can be nothing else"
    _note_unread(way, others, column, place, faults)
    return way, note


def _note_unread(
    way: Reading,
    others: list[Reading],
    column: str,
    place: Callable[[int], str],
    faults: Faults,
) -> None:
    if way.finer:
        faults.add(
            f"{place(way.finer[0])}, column {column!r}: expected whole seconds, found part of one "
            f"{counted(len(way.finer), 'row')}.",
            "Leave dataset.timestamp_column out where all rows are equally far apart: they are "
            "counted then.",
        )
    if not way.bad:
        return
    row, text = way.bad[0], way.texts[0]
    expected = _EXPECTED.get(way.format, f"a time of the form {way.format}")
    if way.format == ISO and way.offset:
        expected = "a time with an offset from UTC, such as 2020-12-31 23:50:00+01:00"
    remedy = "Mend the file, or set dataset.time_format if all times are of another form."
    if way.given:
        remedy = "dataset.time_format decides."
    elif any(row not in set(other.bad) for other in others) or _is_time(text, way):
        remedy = "The file mixes forms: write all times in one."
    faults.add(
        f"{place(row)}, column {column!r}: expected {expected}, found {shown(text)} "
        f"{counted(len(way.bad), 'row')}.",
        remedy,
    )


def _is_time(text: str, way: Reading) -> bool:
    """Whether a text is a time of another form."""
    import pyarrow as pa

    from seqlab.datasets.sources.series_file.timestamps import ways_to_read

    if not text.strip():
        return False
    (found, *_) = ways_to_read(pa.array([text, text]), None)
    found.extend(pa.array([text]))
    return not found.bad and (found.format, found.offset) != (way.format, way.offset)
