"""What is wrong with rows, with places that people find again in their file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.sources.own_file.faults import Faults, counted, shown
from seqlab.datasets.sources.series_file.cells import BadCells, Cells
from seqlab.datasets.sources.series_file.clocks import to_local
from seqlab.datasets.sources.series_file.columns import Columns


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a file, each series together, in the order that their first rows have.

    Args:
        values: numbers, `(rows, columns)`.
        bounds: the first row of each series, and the row after the last one.
        ids: of the series; one empty id where there is no such column.
        seconds: when each was measured, local or UTC, or counts, `(rows,)`; None for no times.
        is_count: whether `seconds` are counts.
        places: where each row stands among those that were read; None in the same order.
        lines: finds the lines of rows that were read.
        word: `line`, or `row` in files without lines.
        timezone: whose clocks errors show, where seconds are in UTC; empty where they are shown as
            they are.
        after_others: which rows follow some that were left out, `(rows,)`; None for none.
    """

    values: NDArray[np.float64]
    bounds: NDArray[np.int64]
    ids: Sequence[str]
    seconds: NDArray[np.int64] | None
    is_count: bool
    places: NDArray[np.int64] | None
    lines: Callable[[NDArray[np.int64]], NDArray[np.int64]]
    word: str
    timezone: str = ""
    after_others: NDArray[np.bool_] | None = None

    def only(self, wanted: NDArray[np.bool_]) -> Rows:
        """Some of the rows, and the series that they belong to."""
        if wanted.all():
            return self
        places = np.arange(len(wanted)) if self.places is None else self.places
        after_others = np.diff(np.flatnonzero(wanted), prepend=-1) > 1
        if self.after_others is not None:
            after_others |= self.after_others[wanted]
        counts = np.add.reduceat(wanted, self.bounds[:-1], dtype=np.int64)
        return replace(
            self,
            values=self.values[wanted],
            bounds=np.concatenate([[0], np.cumsum(counts[counts > 0])]),
            ids=[name for name, count in zip(self.ids, counts, strict=True) if count],
            seconds=None if self.seconds is None else self.seconds[wanted],
            places=places[wanted],
            after_others=after_others,
        )

    def place(self, row: int, timed: bool = True) -> str:
        """Where a row is: `line 14, id 'A', 2020-01-03 00:00:00`."""
        parts = [self.line(row)]
        if self.ids[0] or len(self.ids) > 1:
            series = int(np.searchsorted(self.bounds, row, side="right")) - 1
            parts.append(f"id {self.ids[series]!r}")
        if timed and self.seconds is not None:
            parts.append(self.time(row))
        return ", ".join(parts)

    def line(self, row: int) -> str:
        """The line of a row: `line 14`."""
        read = row if self.places is None else int(self.places[row])
        return f"{self.word} {int(self.lines(np.array([read]))[0]):,}"

    def time(self, row: int) -> str:
        """The time of a row as text."""
        assert self.seconds is not None
        seconds = self.seconds[row : row + 1]
        if self.is_count:
            return f"{seconds[0]:,}"
        local = to_local(seconds, self.timezone) if self.timezone else seconds
        return str(np.datetime64(int(local[0]), "s")).replace("T", " ")

    def within(self) -> NDArray[np.bool_]:
        """Which rows follow another one of the same series, `(rows - 1,)`."""
        within = np.ones(max(len(self.values) - 1, 0), np.bool_)
        within[self.bounds[1:-1] - 1] = False
        return within


def check_numbers(rows: Rows, cells: Cells, columns: Columns, faults: Faults) -> None:
    """Note cells that hold no number: text, decimal commas, nothing, infinities.

    Where missing readings are allowed, infinities become NaN, which is what missing ones are.
    """
    for number, name in enumerate(columns.values):
        if name not in cells.bad:
            continue
        bad = _in_use(cells.bad[name], rows)
        _check_bad(bad, name, rows, columns, faults)
        values = rows.values[:, number]
        infinite, missing = np.isinf(values), np.isnan(values)
        if columns.missing != "error":
            values[infinite] = np.nan
            continue
        if bad.rows:
            missing &= ~np.isin(_read(rows), bad.rows)
        for wrong, what in ((missing, "nothing"), (infinite, "an infinity")):
            if wrong.any():
                faults.add(
                    f"{rows.place(int(wrong.argmax()))}, column {name!r}: expected a number, found "
                    f"{what} {counted(int(wrong.sum()), 'cell', ' in this column')}.",
                    "dataset.missing decides: interpolate, or drop_windows.",
                )


def _in_use(bad: BadCells, rows: Rows) -> BadCells:
    """The bad cells among rows: a setting may leave some of the file out."""
    if not bad.rows or rows.places is None:
        return bad
    used = np.flatnonzero(np.isin(bad.rows, rows.places)).tolist()
    return BadCells([bad.rows[n] for n in used], [bad.texts[n] for n in used])


def _check_bad(bad: BadCells, name: str, rows: Rows, columns: Columns, faults: Faults) -> None:
    if not bad.rows:
        return
    is_comma = [_is_decimal_comma(text) for text in bad.texts]
    commas = [n for n, comma in enumerate(is_comma) if comma and columns.decimal == "."]
    points = [n for n, text in enumerate(bad.texts) if columns.decimal == "," and "." in text]
    others = [n for n in range(len(bad.rows)) if n not in set(commas) | set(points)]
    for which, expected, remedy in (
        (commas, "a number", 'If that is a decimal comma, set dataset.decimal to ",".'),
        (
            points,
            "a number with a decimal comma",
            'If that is a decimal point, set dataset.decimal to ".".',
        ),
        (others, "a number", "Mend the file, or leave the column out of the config."),
    ):
        if which:
            place = f"{rows.word} {_line(rows, bad.rows[which[0]]):,}"
            faults.add(
                f"{place}, column {name!r}: expected {expected}, found "
                f"{shown(bad.texts[which[0]])} {counted(len(which), 'cell', ' in this column')}.",
                remedy,
            )


def _is_decimal_comma(text: str) -> bool:
    whole, comma, part = text.strip().partition(",")
    return bool(comma) and whole.lstrip("+-").isdigit() and part.isdigit()


def _line(rows: Rows, read: int) -> int:
    return int(rows.lines(np.array([read]))[0])


def _read(rows: Rows) -> NDArray[np.int64]:
    return np.arange(len(rows.values)) if rows.places is None else rows.places
