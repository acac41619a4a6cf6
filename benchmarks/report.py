"""Tables and files of what was measured."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.measure import Figure, Target

BEGIN = "<!-- results: begin (written by `python -m benchmarks`) -->"
END = "<!-- results: end -->"


@dataclass(frozen=True)
class Part:
    """What one part of the benchmarks found.

    Args:
        name: as on the command line, such as `input`.
        title: a heading.
        figures: what was measured, row after row.
        notes: sentences for below the table: sizes, devices, what was left out.
    """

    name: str
    title: str
    figures: Sequence[Figure]
    notes: Sequence[str] = ()

    def to_json(self) -> dict[str, Any]:
        """Everything, with the medians and the verdicts worked out."""
        return {
            "title": self.title,
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
            "figures": [_figure_to_json(figure) for figure in self.figures],
            "notes": list(self.notes),
        }

    def to_markdown(self) -> str:
        """A heading, the table and the notes."""
        sections = [f"### {self.title}", markdown_table(self.figures), *self.notes]
        return "\n\n".join(section for section in sections if section) + "\n"


def markdown_table(figures: Sequence[Figure]) -> str:
    """A Markdown table that is aligned as plain text too.

    Each cell is `median (lowest to highest)`. A figure's row and column say where it goes; a last
    column says what the row's figures should reach, and whether their medians do.
    """
    if not figures:
        return ""
    rows = list(dict.fromkeys(figure.row for figure in figures))
    columns = list(dict.fromkeys((figure.column, figure.unit) for figure in figures))
    cells = {(figure.row, figure.column, figure.unit): figure for figure in figures}
    table = [["", *(f"{column}, {unit}" for column, unit in columns), "target"]]
    for row in rows:
        found = [cells.get((row, *column)) for column in columns]
        table.append([row, *map(_cell, found), _verdict([figure for figure in found if figure])])
    if not any(line[-1] for line in table[1:]):
        table = [line[:-1] for line in table]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = [
        " | ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])])
        for line in [table[0], rule, *table[1:]]
    ]
    return "\n".join(f"| {line} |" for line in lines)


def number(value: float) -> str:
    """A number to three figures: 0.0231, 2.35, 118, 42,917."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:#.3g}"


def merge_results(path: Path, part: Part, machine: dict[str, Any]) -> dict[str, Any]:
    """Put one part into the results file, in the place of its last figures.

    Args:
        path: the JSON file; made if it is missing.
        part: what to put in.
        machine: where it was measured: `machine` and `versions`. Other parts may be from elsewhere.

    Returns:
        The contents of the file.
    """
    results = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"parts": {}}
    results["parts"][part.name] = {**part.to_json(), **machine}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    return results


def results_to_markdown(results: dict[str, Any], order: Sequence[str]) -> str:
    """All measured parts as Markdown; a line above says where each was measured.

    Args:
        results: the contents of the results file.
        order: names of the parts, in the order to show them.
    """
    sections = ["Each cell is the median (lowest to highest) of all turns.\n"]
    before = ""
    for name in (name for name in order if name in results["parts"]):
        record = results["parts"][name]
        where = _where(record)
        if where != before:
            sections.append(where + "\n")
            before = where
        figures = [_figure_from_json(figure) for figure in record["figures"]]
        sections.append(Part(name, record["title"], figures, record["notes"]).to_markdown())
    return "\n".join(sections)


def _where(record: dict[str, Any]) -> str:
    """When and on what a part was measured, in a sentence."""
    machine, versions = record["machine"], record["versions"]
    return (
        f"Measured on {record['date'][:10]}: "
        f"{machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB, "
        f"{machine['gpu']}, {machine['os']}; "
        + ", ".join(f"{name} {version}" for name, version in versions.items())
        + "."
    )


def rewrite_section(text: str, section: str) -> str:
    """Replace what stands between the two markers.

    Args:
        text: a Markdown document.
        section: the new text between the markers.

    Raises:
        ValueError: the document does not have each marker once, in their order.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end or BEGIN in rest or END in after:
        raise ValueError(f"expected one line {BEGIN!r} and one line {END!r} after it")
    return f"{before}{BEGIN}\n\n{section.strip()}\n\n{END}{after}"


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return ""
    spread = f" ({number(min(figure.values))} to {number(max(figure.values))})"
    return number(figure.median) + (spread if len(figure.values) > 1 else "")


def _verdict(figures: Sequence[Figure]) -> str:
    """Which targets a row has and whether each is met, with the columns if there are several."""
    aims = [(figure, figure.target) for figure in figures if figure.target]
    verdicts: dict[str, list[str]] = {}
    for figure, target in aims:
        aim = f"{'at least' if target.at_least else 'at most'} {target.limit:g} {figure.unit}"
        verdict = "met" if figure.met else "MISSED"
        column = f" ({figure.column})" if len(aims) > 1 else ""
        verdicts.setdefault(aim, []).append(verdict + column)
    return "; ".join(f"{aim}: {', '.join(found)}" for aim, found in verdicts.items())


def _figure_to_json(figure: Figure) -> dict[str, Any]:
    record = {
        "row": figure.row,
        "column": figure.column,
        "unit": figure.unit,
        "runs": len(figure.values),
        "median": figure.median,
        "min": min(figure.values),
        "max": max(figure.values),
        "values": list(figure.values),
    }
    if figure.target is not None:
        record["target"] = {
            "limit": figure.target.limit,
            "at_least": figure.target.at_least,
            "met": figure.met,
        }
    return record


def _figure_from_json(record: dict[str, Any]) -> Figure:
    wanted = record.get("target")
    target = Target(wanted["limit"], wanted["at_least"]) if wanted else None
    values = tuple(record["values"])
    return Figure(record["row"], record["column"], record["unit"], values, target)
