"""The floors of the house: a room imports only from floors below it.

Run as `python -m tests.floors`; part of `make test`.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "seqlab"

FLOORS: tuple[frozenset[str], ...] = (
    frozenset(
        {
            "version",
            "errors",
            "component",
            "advice",
            "backend",
            "bugs",
            "cache_folder",
            "compiled_programs",
            "cores",
            "free_memory",
            "interrupts",
            "plugins",
            "room",
        }
    ),
    frozenset({"tasks"}),
    frozenset({"series", "text"}),
    frozenset({"datasets", "models"}),
    frozenset({"baselines"}),
    frozenset({"experiment"}),
    frozenset({"runs"}),
    frozenset({"training", "evaluation", "plots"}),
    frozenset({"exports"}),
    frozenset({"recipes"}),
    frozenset({"suites", "trackers"}),
    frozenset({"searches"}),
    frozenset({"report"}),
    frozenset({"cli"}),
    frozenset({"notebook", "__init__", "__main__"}),
)
"""From the ground up; the files on the ground floor and the top one may use each other."""

FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}


def imported_rooms(path: Path) -> Iterator[tuple[int, str]]:
    """Every room of seqlab that a file imports from, with the line, wherever the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names = [node.module]
            if node.module == "seqlab":
                names = [f"seqlab.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "seqlab" and len(parts) > 1:
                yield node.lineno, parts[1]


def breaches(package: Path = PACKAGE) -> list[str]:
    """Every import that goes sideways or up, as `file:line: room imports room`."""
    found = []
    for path in sorted(package.rglob("*.py")):
        room = path.relative_to(package).parts[0].removesuffix(".py")
        for line, other in imported_rooms(path):
            if other not in FLOOR_OF or room not in FLOOR_OF:
                found.append(f"{path}:{line}: {room} or {other} stands on no floor")
            elif other != room and not _may_import(room, other):
                found.append(f"{path}:{line}: {room} imports {other}, which is not below it")
    return found


def _may_import(room: str, other: str) -> bool:
    below = FLOOR_OF[other] < FLOOR_OF[room]
    return below or FLOOR_OF[room] == FLOOR_OF[other] in (0, len(FLOORS) - 1)


if __name__ == "__main__":
    found = breaches()
    print("\n".join(found) or "floors: every room imports only from floors below it")
    sys.exit(bool(found))
