"""A look at texts that nobody described: where they are, how long, and of which classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from seqlab.datasets.sources.own_file.encoded import guess_encoding
from seqlab.datasets.sources.own_file.faults import shown
from seqlab.datasets.sources.text_file.columns import TextColumns
from seqlab.datasets.sources.text_file.guessing import TextRoles, guess_text_roles, is_named
from seqlab.datasets.sources.text_file.read import DELIMITED, JSON_LINES, PARQUET, read_texts
from seqlab.datasets.sources.text_file.sampling import sample_texts
from seqlab.datasets.sources.text_file.table import TextTable
from seqlab.errors import ConfigError, DataError, did_you_mean
from seqlab.text.words import any_script

TEXTS = 20_000
"""At most so many are split into words."""


@dataclass(frozen=True)
class TextLook:
    """What texts may be.

    Args:
        columns: of the table; None for a folder.
        encoding: of the text.
        count: how many texts; 0 where they could not be read.
        classes: how many texts have each label, the most frequent first; of the first rows where
            texts could not be read.
        usual_words: no more than so many words are in 95 % of the texts.
        different_words: in those that were looked at.
        reasons: for the guesses, in words, by setting.
        problem: why the texts could not be read like that; empty where they could.
    """

    columns: TextColumns | None
    encoding: str
    count: int
    classes: Mapping[str, int]
    usual_words: int
    different_words: int
    reasons: Mapping[str, str]
    problem: str


def look_at_texts(path: Path, text: str | None = None, label: str | None = None) -> TextLook | None:
    """Guess where texts and labels are, from the first rows; then read all to see whether it holds.

    Args:
        path: a file, or a folder with a folder for each class.
        text: the column of texts, where that is known.
        label: the column of labels, where that is known.

    Returns:
        What was found; None if the file looks like one of series, and no column was named.

    Raises:
        DataError: there are no texts or no labels, or nothing can be read.
        ConfigError: there is no column of a name that is known.
    """
    if path.is_dir():
        return _look_at_folder(path)
    name = path.name.lower()
    if not name.endswith((*DELIMITED, *JSON_LINES, *PARQUET)):
        return None  # whoever reads series refuses it
    encoding = "utf-8" if name.endswith(PARQUET) else guess_encoding(path)
    cells = sample_texts(path, encoding)
    for given in (text, label):
        if given is not None and given not in cells:
            raise ConfigError(
                f"{path} has no column {given!r}{did_you_mean(given, cells)}",
                remedy=f"Its columns: {', '.join(map(shown, cells))}.",
            )
    roles = guess_text_roles(cells)
    if not (text or label or name.endswith(JSON_LINES) or roles.are_texts):
        return None
    if not any(cells.values()):
        raise DataError(f"{path} holds no rows below the names of its columns.")
    columns, reasons = _choose(path, cells, roles, text, label)
    columns = replace(columns, encoding_of_file=encoding)
    table, columns, problem = _try(path, columns)
    texts, labels = cells[columns.text], cells[columns.label or ""]
    if table is not None:
        texts, labels = table.texts, table.labels or []
    found = _look(texts, labels, columns.encoding_of_file)
    return replace(
        found,
        columns=columns,
        count=0 if table is None else len(table.texts),
        reasons=reasons,
        problem=problem,
    )


def _look_at_folder(path: Path) -> TextLook:
    table, columns, problem = _try(path, TextColumns("text", "label"))
    if table is None:
        raise DataError(problem)
    return _look(table.texts, table.labels or [], columns.encoding_of_file)


def _choose(
    path: Path,
    cells: Mapping[str, Sequence[str]],
    roles: TextRoles,
    text: str | None,
    label: str | None,
) -> tuple[TextColumns, dict[str, str]]:
    """The columns, and why these."""
    reasons = {"text_column": "as you said", "label_column": "as you said"}
    if text is None:
        possible = [name for name in roles.texts if name != label]
        text = _likeliest(path, cells, possible, "text")
        reasons["text_column"] = _reason(possible, "cells of several words that differ")
    if label is None:
        possible = [name for name in roles.labels if name != text]
        label = _likeliest(path, cells, possible, "label")
        rows, different = len(cells[label]), len(set(cells[label]) - {""})
        what = f"{different:,} different values in the first {rows:,} rows"
        reasons["label_column"] = _reason(possible, what)
    return TextColumns(text, label), reasons


def _likeliest(
    path: Path, cells: Mapping[str, Sequence[str]], possible: Sequence[str], role: str
) -> str:
    if not possible:
        raise DataError(
            f"{path}: expected a column of {role}s, found none that looks like it among "
            f"{', '.join(map(shown, cells))}.",
            remedy=f"Name it: seqlab init FILE --{role} NAME",
        )
    return possible[0]


def _reason(possible: Sequence[str], what: str) -> str:
    """Why the first column was chosen, and which others might be meant."""
    chosen, *others = possible
    why = f"{what}, and its name" if is_named(chosen) else what
    listed = " or ".join(map(shown, others[:5]))
    return f"{why}; a guess, or is it {listed}?" if others else why


def _try(path: Path, columns: TextColumns) -> tuple[TextTable | None, TextColumns, str]:
    """The table, the columns that it was read with, and why there is no table."""
    try:
        return read_texts(path, columns), columns, ""
    except DataError as error:
        problem = str(error)
    # UTF-8 was guessed from the beginning: other letters may come later.
    windows = replace(columns, encoding_of_file="cp1252")
    try:
        return read_texts(path, windows), windows, ""
    except DataError:
        return None, columns, problem


def _look(texts: Sequence[str], labels: Sequence[str], encoding: str) -> TextLook:
    """Count words and classes."""
    some = texts[:: -(-len(texts) // TEXTS)]
    words = [any_script(text) for text in some]
    return TextLook(
        columns=None,
        encoding=encoding,
        count=len(texts),
        classes=dict(Counter(label for label in labels if label.strip()).most_common()),
        usual_words=int(np.ceil(np.quantile([len(one) for one in words], 0.95))),
        different_words=len({word for one in words for word in one}),
        reasons={},
        problem="",
    )
