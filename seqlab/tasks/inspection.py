"""What a loaded dataset knows about itself, as `seqlab inspect` prints it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class SplitTable:
    """A row of cells for every split, as `seqlab inspect` prints them.

    Args:
        words: the headings of columns of words; the first is the split's name.
        numbers: the headings of the columns of numbers behind them.
        rows: the cells.
    """

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Inspection:
    """What a dataset knows about itself: as a document for programs, and in words for people.

    Args:
        record: a JSON object.
        facts: what it is, a line each.
        splits: how it is split.
        notes: what else there is to know, such as problems of each split, a line each.
        unknown_words: words of a vocabulary without a vector, the most frequent first.
    """

    record: dict[str, Any]
    facts: Sequence[str]
    splits: SplitTable
    notes: Sequence[str] = field(default=())
    unknown_words: Sequence[str] = field(default=())
