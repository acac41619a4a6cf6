"""Someone's texts, as their file has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, eq=False)
class TextTable:
    """Texts and their labels.

    Args:
        path: the file or folder.
        texts: as in the file; a missing one is empty.
        labels: as in the file, of each text; a missing one is empty. None where they were not
            looked for.
        digest: SHA-256 of the texts and labels, the same whatever form the file has.
        word: what a place is called, `line` or `row`; empty where texts have files of their own.
        places: where each text stands: the number of its first line, of its row, or its file.
    """

    path: Path
    texts: list[str]
    labels: list[str] | None
    digest: str
    word: str
    places: Sequence[int] | Sequence[str]

    def place(self, row: int) -> str:
        """Where a text stands: `line 17` or `row 3`, counted from 1, or `pos/12.txt`.

        Args:
            row: of the table, from 0.
        """
        place = self.places[row]
        return place if isinstance(place, str) else f"{self.word} {place:,}"
