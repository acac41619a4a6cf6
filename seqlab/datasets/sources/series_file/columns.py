"""What the columns of someone's file are, as the settings of a dataset say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Missing = Literal["error", "interpolate", "drop_windows"]


@dataclass(frozen=True)
class Columns:
    """What the columns of a file are, and how they are written.

    Args:
        target: the columns to forecast; none in a file of future rows.
        id_column: names the series that a row belongs to; None for a single series.
        timestamp_column: when a row was measured; None where rows are equidistant in their order.
        past: further columns that are known up to now.
        known: columns that are known ahead.
        static: columns that never change within a series.
        freq: how far rows are apart, a pandas alias; None infers it where that is certain.
        timezone: where times without an offset were measured, such as `Europe/Berlin`.
        missing: what shall become of missing rows and cells. With `error` they are refused, else
            they are rows and cells of NaN in the table.
        rows: the first row of each series that is used, and the one after its last; None uses all.
        time_format: of the timestamps, such as `%d/%m/%Y %H:%M`; `unix` for seconds since 1970,
            `unix_ms` for milliseconds; None finds it where that is certain.
        decimal: the decimal point.
        separator: between cells; None finds it in the first line.
        encoding: of the text.
        mixed_ids: whether ids that look like two ways to write one are refused.
        constant_target: whether a target that never changes is refused.
    """

    target: tuple[str, ...]
    id_column: str | None = None
    timestamp_column: str | None = None
    past: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    static: tuple[str, ...] = ()
    freq: str | None = None
    timezone: str | None = None
    missing: Missing = "error"
    rows: tuple[int, int | None] | None = None
    time_format: str | None = None
    decimal: Literal[".", ","] = "."
    separator: str | None = None
    encoding: str = "utf-8"
    mixed_ids: Literal["error", "keep"] = "error"
    constant_target: Literal["error", "keep"] = "error"

    @property
    def values(self) -> tuple[str, ...]:
        """The columns of numbers, in the order of a table's."""
        return (*self.target, *self.past, *self.known)

    def roles(self) -> Iterator[tuple[str, str]]:
        """Every column that is named, behind the setting that names it."""
        for setting, name in (
            ("dataset.id_column", self.id_column),
            ("dataset.timestamp_column", self.timestamp_column),
        ):
            if name is not None:
                yield setting, name
        for setting, names in (
            ("dataset.target", self.target),
            ("dataset.past_dynamic_columns", self.past),
            ("dataset.known_dynamic_columns", self.known),
            ("dataset.static_columns", self.static),
        ):
            for name in names:
                yield setting, name
