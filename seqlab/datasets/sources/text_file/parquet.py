"""Tables of texts in Parquet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seqlab.datasets.sources.own_file.faults import MEND
from seqlab.datasets.sources.text_file import collecting
from seqlab.datasets.sources.text_file.collecting import Collected
from seqlab.errors import DataError

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import parquet

ROWS = 1 << 16
"""Rows that are in memory as a block."""
_WHOLE = 2**53
"""Below it, a float tells all whole numbers apart."""


def read_parquet(collected: Collected) -> None:
    """Collect the texts of a Parquet file, and what is wrong with it.

    Numbers, dates and truth values become text, a whole number without decimals even where it is
    stored as a float, as pandas does for columns with missing cells.

    Raises:
        DataError: it is no Parquet file, damaged, or too large.
    """
    import pyarrow as pa
    from pyarrow import parquet

    path, wanted = collected.path, list(collected.columns.wanted.values())
    try:
        with parquet.ParquetFile(path) as file:
            if not _check(file, wanted, collected):
                return
        # As dictionaries: a text that is stored once for many rows stays one in memory.
        with parquet.ParquetFile(path, read_dictionary=wanted) as file:
            row = 1
            for batch in file.iter_batches(ROWS, columns=wanted):
                cells = [to_texts(batch.column(name)) for name in wanted]
                for text, *label in zip(*cells, strict=True):
                    collected.add(text, label[0] if label else "", row)
                    row += 1
    except (pa.ArrowException, OSError, UnicodeError) as error:
        raise DataError(
            f"{path} is no Parquet file, or a damaged one: {error}.", remedy=MEND
        ) from error


def _check(file: parquet.ParquetFile, wanted: list[str], collected: Collected) -> bool:
    """Whether the columns can be read; what is wrong with them is noted.

    Raises:
        DataError: the file says itself that it is too large.
    """
    import pyarrow as pa

    if file.metadata.num_rows > collecting.MOST_TEXTS:
        raise collected.too_much(f"{collecting.MOST_TEXTS:,} texts")
    groups = map(file.metadata.row_group, range(file.metadata.num_row_groups))
    columns = (group.column(number) for group in groups for number in range(group.num_columns))
    size = sum(one.total_uncompressed_size for one in columns if one.path_in_schema in wanted)
    if size > collecting.MOST_CHARACTERS:
        raise collected.too_much(f"{collecting.MOST_CHARACTERS:,} bytes of text")
    schema = file.schema_arrow
    present = collected.note_columns(schema.names, "the schema")
    kinds = {name: schema.field(number).type for name, number in present.items()}
    for name, kind in kinds.items():
        if pa.types.is_nested(kind):
            found = f"column {name!r}: expected texts, found cells of the kind {kind!s:.60}"
            collected.note(f"kind of {name}", "the schema", found, "Store a text in each cell.")
    if not file.metadata.num_rows:
        collected.note("rows", "the table", "expected rows, found none", "")
    return not collected.is_faulty


def to_texts(cells: pa.Array[Any]) -> list[str]:
    """The cells of a column as texts; missing ones are empty."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(cells.type):
        # Only what these rows have: the dictionary may be that of the whole file.
        used = pc.unique(pc.drop_null(cells.indices))
        texts = dict(zip(used.to_pylist(), to_texts(cells.dictionary.take(used)), strict=True))
        return [texts.get(number, "") for number in cells.indices.to_pylist()]
    if pa.types.is_floating(cells.type):
        numbers = pc.if_else(pc.is_nan(cells), None, cells).to_pylist()
        return ["" if number is None else _number(number) for number in numbers]
    found: list[str] = pc.fill_null(pc.cast(cells, pa.string()), "").to_pylist()
    return found


def _number(number: float) -> str:
    """A float as people write it: a whole one without a decimal point."""
    return str(int(number)) if number.is_integer() and abs(number) < _WHOLE else repr(number)
