"""Bytes of files that people packed or encoded in some way."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from seqlab.errors import DataError

LONGEST_HEADER = 1 << 20


def open_bytes(path: Path) -> Any:
    """The bytes of a file, unpacked where its name ends in .gz."""
    import pyarrow as pa

    return pa.input_stream(str(path), compression="gzip" if path.suffix.lower() == ".gz" else None)


def guess_encoding(path: Path) -> str:
    """UTF-8 if the first bytes are; else UTF-16 by its mark, else what Windows writes."""
    try:
        with open_bytes(path) as file:
            head = bytes(file.read(LONGEST_HEADER))
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error}.") from error
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


@contextmanager
def quiet_about_bytes() -> Iterator[None]:
    """Keep it off the screen when Arrow cannot hand over a line whose bytes are no UTF-8.

    It raises where nobody can catch it, and then refuses the file: that is told in our words.
    """
    tell = sys.unraisablehook
    sys.unraisablehook = lambda raised: (
        None if issubclass(raised.exc_type, UnicodeDecodeError) else tell(raised)
    )
    try:
        yield
    finally:
        sys.unraisablehook = tell


def undecodable(path: Path, encoding: str) -> str:
    """The first byte that is none of the encoding, in words; empty where all are."""
    decoder = codecs.getincrementaldecoder(encoding)()
    offset = line = 0
    with open_bytes(path) as stream:
        while True:
            block = bytes(stream.read(LONGEST_HEADER))
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                place = error.start - pending
                line += block[: max(place, 0)].count(b"\n") + 1
                byte = error.object[error.start]
                return (
                    f"line {line:,}, byte {offset + place:,} of the file is 0x{byte:02x}, which is "
                    f"no text in {encoding}. Set dataset.encoding_of_file to what the file was "
                    "saved in: cp1252 or latin-1 for most files from Windows or Excel."
                )
            except UnicodeError as error:  # UTF-16 that does not begin with its mark
                return f"the file is no text in {encoding}: {error}."
            if not block:
                return ""
            offset += len(block)
            line += block.count(b"\n")
