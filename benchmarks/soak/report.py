"""What was survived, as a table, and the page on which the last figures stand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.machine import describe_machine

FOLDER = Path(__file__).parents[1]
INTRODUCTION = """\
# What seqlab survives

    make soak                                # everything: about two hours on two cores
    python -m benchmarks.soak kills files    # some parts: kills, configs, files, crowd, disk
    python -m benchmarks.soak --quick        # a little of everything, printed but not kept

Run it from the root of the repository. Real processes are killed, real files damaged and a real
file system filled. `--seed N` draws other moments and other damage. This page is written by the
program; what went wrong stands under its table, and makes the exit code 1.
"""


@dataclass(frozen=True)
class Survey:
    """What one part found.

    Args:
        name: as on the command line, such as `kills`.
        title: a heading.
        note: how it was done, in a sentence or two.
        headings: of the columns; those after the first hold numbers.
        rows: a row for each family, kind of file and the like.
        failures: what should not have happened; empty if all was survived.
    """

    name: str
    title: str
    note: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str | int]]
    failures: Sequence[str]

    def to_markdown(self, facts: str = "") -> str:
        """A heading, the table with its sums, and what failed."""
        numbers = list(zip(*self.rows, strict=True))[1:]
        total = ["all", *(sum(column) if _counts(column) else "" for column in numbers)]
        rows = [*self.rows, total] if len(self.rows) > 1 else self.rows
        lines = [self.headings, ["---", *["---:"] * len(numbers)], *rows]
        table = "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)
        outcome = "\n".join(f"- {failure}" for failure in self.failures) or "Nothing failed."
        parts = [f"## {self.title}", self.note + facts, table, outcome]
        return "\n\n".join(parts) + "\n"


def keep(survey: Survey, seed: int, minutes: float, folder: Path = FOLDER) -> None:
    """Put a part into soak.json, beside those of other days, and write SOAK.md anew."""
    path = folder / "soak.json"
    parts = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    parts[survey.name] = {
        **asdict(survey),
        "facts": _facts(seed, minutes),
    }
    path.write_text(json.dumps(parts, indent=1) + "\n", encoding="utf-8")
    pages = [INTRODUCTION, *(_from_json(part) for part in parts.values())]
    (folder / "SOAK.md").write_text("\n".join(pages), encoding="utf-8")


def _facts(seed: int, minutes: float) -> str:
    found = describe_machine()
    machine, versions = found["machine"], found["versions"]
    names = ", ".join(f"{name} {version}" for name, version in versions.items())
    return (
        f" {datetime.now(UTC):%Y-%m-%d}, {minutes:.1f} min, seed {seed}; {machine['cpu']}, "
        f"{machine['cores']} cores, {machine['memory_gib']} GiB, {machine['os']}; {names}."
    )


def _from_json(record: dict[str, Any]) -> str:
    facts = record.pop("facts")
    return Survey(**record).to_markdown(facts)


def _counts(column: Sequence[str | int]) -> bool:
    return all(isinstance(value, int) for value in column)


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
