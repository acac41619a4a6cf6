"""The files of one's own texts, read as one corpus."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.sources.cache import cached
from seqlab.datasets.sources.cached_words import cached_words
from seqlab.datasets.sources.glove import load_vectors
from seqlab.datasets.sources.own_file.find import find_own_file
from seqlab.datasets.sources.text_file.read import FORMS, read_texts
from seqlab.datasets.sources.text_file.table import TextTable
from seqlab.errors import DataError, did_you_mean
from seqlab.tasks.data import SplitName
from seqlab.text.corpus import Corpus
from seqlab.text.vocabulary import Words, by_spelling, number_words
from seqlab.text.words import Splitting

if TYPE_CHECKING:
    from seqlab.datasets.text import Text

SPLITTING: Splitting = "any_script"
MOST_CLASSES = 20
"""More than these must have two texts each, on average, to be classes."""
FORMAT = 2
"""Of the cached words; a change of how they are told apart counts it up."""


@dataclass(frozen=True, eq=False)
class Tables:
    """The texts of all files that a config names, one file after the other.

    Args:
        corpus: those with a label.
        given: the places of the texts of each split that has a file of its own.
        drawn: the places of the texts that splits are drawn from.
        places: where each text stands: `questions.csv, line 17`.
        unlabelled: where the texts without a label stand, which are left out.
    """

    corpus: Corpus
    given: Mapping[SplitName, NDArray[np.int64]]
    drawn: NDArray[np.int64]
    places: Sequence[str]
    unlabelled: Sequence[str]


def read_tables(settings: Text) -> Tables:
    """Read the files of a config.

    Raises:
        DataError: a file cannot be had or read, or is not as the settings say; there are not two
            classes, or a class of another file is none of those of `path`.
    """
    tables = _read_files(settings)
    classes = _classes(tables, settings.label_column)
    numbers = {name: number for number, name in enumerate(classes)}
    texts: list[str] = []
    labels: list[int] = []
    places: list[str] = []
    unlabelled: list[str] = []
    bounds: dict[SplitName, NDArray[np.int64]] = {}
    for split, table in tables.items():
        first, file = len(texts), f"{table.path.name}, " if len(tables) > 1 else ""
        for row, (text, label) in enumerate(zip(table.texts, table.labels or (), strict=True)):
            place = file + table.place(row)
            if not label.strip():
                unlabelled.append(place)
                continue
            texts.append(text)
            labels.append(numbers[label])
            places.append(place)
        if len(texts) == first:
            raise DataError(
                f"{table.path}: none of its {len(table.texts):,} texts has a label.",
                remedy=f"It is the file of the {split} split: label them, or name another file.",
            )
        bounds[split] = np.arange(first, len(texts))
    named = Counter(table.path.name for table in tables.values())
    digests = {
        table.path.name if named[table.path.name] == 1 else f"{table.path.name} of {split}": (
            table.digest
        )
        for split, table in tables.items()
    }
    drawn = bounds.pop("training")
    return Tables(_corpus(texts, labels, classes, digests), bounds, drawn, places, unlabelled)


def _read_files(settings: Text) -> dict[SplitName, TextTable]:
    """The file of each split that has one; that of training has the texts that are drawn, too."""
    files: dict[SplitName, tuple[str, str | None]] = {
        "training": ("path", settings.path),
        "validation": ("validation_path", settings.validation_path),
        "test": ("test_path", settings.test_path),
    }
    return {
        split: read_texts(find_texts(path, f"dataset.{setting}"), settings.columns)
        for split, (setting, path) in files.items()
        if path
    }


def find_texts(path: str, setting: str) -> Path:
    """Where a file or folder of texts is.

    Args:
        path: as the config has it.
        setting: that names it.

    Raises:
        DataError: there is none.
    """
    return find_own_file(path, None, FORMS, may_be_folder=True, setting=setting)


def _classes(tables: Mapping[SplitName, TextTable], label_column: str) -> tuple[str, ...]:
    """The labels of `path` in a fixed order: numbers by size, anything else by its letters.

    Raises:
        DataError: there are not two, or another file has others.
    """
    training = tables["training"]
    found = {label for label in training.labels or () if label.strip()}
    if len(found) < 2:
        raise DataError(
            f"{training.path}: expected texts of two classes or more, found "
            f"{f'only {found.pop()!r}' if found else 'no label'}.",
            remedy="Name the column of the labels in dataset.label_column.",
        )
    if len(found) > max(MOST_CLASSES, len(training.texts) / 2):
        raise DataError(
            f"{training.path}: {label_column!r} has {len(found):,} different values in "
            f"{len(training.texts):,} texts: these are no classes.",
            remedy="Name the column of the labels in dataset.label_column.",
        )
    for split, table in tables.items():
        for row, label in enumerate(table.labels or ()):
            if label.strip() and label not in found:
                raise DataError(
                    f"{table.path}: {table.place(row)}: no text of {training.path.name} has the "
                    f"label {label!r:.60}{did_you_mean(label, found)}",
                    remedy=f"A model cannot learn it: mend it, or give {training.path.name} texts "
                    f"of it. (The file is that of the {split} split.)",
                )
    try:
        numbers = {label: float(label) for label in found}
    except ValueError:
        return tuple(sorted(found))
    if not all(map(math.isfinite, numbers.values())):  # `nan` has no place among numbers
        return tuple(sorted(found))
    return tuple(sorted(found, key=lambda label: (numbers[label], label)))


def _corpus(
    texts: list[str], labels: list[int], classes: tuple[str, ...], digests: dict[str, str]
) -> Corpus:
    fingerprint = hashlib.sha256("\n".join(digests.values()).encode()).hexdigest()

    @cache
    def words() -> Words:
        key: dict[str, str | int] = {"texts": fingerprint, "splitting": SPLITTING, "format": FORMAT}
        return cached_words("text-words", key, lambda: by_spelling(number_words(texts, SPLITTING)))

    return Corpus(
        name="text",
        noun="texts",
        classes=classes,
        labels=np.array(labels, np.float32),
        digests=digests,
        fingerprint=fingerprint,
        texts=lambda: texts,
        words=words,
        vectors=load_vectors,
        splitting=SPLITTING,
        cache=cached,
    )
