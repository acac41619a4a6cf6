"""Columns that never change within a series."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from seqlab.datasets.sources.own_file.faults import Faults, counted, shown
from seqlab.datasets.sources.series_file.cells import Words
from seqlab.datasets.sources.series_file.checking import Rows


def read_static(
    rows: Rows, columns: Mapping[str, Words], faults: Faults
) -> dict[str, tuple[float | str, ...]]:
    """The value of each series, numbers where all are, by column.

    Args:
        rows: of the series.
        columns: their texts, in the order of the file.
        faults: where cells that are empty, or unlike the first of their series, are noted.
    """
    found: dict[str, tuple[float | str, ...]] = {}
    for name, words in columns.items():
        codes = words.codes.array if rows.places is None else words.codes.array[rows.places]
        firsts = codes[rows.bounds[:-1]]
        texts = list(words.texts)
        differ = codes != np.repeat(firsts, np.diff(rows.bounds))
        if differ.any():
            row = int(differ.argmax())
            series = int(np.searchsorted(rows.bounds, row, side="right")) - 1
            first = int(rows.bounds[series])
            faults.add(
                f"{rows.place(row, timed=False)}, column {name!r}: expected the "
                f"{shown(texts[codes[first]])} of {rows.line(first)}, as a static column has one "
                f"value in each series, found {shown(texts[codes[row]])} "
                f"{counted(int(differ.sum()), 'row')}.",
                "dataset.static_columns decides: a column that changes is one of "
                "dataset.past_dynamic_columns or dataset.known_dynamic_columns.",
            )
        empty = np.array([not texts[code].strip() for code in firsts])
        if empty.any():
            first = int(rows.bounds[int(empty.argmax())])
            faults.add(
                f"{rows.place(first, timed=False)}, column {name!r}: expected a value, found "
                f"nothing (in {int(empty.sum()):,} series).",
                "Fill it in, with a word such as unknown if need be.",
            )
        found[name] = _numbers_or_texts([texts[code] for code in firsts])
    return found


def _numbers_or_texts(texts: list[str]) -> tuple[float | str, ...]:
    try:
        numbers = tuple(float(text) for text in texts)
    except ValueError:
        return tuple(texts)
    return numbers if np.isfinite(numbers).all() else tuple(texts)
