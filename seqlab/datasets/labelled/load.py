"""From the files of one's own texts to encoded splits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.labelled.tables import Tables, read_tables
from seqlab.errors import ConfigError
from seqlab.tasks.data import ORDER, SplitName
from seqlab.text.audit import audit_texts, repeated_in_earlier_split
from seqlab.text.coverage import coverage
from seqlab.text.data import TextData
from seqlab.text.encodings.encoding import Classes
from seqlab.text.look import Look
from seqlab.text.splits import draw

if TYPE_CHECKING:
    from seqlab.datasets.text import Text

Places = Mapping[SplitName, NDArray[np.int64]]


def load_texts(settings: Text) -> TextData:
    """Read the texts, split them, and encode them by what the training texts teach.

    Raises:
        DataError: a file cannot be had or read, or is not as the settings say.
        ConfigError: a split has no text, or the training texts lack a class.
    """
    tables = read_tables(settings)
    corpus, texts = tables.corpus, tables.corpus.texts()
    places = split_tables(settings, tables)
    labels = corpus.labels.astype(np.int64)
    left_out = 0
    if settings.duplicates == "drop":
        repeated = repeated_in_earlier_split(texts, places)
        left_out = sum(int(seen.sum()) for seen in repeated.values())
        places = {**places, **{split: places[split][~seen] for split, seen in repeated.items()}}
    _refuse_empty(settings, corpus.classes, labels, places)
    weights = _weights(labels[places["training"]]) if settings.class_weight == "balanced" else ()
    encoded = settings.encoding.encode(corpus, places["training"])
    classes = Classes(names=corpus.classes, weights=weights)
    prepared = encoded.preprocessing.model_copy(update={"classes": classes})
    audit = audit_texts(
        texts, labels, corpus.classes, places, tables.places.__getitem__, tables.unlabelled
    )
    look = Look(audit, coverage(encoded, corpus.words(), places), tables.places, left_out)
    encoded = replace(encoded, preprocessing=prepared)
    return TextData(corpus, encoded, places, settings.batch_size, weights, look)


def split_tables(settings: Text, tables: Tables) -> Places:
    """The texts of each split: those of its file, or drawn, in the order of the files."""
    shares = settings.shares
    own = settings.split
    labels = tables.corpus.labels[tables.drawn].astype(np.int64)
    *drawn, left = draw(labels, tuple(shares.values()), own.seed, stratify=own.stratify)
    found = {name: tables.drawn[places] for name, places in zip(shares, drawn, strict=True)}
    found |= {"training": tables.drawn[left], **tables.given}
    return {split: found[split] for split in ORDER}


def _refuse_empty(
    settings: Text, classes: tuple[str, ...], labels: NDArray[np.int64], places: Places
) -> None:
    for split, own in places.items():
        if not len(own):
            raise ConfigError(
                f"The {split} split has no text.",
                remedy="Give it a larger share in dataset.split, or a file of its own."
                if settings.duplicates == "keep"
                else "All of its texts are in an earlier split, too: set dataset.duplicates to "
                "keep, or give it other texts.",
            )
    absent = np.flatnonzero(np.bincount(labels[places["training"]], minlength=len(classes)) == 0)
    if len(absent):
        raise ConfigError(
            f"No training text is of the class {classes[absent[0]]!r}, so that no model can learn "
            "it.",
            remedy="Leave its texts out of the file, add some, or set dataset.split.stratify.",
        )


def _weights(labels: NDArray[np.int64]) -> tuple[float, ...]:
    """As scikit-learn balances classes: texts / (classes x texts of the class)."""
    counts = np.bincount(labels)
    return tuple((len(labels) / (len(counts) * counts)).tolist())
