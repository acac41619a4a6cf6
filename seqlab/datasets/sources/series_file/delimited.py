"""Files of text, a line for each row: their header, and their cells block by block."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.sources.series_file.encoded import (
    LONGEST_HEADER,
    open_bytes,
    quiet_about_bytes,
    undecodable,
)
from seqlab.datasets.sources.series_file.faults import MEND, Faults, counted, shown
from seqlab.errors import DataError

if TYPE_CHECKING:
    import pyarrow as pa

SEPARATORS = (",", ";", "\t", "|")
BLOCK = 1 << 22
"""Bytes that are parsed at once: several blocks are in memory at any moment."""
_FOREIGN = {
    b"PK": "a zip or a workbook of Excel: save its sheet as CSV",
    b"\xff\xfe": "text in UTF-16: set dataset.encoding_of_file to utf-16",
    b"\xfe\xff": "text in UTF-16: set dataset.encoding_of_file to utf-16",
    b"PAR1": "Parquet: name it .parquet",
    b"\x1f\x8b": "packed with gzip: name it .gz",
}
"""What begins like this is no CSV."""


@dataclass
class Delimited:
    """A CSV or TSV file, packed with gzip or not.

    Args:
        path: the file.
        names: of the columns, as the first line has them.
        separator: between cells.
        encoding: of the text.
        is_empty: whether there is nothing below the first line.
    """

    path: Path
    names: list[str]
    separator: str
    encoding: str
    is_empty: bool = False
    _wrong: list[tuple[int, str]] = field(default_factory=list)
    _blank: list[int] = field(default_factory=list)
    _lines: NDArray[np.int64] | None = None

    word = "line"

    def batches(self, columns: Collection[str]) -> Iterator[dict[str, pa.Array[Any]]]:
        """The cells of columns, as text, block by block.

        Lines with too many cells are left out, and those with nothing in any of several columns.
        """
        import pyarrow as pa
        from pyarrow import csv as arrow

        if self.is_empty:
            return

        def leave_out(row: Any) -> str:
            self._wrong.append((row.actual_columns, row.text))
            return "skip"

        # By number: names may be there twice.
        wanted = {str(self.names.index(name)): name for name in columns}
        try:
            with open_bytes(self.path) as stream, quiet_about_bytes():
                blocks = arrow.open_csv(
                    stream,
                    arrow.ReadOptions(
                        column_names=[str(number) for number in range(len(self.names))],
                        skip_rows=1,
                        block_size=BLOCK,
                        encoding=self.encoding,
                    ),
                    arrow.ParseOptions(
                        delimiter=self.separator,
                        ignore_empty_lines=False,  # they count when a line is named
                        invalid_row_handler=leave_out,
                    ),
                    arrow.ConvertOptions(
                        include_columns=list(wanted),
                        column_types=dict.fromkeys(wanted, pa.string()),
                    ),
                )
                read = 0
                for block in blocks:
                    blank = _blank_rows(block) if len(wanted) > 1 else None
                    if blank is not None:
                        self._blank += (read + np.flatnonzero(blank)).tolist()
                    read += len(block)
                    rows = block if blank is None else block.filter(pa.array(~blank))
                    yield {name: rows.column(number) for number, name in wanted.items()}
        except (pa.ArrowException, OSError, UnicodeError, EOFError) as error:
            self._refuse(error)

    def check(self, faults: Faults) -> None:
        """Note lines whose cells are not as many as the columns, once all blocks were read."""
        if not self._wrong:
            return
        cells, text = self._wrong[0]
        hint = MEND
        if self.separator == ",":
            hint = (
                "Cells with a comma, such as decimal commas, need quotes around them, or another "
                "separator between cells."
            )
        faults.add(
            f"line {self._places()[0]:,}: expected {len(self.names)} cells, as the first line has, "
            f"found {cells}: {shown(text)} {counted(len(self._wrong), 'line')}.",
            hint,
        )

    def lines(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The lines of rows, counted from 1, the header's."""
        wrong = self._places() if self._wrong else np.empty(0, np.int64)
        return 2 + _with(wrong - 2, _with(np.array(self._blank, np.int64), rows))

    def after_left_out(self, rows: NDArray[np.int64]) -> NDArray[np.bool_] | None:
        """Which rows have a line between them and the row before that was left out, `(rows,)`.

        None where no line was left out for its number of cells.
        """
        if not self._wrong:
            return None
        before = np.searchsorted(self._places(), self.lines(rows))
        return np.diff(before, prepend=0) > 0

    def _places(self) -> NDArray[np.int64]:
        """The lines that were left out: Arrow does not say which they were."""
        if self._lines is None:
            texts = {text for _, text in self._wrong}
            with open_bytes(self.path) as stream:
                reader = io.TextIOWrapper(stream, self.encoding, "replace")
                found = [n for n, line in enumerate(reader, 1) if line.rstrip("\n") in texts]
            # A row of several lines is not found: it counts as the first.
            self._lines = np.array(found or [2], np.int64)
        return self._lines

    def _refuse(self, error: Exception) -> NoReturn:
        if isinstance(error, UnicodeError) or "CSV" in str(error):
            place = undecodable(self.path, self.encoding)
            if place:
                raise DataError(f"{self.path}: {place}") from error
        raise DataError(f"{self.path} cannot be read: {error}.", remedy=MEND) from error


