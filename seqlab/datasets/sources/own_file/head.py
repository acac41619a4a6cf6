"""The beginning of a file of text: whether it is text at all, and what separates its cells."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from seqlab.datasets.sources.own_file.encoded import LONGEST_HEADER, open_bytes, undecodable
from seqlab.datasets.sources.own_file.faults import MEND
from seqlab.errors import DataError

SEPARATORS = (",", ";", "\t", "|")
_FOREIGN = {
    b"PK": "a zip or a workbook of Excel: save its sheet as CSV",
    b"\xff\xfe": "text in UTF-16: set dataset.encoding_of_file to utf-16",
    b"\xfe\xff": "text in UTF-16: set dataset.encoding_of_file to utf-16",
    b"PAR1": "Parquet: name it .parquet",
    b"\x1f\x8b": "packed with gzip: name it .gz",
}
"""What begins like this is no text."""


def check_encoding(encoding: str) -> None:
    """Refuse what is no encoding of text.

    Raises:
        DataError: there is none of that name, or it is not one of text, as `zlib` is not.
    """
    try:
        b"a".decode(encoding, "replace")
    except (LookupError, ValueError):
        raise DataError(
            f"dataset.encoding_of_file is {encoding!r}, which is no encoding.",
            remedy="Such are utf-8, latin-1, cp1252, utf-16.",
        ) from None


def read_head(path: Path, encoding: str, form: str, content: str) -> str:
    """The beginning of a file of text, at most `LONGEST_HEADER` bytes of it.

    Args:
        path: the file, packed with gzip or not.
        encoding: of the text.
        form: what the file should be, such as `CSV`.
        content: what it should hold, for the error about an empty file.

    Returns:
        The text, its first line without faults and without a byte order mark.

    Raises:
        DataError: the file cannot be read, is empty, no text, or of another encoding, or there is
            no such encoding.
    """
    check_encoding(encoding)
    try:
        with open_bytes(path) as stream:
            head = bytes(stream.read(LONGEST_HEADER))
    except (OSError, EOFError) as error:
        raise DataError(f"{path} cannot be read: {error}.", remedy=MEND) from error
    for start, meaning in _FOREIGN.items():
        if head.startswith(start) and not encoding.lower().startswith("utf-16"):
            raise DataError(f"{path} is no {form} but {meaning}.")
    text = head.decode(encoding, errors="replace").removeprefix("\ufeff")
    if not text.strip():
        raise DataError(f"{path} is empty: expected {content}.")
    first = text.splitlines()[0]
    if "\0" in first:
        raise DataError(
            f"{path}: line 1 holds a NUL byte, which is no text in {encoding}.",
            remedy="Set dataset.encoding_of_file to utf-16 if that is what it was saved in.",
        )
    if "\ufffd" in first:
        place = undecodable(path, encoding) or f"line 1 holds letters that are none of {encoding}."
        raise DataError(f"{path}: {place}")
    return text


def find_separator(line: str, wanted: Sequence[str]) -> str:
    """The one that splits a header into most of the wanted columns, and then into most columns."""
    return max(SEPARATORS, key=lambda one: _fit(split_header(line, one), wanted))


def split_header(line: str, separator: str) -> list[str]:
    """The names of the columns in a header, without spaces around them."""
    try:
        return [name.strip() for name in next(csv.reader([line], delimiter=separator), [])]
    except csv.Error:  # a name of more than 131,072 characters, which is none
        return [line.strip()]


def _fit(names: Sequence[str], wanted: Sequence[str]) -> tuple[int, int]:
    return len(set(names) & set(wanted)), len(names)
