"""Files of text, a line for each row: their header, and their cells block by block."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.sources.own_file.encoded import open_bytes, quiet_about_bytes, undecodable
from seqlab.datasets.sources.own_file.faults import MEND, Faults, counted, shown
from seqlab.datasets.sources.own_file.head import find_separator, read_head, split_header
from seqlab.errors import DataError

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK = 1 << 22
"""Bytes that are parsed at once: several blocks are in memory at any moment."""


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
    content = "a line with the names of its columns, and rows below it"
    line, *below = read_head(path, encoding, "CSV", content).splitlines()
    if separator is None:
        separator = find_separator(line, wanted)
    names = split_header(line, separator)
    return Delimited(path, names, separator, encoding, is_empty=not below)


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