def open_delimited(
    path: Path, separator: str | None, encoding: str, wanted: Sequence[str]
) -> Delimited:
    """Read the header of a CSV or TSV file.

    Args:
        path: the file.
        separator: between cells; None takes the one that splits the header into most of the wanted
            columns, and then into most columns.
        encoding: of the text.
        wanted: the columns that settings name.

    Raises:
        DataError: the file is empty, no text, or of another encoding.
    """
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise DataError(
            f"dataset.encoding_of_file is {encoding!r}, which is no encoding.",
            remedy="Such are utf-8, latin-1, cp1252, utf-16.",
        ) from None
    try:
        with open_bytes(path) as stream:
            head = bytes(stream.read(LONGEST_HEADER))
    except (OSError, EOFError) as error:
        raise DataError(f"{path} cannot be read: {error}.", remedy=MEND) from error
    if not head.strip():
        raise DataError(
            f"{path} is empty: expected a line with the names of its columns, and rows below it."
        )
    for start, meaning in _FOREIGN.items():
        if head.startswith(start) and not encoding.lower().startswith("utf-16"):
            raise DataError(f"{path} is no CSV but {meaning}.")
    line, *below = head.decode(encoding, errors="replace").removeprefix("\ufeff").splitlines()
    if "\ufffd" in line:
        place = undecodable(path, encoding) or f"line 1 holds letters that are none of {encoding}."
        raise DataError(f"{path}: {place}")
    if separator is None:
        separator = max(SEPARATORS, key=lambda one: _fit(_split(line, one), wanted))
    return Delimited(path, _split(line, separator), separator, encoding, is_empty=not below)


def _fit(names: Sequence[str], wanted: Sequence[str]) -> tuple[int, int]:
    return len(set(names) & set(wanted)), len(names)


def _split(line: str, separator: str) -> list[str]:
    return [name.strip() for name in next(csv.reader([line], delimiter=separator), [])]


def _with(left_out: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of rows where those that were left out count.

    Worked example: of the rows 0 to 3 row 1 was left out, so that what is left, the rows 0, 1, 2,
    were 0, 2, 3. Before row 0 none is left out, before row 1 there is one.

    Args:
        left_out: their numbers, ascending.
        rows: numbers where they do not count.
    """
    before = left_out - np.arange(len(left_out))  # rows before each one that was left out
    return rows + np.searchsorted(before, rows, side="right")


def _blank_rows(block: pa.RecordBatch) -> NDArray[np.bool_] | None:
    """Which rows have nothing in any column, `(rows,)`; None where there is none."""
    import pyarrow.compute as pc

    blank = pc.equal(block.column(0), "")
    if not pc.any(blank).as_py():  # nearly every block
        return None
    for column in block.columns[1:]:
        blank = pc.and_(blank, pc.equal(column, ""))
    rows: NDArray[np.bool_] = blank.to_numpy(zero_copy_only=False)
    return rows if rows.any() else None
