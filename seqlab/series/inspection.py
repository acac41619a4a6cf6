"""What is told of a series with the book's windows: splits with their dates, horizon, problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seqlab.series.audit import SplitAudit
from seqlab.series.splits import Anchors
from seqlab.series.windows import WindowShape
from seqlab.tasks.data import ORDER, SplitName
from seqlab.tasks.forecast import Target
from seqlab.tasks.inspection import Inspection, SplitTable


@dataclass(frozen=True)
class BookReport:
    """What there is to tell about one series and the book's windows.

    Args:
        task: its name.
        rows: of the whole series.
        standardisation_rows: first row and the row after the last.
        columns: names of the columns, each a feature.
        interval_minutes: between two rows.
        target: what is forecast.
        shape: where a window's inputs and target lie.
        anchors: the anchor rows of each split.
        audits: what is wrong with the rows of each split, as they were read.
        bad_rows: what was done about them: `keep`, `drop_windows`, `interpolate` or `error`.
        purge: whether splits end early enough that no target lies in the next one.
    """

    task: str
    rows: int
    standardisation_rows: tuple[int, int]
    columns: tuple[str, ...]
    interval_minutes: int | float
    target: Target
    shape: WindowShape
    anchors: Mapping[SplitName, Anchors]
    audits: Mapping[SplitName, SplitAudit]
    bad_rows: str
    purge: bool

    def inspection(self) -> Inspection:
        """Describe the series, its windows and what is wrong with the rows of each split."""
        record = _record(self)
        rows = []
        for split in ORDER:
            audit, found = self.audits[split], record["splits"][split]
            count = audit.last_row - audit.first_row + 1
            rows.append(
                (
                    split,
                    found["first_time"].replace("T", " "),
                    found["last_time"].replace("T", " "),
                    f"{count:,}",
                    f"{found['windows']:,}",
                    f"{audit.targets_in_next:,}",
                )
            )
        purged = "; purged: no split's targets lie in the next one" if self.purge else ""
        problems = [f"  {split}: {_problems(self, split)}" for split in ORDER]
        return Inspection(
            record=record,
            facts=_facts(self, record["window"]),
            splits=SplitTable(
                ("split", "from", "to"), ("rows", "windows", "targets in next split"), tuple(rows)
            ),
            notes=[f"data problems (bad_rows: {self.bad_rows}{purged})", *problems],
        )

    def findings(self) -> dict[str, Any]:
        """What is wrong with each split, as metrics.json records it."""
        return {split: audit.record() for split, audit in self.audits.items()}

    def warnings(self, splits: Sequence[SplitName]) -> list[str]:
        """Of windows that take in readings which were not measured, where those are kept."""
        if self.bad_rows != "keep":
            return []
        touched = [split for split in splits if self.audits[split].touched_windows]
        return [window_warning(split, self.audits[split]) for split in touched]


def window_warning(split: str, audit: SplitAudit) -> str:
    """What a user should know about windows that take in readings which were not measured."""
    return (
        f"{audit.touched_windows:,} windows of the {split} split take in readings that were not "
        f"measured ({', '.join(audit.bad_readings())}). A model that takes them for measurements "
        "is far off there; dataset.bad_rows=drop_windows leaves such windows out, "
        "dataset.bad_rows=interpolate mends them."
    )


def duration(minutes: float) -> str:
    """Minutes as the largest fitting unit: 1500 is `25 hours`, 14400 `10 days`."""
    for unit, size in (("days", 1440), ("hours", 60)):
        if minutes >= 2 * size or (minutes and minutes % size == 0 and minutes >= size):
            return f"{minutes / size:.3g} {unit if minutes != size else unit[:-1]}"
    return f"{minutes:g} minutes"


def _record(data: BookReport) -> dict[str, Any]:
    minutes, shape = data.interval_minutes, data.shape
    splits = {}
    for split in ORDER:
        anchors = data.anchors[split]
        splits[split] = {
            **data.audits[split].record(),
            "windows": anchors.count if split == "training" else anchors.windows,
            "batches": None if split == "training" else anchors.batches,
            "dropped_windows": _dropped(data, split),
        }
    return {
        "task": data.task,
        "rows": data.rows,
        "interval_minutes": minutes,
        "columns": list(data.columns),
        "target": data.target.name,
        "target_std": data.target.scale,
        "window": {
            "inputs": shape.length,
            "features": len(data.columns),
            "reaches_back_minutes": shape.lookback * minutes,
            "newest_input_age_minutes": shape.newest_input_age * minutes,
            "delay_minutes": shape.delay * minutes,
            "horizon_minutes": shape.distance * minutes,
        },
        "bad_rows": data.bad_rows,
        "purge": data.purge,
        "standardisation_rows": list(data.standardisation_rows),
        "splits": splits,
    }


def _facts(data: BookReport, window: dict[str, Any]) -> list[str]:
    first, stop = data.standardisation_rows
    return [
        f"{data.rows:,} rows, one every {data.interval_minutes:g} minutes, "
        f"{len(data.columns)} columns",
        f"window: {window['inputs']} inputs of {window['features']} numbers, reaching back "
        f"{duration(window['reaches_back_minutes'])}; target: {data.target.name}",
        f"newest input: {duration(window['newest_input_age_minutes'])} before the anchor row; "
        f"delay: {duration(window['delay_minutes'])}; "
        f"true horizon: {duration(window['horizon_minutes'])}",
        f"standardised with rows {first:,} to {stop - 1:,}",
    ]


def _problems(data: BookReport, split: SplitName) -> str:
    audit = data.audits[split]
    problems = audit.bad_readings()
    if audit.touched_windows:
        dropped = _dropped(data, split)
        what = "left out" if dropped else "with such readings"
        problems.append(f"{_count(dropped or audit.touched_windows, 'windows')} {what}")
    problems += [f"{column} never changes" for column in audit.constant]
    if audit.repeated:
        problems.append(_count(audit.repeated, "repeated timestamps"))
    if audit.backwards:
        problems.append(_count(audit.backwards, "backward timestamps"))
    if audit.gaps:
        longest = duration(audit.longest_gap_hours * 60)
        problems.append(f"{_count(audit.gaps, 'gaps')}, the longest {longest}")
    return ", ".join(problems) or "none found"


def _dropped(data: BookReport, split: SplitName) -> int:
    """Windows that were left out for the readings that they take in."""
    anchors = data.anchors[split]
    return anchors.stop - anchors.start - anchors.count


def _count(number: int, things: str) -> str:
    """`1 gap`, `2 gaps`."""
    return f"{number:,} {things.removesuffix('s') if number == 1 else things}"
