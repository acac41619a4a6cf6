"""Files of texts that a trained model is asked about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from seqlab.datasets.labelled.tables import find_texts
from seqlab.datasets.sources.own_file.encoded import guess_encoding
from seqlab.datasets.sources.text_file.read import read_texts
from seqlab.errors import ConfigError
from seqlab.text.questions import TextQuestions

if TYPE_CHECKING:
    from seqlab.datasets.encoded_texts import EncodedTexts
    from seqlab.tasks.classification import Classification


def questions_of_file(
    settings: EncodedTexts, asked: Classification, path: Path | None
) -> TextQuestions:
    """Every text of a file, whether it has a label or not.

    Args:
        settings: of the dataset, which name the column of the texts.
        asked: the task.
        path: of the file, or a folder; None is refused: nothing says which texts are new.

    Raises:
        ConfigError: no file is named.
        DataError: it cannot be had or read.
    """
    if path is None:
        raise ConfigError(
            "Nothing says which texts to tell the classes of.",
            remedy="Name a file with --data, or give a text with --text.",
        )
    found = find_texts(str(path), "--data")
    columns = replace(settings.columns, label=None)
    if found.is_file() and guess_encoding(found) == "utf-8":
        # Whatever the file of training was stored in: other bytes than UTF-8's hardly ever look so.
        columns = replace(columns, encoding_of_file="utf-8")
    table = read_texts(found, columns)
    return TextQuestions(table.texts, asked, [table.place(row) for row in range(len(table.texts))])
