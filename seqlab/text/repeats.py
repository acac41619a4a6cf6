"""Texts that occur more than once: in several splits, in one, or with several labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqlab.tasks.data import SplitName

SHOWN = 3
"""Examples of each kind of finding."""
LONGEST = 40
"""Characters of a text in an example."""


@dataclass(frozen=True)
class Found:
    """What was found of one kind.

    Args:
        count: how often.
        examples: the first few, in words.
    """

    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Show:
    """Shows texts as examples.

    Args:
        texts: all of them.
        classes: their names, by number.
        labels: the number of each text's class, `(texts,)`.
        place: where a text stands for people.
    """

    texts: Sequence[str]
    classes: Sequence[str]
    labels: NDArray[np.integer[Any]]
    place: Callable[[int], str]

    def text(self, row: int) -> str:
        """The beginning of a text, in quotes."""
        text = " ".join(self.texts[row].split())
        return repr(text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}...")

    def labelled(self, row: int) -> str:
        """Where a text stands, and its class."""
        return f"{self.place(row)} {self.classes[self.labels[row]]!r}"


@dataclass(frozen=True)
class Repeats:
    """Which rows have the same text; rows stand split by split, in the order of `ORDER`.

    Args:
        rows: their places among all texts, `(rows,)`.
        split_of: the number of each one's split, `(rows,)`.
        first: where each different text stands first among the rows, `(different texts,)`.
        same: the number of each row's text, `(rows,)`.
        splits: by number.
    """

    rows: NDArray[np.int64]
    split_of: NDArray[np.int64]
    first: NDArray[np.int64]
    same: NDArray[np.int64]
    splits: Sequence[SplitName]

    def across(self, show: Show) -> tuple[Found, dict[str, int]]:
        """Texts that occur in an earlier split; and their number, by `test in training`."""
        earliest = self.first[self.same]
        later = np.flatnonzero(self.split_of > self.split_of[earliest])
        pairs = self.split_of[earliest[later]] * len(self.splits) + self.split_of[later]
        counts = {}
        for pair, count in zip(*np.unique(pairs, return_counts=True), strict=True):
            earlier, split = divmod(int(pair), len(self.splits))
            counts[f"{self.splits[split]} in {self.splits[earlier]}"] = int(count)
        examples = [
            f"{show.text(self.rows[n])} ({self._where(n, show)}, {self._where(earliest[n], show)})"
            for n in later[:SHOWN].tolist()
        ]
        return Found(len(later), tuple(examples)), counts

    def _where(self, number: int, show: Show) -> str:
        return f"{show.place(int(self.rows[number]))} in {self.splits[self.split_of[number]]}"

    def within(self) -> dict[SplitName, int]:
        """How many texts repeat one of their own split, where any does."""
        counts = {}
        for number, split in enumerate(self.splits):
            own = self.same[self.split_of == number]
            repeated = len(own) - len(np.unique(own))
            if repeated:
                counts[split] = repeated
        return counts

    def contradicting(self, labels: NDArray[np.integer[Any]], show: Show) -> Found:
        """The different texts that occur with several labels.

        Args:
            labels: the number of the class of each of all texts, `(texts,)`.
            show: shows them.
        """
        own = labels[self.rows].astype(np.int64)
        base = int(own.max(initial=0)) + 1
        pairs, stand = np.unique(self.same * base + own, return_index=True)
        several = np.bincount(pairs // base, minlength=len(self.first)) > 1
        numbers = np.flatnonzero(several)
        examples = []
        for number in numbers[np.argsort(self.rows[self.first[numbers]])][:SHOWN].tolist():
            found = np.sort(self.rows[stand[pairs // base == number]]).tolist()
            listed = ", ".join(map(show.labelled, found))
            examples.append(f"{show.text(found[0])} ({listed})")
        return Found(len(numbers), tuple(examples))
