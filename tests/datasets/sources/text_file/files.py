"""Small files of texts for tests, sound ones and faulty ones."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from seqlab.datasets.sources.text_file.columns import TextColumns
from seqlab.datasets.sources.text_file.read import read_texts
from seqlab.datasets.sources.text_file.table import TextTable
from seqlab.errors import SeqlabError

COLUMNS = TextColumns("text", "label")
ROWS = [("It crashes, always.", "bug"), ('a "dark" mode\nplease', "wish"), ("größer; mehr", "wish")]


def csv_text(rows: list[tuple[str, str]], separator: str = ",") -> str:
    """A CSV with an id before the text and the label."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator, lineterminator="\n")
    writer.writerow(["id", "text", "label"])
    writer.writerows((number, *row) for number, row in enumerate(rows))
    return file.getvalue()


def json_text(rows: list[tuple[str, str]]) -> str:
    """JSONL of the same rows."""
    return "".join(json.dumps({"text": text, "label": label}) + "\n" for text, label in rows)


def read(
    folder: Path, content: str | bytes, name: str = "a.csv", columns: TextColumns = COLUMNS
) -> TextTable:
    """Write a file and read it."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_texts(path, columns)


def refusal(path: Path, columns: TextColumns = COLUMNS) -> list[str]:
    """The lines of the error that a file is refused with."""
    try:
        table = read_texts(path, columns)
    except SeqlabError as error:
        return str(error).removeprefix(f"{path}").removeprefix(": ").splitlines()
    raise AssertionError(f"not refused: {table.texts[:9]}")


def refused(
    folder: Path, content: str | bytes, name: str = "a.csv", columns: TextColumns = COLUMNS
) -> list[str]:
    """The same of a file that is written first."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return refusal(path, columns)
