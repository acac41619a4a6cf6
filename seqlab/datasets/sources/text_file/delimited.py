"""Tables of texts in CSV and its kin, where a text may have line breaks between quotes."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from seqlab.datasets.sources.own_file.faults import shown
from seqlab.datasets.sources.own_file.head import find_separator, read_head
from seqlab.datasets.sources.text_file import collecting
from seqlab.datasets.sources.text_file.collecting import Collected
from seqlab.datasets.sources.text_file.lines import LONGEST_LINE, read_lines

Row = tuple[int, list[str]]
"""The first line of a row, counted from 1, and its cells."""


def read_delimited(collected: Collected) -> None:
    """Collect the texts of a CSV or TSV file, and what is wrong with it.

    Raises:
        DataError: it is empty, no text, cannot be read, or is too large.
    """
    rows = read_rows(collected)
    header, names = next(rows, (1, []))
    if not names:  # nothing but separators, or bytes that are no text
        return
    names = [name.strip() for name in names]
    columns = collected.note_columns(names, header)
    found = False
    for line, cells in rows:
        found = True
        if len(cells) != len(names):
            _note_cells(collected, line, cells, len(names))
        elif columns:
            _add(collected, columns, line, cells)
    if not found and not collected.is_faulty:
        collected.note(
            "rows", header, "expected rows below the names of the columns, found none", ""
        )


def read_rows(collected: Collected) -> Iterator[Row]:
    """The rows of a CSV or TSV file, the header first; those with nothing in any cell left out.

    What is wrong with quotes is noted.
    """
    columns = collected.columns
    content = "a line with the names of its columns, and rows below it"
    head = read_head(collected.path, columns.encoding_of_file, "CSV", content)
    separator = find_separator(head.lstrip().splitlines()[0], list(columns.wanted.values()))
    # The parser of the standard library says where it is, which Arrow's does not.
    lines = _RowLines(collected)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    with _long_cells():
        while True:
            line = reader.line_num + 1
            lines.begin_row(line)
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if _note_quotes(collected, line, reader.line_num, str(error)):
                    return
                continue
            if any(cells) or (len(cells) == 1 and line > 1):
                yield line, cells


class _RowLines:
    """The lines of a file, no more in a row than a row may have; a row that has more ends them."""

    def __init__(self, collected: Collected) -> None:
        self._collected, self._lines = collected, read_lines(collected)
        self._first, self._characters = 1, 0

    def begin_row(self, line: int) -> None:
        """Say in which line a row begins."""
        self._first, self._characters = line, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._characters += len(line)
        if self._characters > LONGEST_LINE:
            expected = f"expected at most {LONGEST_LINE:,} characters in a row, found more"
            self._collected.note("row", self._first, expected, "Close the quotes of its cells.")
            raise StopIteration
        return line


def _add(collected: Collected, columns: Mapping[str, int], line: int, cells: list[str]) -> None:
    text, *label = [
        cells[columns[name]] if name in columns else ""
        for name in collected.columns.wanted.values()
    ]
    collected.add(text, label[0] if label else "", line)


def _note_cells(collected: Collected, line: int, cells: list[str], expected: int) -> None:
    few = len(cells) < expected
    character = "line break" if few else "separator"
    collected.note(
        "few" if few else "many",
        line,
        f"expected {expected} cells, as the first line has, found {len(cells)}, the first of them "
        f"{shown(cells[0])}",
        f"A text with a {character} in it needs quotes around it.",
    )


def _note_quotes(collected: Collected, first: int, last: int, error: str) -> bool:
    """Note what is wrong with the quotes of a row; whether the rows behind it cannot be told apart.

    Args:
        collected: where it is noted.
        first: the line that the row begins in.
        last: the line that the parser stumbled in.
        error: its words.
    """
    if "limit" in error:
        collected.note_long(first)
        return True
    if "end of data" in error:
        collected.note(
            "open",
            first,
            "expected a closing quote, found none up to the end of the file",
            "Close the quotes, and double those that are part of a text.",
        )
        return True
    where = "" if last == first else f" in line {last:,}"
    collected.note(
        "quotes",
        first,
        f"expected a separator behind the quote that closes a cell{where}, found more text",
        "Double the quotes that are part of a text, and close those around it.",
    )
    return last > first


@contextmanager
def _long_cells() -> Iterator[None]:
    """Let cells be as long as texts may be."""
    before = csv.field_size_limit(collecting.LONGEST_TEXT)
    try:
        yield
    finally:
        csv.field_size_limit(before)
