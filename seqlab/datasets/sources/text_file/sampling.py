"""The first rows of a table that may be one of texts, all of its columns as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from seqlab.datasets.sources.text_file.collecting import Collected
from seqlab.datasets.sources.text_file.columns import TextColumns
from seqlab.datasets.sources.text_file.delimited import read_rows
from seqlab.datasets.sources.text_file.json_lines import read_objects
from seqlab.datasets.sources.text_file.parquet import to_texts
from seqlab.datasets.sources.text_file.read import JSON_LINES, PARQUET
from seqlab.errors import DataError

ROWS = 5000
"""At most so many are looked at."""


def sample_texts(path: Path, encoding: str) -> dict[str, list[str]]:
    """The cells of each column in the first rows, `(rows,)`; missing ones are empty.

    Rows that are damaged are left out, and so are columns whose name is there twice or empty, or
    that hold lists and the like.

    Args:
        path: a CSV, TSV or JSONL file, packed with gzip or not, or a Parquet file.
        encoding: of its text.

    Raises:
        DataError: it cannot be read at all.
    """
    name = path.name.lower()
    if name.endswith(PARQUET):
        return _parquet(path)
    collected = Collected(path, TextColumns("", None, encoding), "line")
    if name.endswith(JSON_LINES):
        return _json_lines(collected)
    rows = read_rows(collected)
    _, names = next(rows, (1, []))
    return _columns([name.strip() for name in names], [cells for _, cells in islice(rows, ROWS)])


def _columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    counts = Counter(names)
    sound = [row for row in rows if len(row) == len(names)]
    return {
        name: [row[number] for row in sound]
        for number, name in enumerate(names)
        if name and counts[name] == 1
    }


def _json_lines(collected: Collected) -> dict[str, list[str]]:
    objects = [found for _, found in islice(read_objects(collected), ROWS)]
    names = dict.fromkeys(name for one in objects for name in one)
    nested = {name for one in objects for name in one if isinstance(one[name], dict | list)}
    return {
        name: [_text(one.get(name)) for one in objects]
        for name in names
        if name and name not in nested
    }


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


def _parquet(path: Path) -> dict[str, list[str]]:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            schema = file.schema_arrow
            names = [
                name
                for name in schema.names
                if schema.names.count(name) == 1 and not pa.types.is_nested(schema.field(name).type)
            ]
            batch = next(file.iter_batches(ROWS, columns=names), None)
            return {} if batch is None else {name: to_texts(batch.column(name)) for name in names}
    except (pa.ArrowException, OSError, UnicodeError) as error:
        raise DataError(f"{path} is no Parquet file, or a damaged one: {error}.") from error
