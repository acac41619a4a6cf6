"""What is told of one's own series: columns, splits with their dates, what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from seqlab.series.calendar import local_clock
from seqlab.series.every_window import EveryWindow, SplitRows
from seqlab.series.frequency import season_of, spoken
from seqlab.series.table import Table
from seqlab.series.windows import WindowShape
from seqlab.tasks.data import ORDER, SplitName
from seqlab.tasks.inspection import Inspection, SplitTable

if TYPE_CHECKING:
    from seqlab.datasets.series import Series

NAMED = 5
"""Series or columns that are named; of more the number is told."""


@dataclass(frozen=True, eq=False)
class PanelReport:
    """What there is to tell about one's own series.

    Args:
        settings: of the dataset.
        freq: how far rows are apart, and how that was found.
        rows: where the splits lie.
        ids: the names of the series.
        spans: the first and the last time of each split, in words; empty without a clock.
        windows: of each split.
        left_out: windows of each split that would take in rows without a reading.
        missing: cells without a reading, by column; columns without any are left out.
        constant: columns that never change among the training rows.
        dropped: series that were too short.
        shape: where a window's inputs and targets lie.
        static: how many values each static column has.
    """

    settings: Series
    freq: tuple[str, str]
    rows: SplitRows
    ids: tuple[str, ...]
    spans: Mapping[SplitName, tuple[str, str]]
    windows: Mapping[SplitName, int]
    left_out: Mapping[SplitName, int]
    missing: Mapping[str, int]
    constant: tuple[str, ...]
    dropped: tuple[str, ...]
    shape: WindowShape
    static: Mapping[str, int]

    @classmethod
    def of(
        cls,
        table: Table,
        rows: SplitRows,
        shape: WindowShape,
        anchors: Mapping[SplitName, EveryWindow],
        whole: Mapping[SplitName, EveryWindow],
        settings: Series,
        missing: NDArray[np.bool_],
        dropped: tuple[str, ...],
    ) -> Self:
        """Look at what was loaded.

        Args:
            table: in original units.
            rows: where the splits lie.
            shape: of windows.
            anchors: the windows that are left.
            whole: all windows, before those with gaps were left out.
            settings: of the dataset.
            missing: the cells without a reading, `(rows, columns)`.
            dropped: the names of the series that were left out.
        """
        counts = missing.sum(axis=0)
        return cls(
            settings=settings,
            freq=(table.freq, table.freq_from),
            rows=rows,
            ids=table.ids,
            spans=_spans(table, rows) if table.has_clock else {},
            windows={split: own.windows for split, own in anchors.items()},
            left_out={s: whole[s].count - own.count for s, own in anchors.items()},
            missing={c: int(n) for c, n in zip(table.columns, counts, strict=True) if n},
            constant=_constant(table, rows),
            dropped=dropped,
            shape=shape,
            static={name: len(set(values)) for name, values in table.static.items()},
        )

    def inspection(self) -> Inspection:
        """Describe the series, their columns, their splits and their windows."""
        spans = bool(self.spans)
        words = ("split", "from", "to") if spans else ("split",)
        cells = tuple(
            (
                split,
                *(self.spans[split] if spans else ()),
                f"{int(self.rows.lengths(split).sum()):,}",
                f"{self.windows[split]:,}",
            )
            for split in ORDER
        )
        return Inspection(
            record=self._record(),
            facts=self._facts(),
            splits=SplitTable(words, ("rows", "windows"), cells),
            notes=self._notes(),
        )

    def findings(self) -> dict[str, Any]:
        """What is wrong with the series, as metrics.json records it."""
        return {
            "missing": dict(self.missing),
            "constant_columns": list(self.constant),
            "dropped_series": list(self.dropped),
            "windows_left_out": dict(self.left_out),
        }

    def warnings(self, splits: Sequence[SplitName]) -> list[str]:  # noqa: ARG002
        """Of columns that teach nothing, and of series that were left out."""
        found = []
        if self.constant:
            names = _listed(self.constant)
            found.append(f"never changing among the training rows, so of no use: {names}.")
        if self.dropped:
            found.append(
                f"{len(self.dropped):,} series are too short for a window in each split and left "
                f"out: {_listed(self.dropped)}."
            )
        return found

    def _facts(self) -> list[str]:
        freq, freq_from = self.freq
        bounds, shape = self.rows.bounds, self.shape
        lengths = np.diff(bounds)
        counted = f"{int(bounds[-1]):,} rows"
        if len(self.ids) > 1:
            low, high = int(lengths.min()), int(lengths.max())
            each = f"{low:,}" if low == high else f"{low:,} to {high:,}"
            counted = f"{len(self.ids):,} series of {each} rows, {counted} in all"
        clock = f"one row every {spoken(freq, 1).removeprefix('1 ')}" if freq != "steps" else ""
        every = f"; {clock} ({freq}, {freq_from})" if clock else "; rows without a clock"
        season = self.settings.season or season_of(freq)
        ahead = spoken(freq, shape.horizon)
        return [
            f"{counted}{every}",
            *self._columns(),
            f"window: {shape.length} inputs {_apart(shape.step)}, reaching back "
            f"{spoken(freq, shape.lookback)}; the next {shape.horizon} rows are forecast, {ahead} "
            "ahead",
            f"season: {f'{season} rows, {spoken(freq, season)}' if season else 'none'}",
            self._scaled(),
        ]

    def _columns(self) -> list[str]:
        settings = self.settings
        roles = {
            "target": settings.target,
            "past": settings.past_dynamic_columns,
            "known ahead": settings.known_dynamic_columns,
            "static": tuple(f"{name} ({count} values)" for name, count in self.static.items()),
            "calendar": settings.calendar,
        }
        return [f"{role}: {_listed(names, 20)}" for role, names in roles.items() if names]

    def _scaled(self) -> str:
        if self.settings.scale == "none":
            return "not scaled"
        count = int(self.rows.lengths("training").sum())
        if len(self.ids) == 1:
            return f"{self.settings.scale} scaling by {count:,} training rows"
        return f"{self.settings.scale} scaling, each series by its own of {count:,} training rows"

    def _notes(self) -> list[str]:
        notes = [f"  {count:,} cells without a reading in {c}" for c, count in self.missing.items()]
        notes += [
            f"  {count:,} windows of the {split} split left out for them"
            for split, count in self.left_out.items()
            if count
        ]
        notes += [f"  {name} never changes among the training rows" for name in self.constant]
        if self.dropped:
            notes.append(f"  {len(self.dropped):,} series too short: {_listed(self.dropped)}")
        return [f"data problems (missing: {self.settings.missing})", *(notes or ["  none found"])]

    def _record(self) -> dict[str, Any]:
        freq, freq_from = self.freq
        settings, shape = self.settings, self.shape
        return {
            "task": "forecast",
            "series": len(self.ids),
            "rows": int(self.rows.bounds[-1]),
            "freq": freq,
            "freq_from": freq_from,
            "target": list(settings.target),
            "past_dynamic_columns": list(settings.past_dynamic_columns),
            "known_dynamic_columns": list(settings.known_dynamic_columns),
            "static_columns": list(settings.static_columns),
            "calendar": list(settings.calendar),
            "window": {
                "inputs": shape.length,
                "step": shape.step,
                "horizon": shape.horizon,
                "horizon_as_time": spoken(freq, shape.horizon),
            },
            "season": settings.season or season_of(freq),
            "scale": settings.scale,
            "scaling_rows": int(self.rows.lengths("training").sum()),
            "splits": {
                split: {
                    "from": self.spans[split][0] if self.spans else None,
                    "to": self.spans[split][1] if self.spans else None,
                    "rows": int(self.rows.lengths(split).sum()),
                    "windows": self.windows[split],
                }
                for split in ORDER
            },
            **self.findings(),
        }


def _spans(table: Table, rows: SplitRows) -> dict[SplitName, tuple[str, str]]:
    """The first and the last local time of each split, over all series."""
    clock = local_clock(table.times, table.timezone)
    found = {}
    for split in ORDER:
        lengths = rows.lengths(split)
        own = lengths > 0
        first, last = rows.starts[split][own], rows.stops(split)[own] - 1
        low, high = clock[first].min(), clock[last].max()
        found[split] = str(low).replace("T", " "), str(high).replace("T", " ")
    return found


def _constant(table: Table, rows: SplitRows) -> tuple[str, ...]:
    starts, stops = rows.starts["training"], rows.stops("training")
    found = []
    for number, name in enumerate(table.columns):
        column = table.values[:, number]
        if all(
            _never_changes(column[start:stop]) for start, stop in zip(starts, stops, strict=True)
        ):
            found.append(name)
    return tuple(found)


def _never_changes(values: NDArray[np.float64]) -> bool:
    known = values[np.isfinite(values)]
    return not len(known) or bool((known == known[0]).all())


def _listed(names: Sequence[str], most: int = NAMED) -> str:
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _apart(step: int) -> str:
    return "one after the other" if step == 1 else f"{step} rows apart"
