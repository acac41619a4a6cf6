"""Which columns of a table hold texts and their labels, from their names and first cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

_TEXTS = re.compile(
    r"texts?|reviews?|comments?|messages?|body|content|sentences?|tweets?|questions?|utterances?|"
    r"descriptions?|posts?|documents?|articles?|emails?|summary|title|headline|subject",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"labels?|class(es)?|category|target|sentiment|topic|tags?|intent|rating|stars|type|y|spam",
    re.IGNORECASE,
)
WORDS = 2.5
"""Words of a cell, on average, from which on a column is one of texts."""
NAMED_WORDS = 1.5
"""The same of a column with a name for that."""
LETTERS = 8
"""Characters of a cell, on average, where words are not set apart by spaces, as in Chinese."""
FEW = 0.05
"""The part of a column's cells that may be no time or number, and it is still one of them."""


@dataclass(frozen=True)
class TextRoles:
    """What columns are guessed to be, the likeliest of each role first.

    Args:
        texts: columns that may hold the texts.
        labels: columns that may hold the labels, whatever the texts are.
        times: columns of times.
        numbers: columns of numbers.
    """

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    times: tuple[str, ...]
    numbers: tuple[str, ...]

    @property
    def are_texts(self) -> bool:
        """Whether this is a table of texts rather than of series.

        Exports of tickets and reviews have dates and numbers, too; tables of series rarely have
        sentences that differ from row to row.
        """
        return bool(self.texts and self.labels)


def guess_text_roles(cells: Mapping[str, Sequence[str]]) -> TextRoles:
    """Guess what columns are.

    Args:
        cells: of each column, those of the first rows, `(rows,)`.
    """
    times = tuple(name for name, column in cells.items() if _are_times(column))
    numbers = tuple(name for name, column in cells.items() if _are_numbers(column))
    rest = [name for name in cells if name not in times]
    texts = [name for name in rest if name not in numbers and _are_texts(name, cells[name])]
    labels = [name for name in rest if name not in texts and _are_labels(cells[name])]
    length = {name: np.mean([len(cell) for cell in cells[name]]) for name in texts}
    texts.sort(key=lambda name: (not _TEXTS.fullmatch(name), -length[name]))
    labels.reverse()  # people put the label last
    labels.sort(key=lambda name: not _LABELS.fullmatch(name))
    return TextRoles(tuple(texts), tuple(labels), times, numbers)


def is_named(name: str) -> bool:
    """Whether a column has a name that says what it holds."""
    return bool(_TEXTS.fullmatch(name) or _LABELS.fullmatch(name))


def _are_texts(name: str, column: Sequence[str]) -> bool:
    """Whether most cells differ and have several words, or many letters that are not Latin.

    A column that is mostly empty holds remarks.
    """
    filled = [cell for cell in column if cell.strip()]
    if 2 * len(filled) < len(column) or 2 * len(set(filled)) < len(filled) or not filled:
        return False
    words = np.mean([len(cell.split()) for cell in filled])
    letters = np.mean([0 if cell.isascii() else len(cell) for cell in filled])
    least = NAMED_WORDS if _TEXTS.fullmatch(name) else WORDS
    return bool(words >= least or letters >= LETTERS)


def _are_labels(column: Sequence[str]) -> bool:
    """Whether there are at least two different cells, each of them twice on average."""
    filled = [cell for cell in column if cell.strip()]
    return 2 <= len(set(filled)) <= len(filled) / 2


def _are_numbers(column: Sequence[str]) -> bool:
    import pyarrow as pa

    from seqlab.datasets.sources.series_file.numbers import to_numbers

    numbers, bad = to_numbers(pa.array(column, pa.string()), ".")
    return bool((bad is None or bad.mean() <= FEW) and np.isfinite(numbers).any())


def _are_times(column: Sequence[str]) -> bool:
    """Whether cells are dates or times; numbers that may count something are none."""
    import pyarrow as pa

    from seqlab.datasets.sources.series_file.timestamps import COUNTS, NAT, ways_to_read

    filled = pa.array([cell for cell in column if cell.strip()], pa.string())
    if not len(filled):
        return False
    way = ways_to_read(filled, None)[0]
    seconds, _ = way.read(filled)
    return way.format != COUNTS and bool((seconds == NAT).mean() <= FEW)
