"""Plain data with the place of each value, wherever it was read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

KeyPath = tuple[str | int, ...]
"""The way to a value: `("model", "layers", 0, "units")`."""


@dataclass(frozen=True)
class Place:
    """Where something stands: a line and column of a file, or an override."""

    name: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.name}:{self.line}:{self.column}" if self.line else self.name


@dataclass
class Document:
    """The data of a file, and where each of its keys and values stands."""

    data: Any
    keys: dict[KeyPath, Place] = field(default_factory=dict)
    values: dict[KeyPath, Place] = field(default_factory=dict)

    def place(self, path: KeyPath, *, of_key: bool = False) -> Place:
        """Where `path` stands; for a value that is absent, where its nearest parent stands."""
        while path and path not in self.values:
            path, of_key = path[:-1], True
        if of_key and path in self.keys:
            return self.keys[path]
        return self.values[path]
