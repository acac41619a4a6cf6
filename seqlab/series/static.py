"""What never changes in a series, as numbers: a shop's city, the area of its floor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from seqlab.component import Settings
from seqlab.errors import DataError, did_you_mean


class StaticColumn(Settings):
    """One static column: a number is standardised, a word becomes a place among all words."""

    name: str
    """The column."""
    mean: float = 0.0
    """What is subtracted from a number."""
    std: float = 1.0
    """What a number is then divided by."""
    words: tuple[str, ...] = ()
    """The words that there are, in their order; none for a column of numbers."""

    @property
    def width(self) -> int:
        """Numbers that it becomes."""
        return len(self.words) or 1

    def encode(self, values: Sequence[float | str], ids: Sequence[str]) -> NDArray[np.float32]:
        """A row for each series, `(series, width)`.

        Args:
            values: of each series.
            ids: the names of the series, for errors.

        Raises:
            DataError: a word is not among those that there are, or stands for a number.
        """
        if not self.words:
            return self._numbers(values, ids)
        places = {word: place for place, word in enumerate(self.words)}
        encoded = np.zeros((len(values), len(self.words)), np.float32)
        for series, word in enumerate(map(self._word, values)):
            if word not in places:
                raise DataError(
                    f"Static column {self.name!r} of series {ids[series]!r} is {word!r}, which "
                    f"was not there in training{did_you_mean(word, self.words)}",
                    remedy=f"It was one of: {', '.join(self.words[:20])}.",
                )
            encoded[series, places[word]] = 1
        return encoded

    def _word(self, value: float | str) -> str:
        """The word that a value is: where all words of a file look like numbers, they were read so.

        Worked example, the words 007 and A1: a file with series of 007 alone holds the number 7.
        """
        word = _as_word(value)
        alike = [other for other in self.words if _number(other) == value]
        return word if word in self.words or len(alike) != 1 else alike[0]

    def _numbers(self, values: Sequence[float | str], ids: Sequence[str]) -> NDArray[np.float32]:
        """Numbers standardised; beside a word in the same file the others were read as words."""
        numbers = [_number(value) for value in values]
        if None in numbers:
            series = numbers.index(None)
            raise DataError(
                f"Static column {self.name!r} of series {ids[series]!r} is {values[series]!r}, and "
                "in training it was a number.",
                remedy="Write a number there, or leave the series out.",
            )
        standardised = (np.array(numbers, np.float64) - self.mean) / self.std
        return standardised.astype(np.float32)[:, np.newaxis]


def fit_static(static: Mapping[str, Sequence[float | str]]) -> tuple[StaticColumn, ...]:
    """Learn what the static columns of some series hold.

    Args:
        static: a value for each series, by column.
    """
    return tuple(_fit(name, values) for name, values in static.items())


def encode_static(
    columns: Sequence[StaticColumn],
    static: Mapping[str, Sequence[float | str]],
    ids: Sequence[str],
) -> NDArray[np.float32]:
    """What never changes in each series, `(series, numbers)`."""
    parts = [column.encode(static[column.name], ids) for column in columns]
    return np.concatenate([np.empty((len(ids), 0), np.float32), *parts], axis=1)


def _as_word(value: float | str) -> str:
    """A word as a file has it: among numbers alone, a whole one was read as a number."""
    return value if isinstance(value, str) else f"{value:.15g}"


def _fit(name: str, values: Sequence[float | str]) -> StaticColumn:
    if any(isinstance(value, str) for value in values):
        return StaticColumn(name=name, words=tuple(sorted(set(map(_as_word, values)))))
    numbers = np.array(values, np.float64)
    # The mean of equal numbers may be another one by a rounding error.
    std = float(numbers.std()) if (numbers != numbers[0]).any() else 0.0
    return StaticColumn(name=name, mean=float(numbers.mean()), std=std or 1.0)


def _number(value: float | str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
