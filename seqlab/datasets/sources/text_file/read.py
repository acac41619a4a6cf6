"""Someone's texts, whatever form their file has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from seqlab.datasets.sources.own_file.head import check_encoding
from seqlab.datasets.sources.text_file.collecting import Collected
from seqlab.datasets.sources.text_file.columns import TextColumns
from seqlab.datasets.sources.text_file.delimited import read_delimited
from seqlab.datasets.sources.text_file.folder import read_folder
from seqlab.datasets.sources.text_file.json_lines import read_json_lines
from seqlab.datasets.sources.text_file.parquet import read_parquet
from seqlab.datasets.sources.text_file.table import TextTable
from seqlab.errors import ConfigError, DataError

FORMS = (
    "a CSV, TSV or JSONL file, packed with gzip or not, a Parquet file, or a folder with a folder "
    "of .txt files for each class"
)
DELIMITED = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
JSON_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
PARQUET = (".parquet", ".pq")
_READERS: dict[tuple[str, ...], tuple[Callable[[Collected], None], str]] = {
    DELIMITED: (read_delimited, "line"),
    JSON_LINES: (read_json_lines, "line"),
    PARQUET: (read_parquet, "row"),
}


def read_texts(path: Path, columns: TextColumns) -> TextTable:
    """Read labelled texts.

    Args:
        path: a CSV, TSV or JSONL file, packed with gzip or not, a Parquet file, or a folder with a
            folder of `.txt` files for each class.
        columns: where texts and labels are; a folder has them where they are.

    Returns:
        All texts, also empty ones and those without a label. Only an empty cell is missing, not
        `NA` or `null`.

    Raises:
        DataError: all that is wrong with the file, a line for each kind of fault.
        ConfigError: texts and labels are to be one column.
    """
    if columns.text == columns.label:
        raise ConfigError(
            f"dataset.label_column is {columns.label!r}, and so is dataset.text_column.",
            remedy="Name the column of the labels.",
        )
    check_encoding(columns.encoding_of_file)
    if path.is_dir():
        collected = Collected(path, columns, "")
        read_folder(collected)
        return collected.table()
    if not path.is_file():
        raise DataError(f"There is no file {path}.", remedy=f"Name {FORMS}.")
    for suffixes, (read, word) in _READERS.items():
        if path.name.lower().endswith(suffixes):
            collected = Collected(path, columns, word)
            read(collected)
            return collected.table()
    raise DataError(f"{path}: expected {FORMS}, found none of them.", remedy="Its name decides.")
