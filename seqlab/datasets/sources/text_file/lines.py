"""The lines of a file of text, however it is packed and encoded, within bounds."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import Any

from seqlab.datasets.sources.own_file.encoded import open_bytes, undecodable
from seqlab.datasets.sources.own_file.faults import MEND
from seqlab.datasets.sources.text_file import collecting
from seqlab.datasets.sources.text_file.collecting import Collected
from seqlab.errors import DataError

LONGEST_LINE = 20_000_000
"""Characters of a line, whatever it holds."""


class _Bounded(io.RawIOBase):
    """Bytes of a file, no more than texts may have."""

    def __init__(self, stream: Any, collected: Collected) -> None:
        self._stream, self._collected = stream, collected
        self._left = collecting.MOST_CHARACTERS

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        block = self._stream.read(len(buffer))
        self._left -= len(block)
        if self._left < 0:
            raise self._collected.too_much(f"{collecting.MOST_CHARACTERS:,} bytes of text")
        buffer[: len(block)] = block
        return len(block)


def read_lines(collected: Collected) -> Iterator[str]:
    """The lines of the file that texts are collected from, with their line breaks as they are.

    A line that is too long, and bytes that are no text, are noted as faults; they end the lines.

    Raises:
        DataError: the file cannot be read, or is too large.
    """
    path, encoding = collected.path, collected.columns.encoding_of_file
    # Without the mark that spreadsheets put in front of UTF-8.
    codec = "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding
    try:
        with open_bytes(path) as stream:
            blocks = io.BufferedReader(_Bounded(stream, collected), 1 << 18)
            text = io.TextIOWrapper(blocks, codec, newline="")
            number = 0
            while line := text.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    expected = f"expected at most {LONGEST_LINE:,} characters, found more"
                    collected.note("line", number, expected, "Break the file into lines.")
                    return
                yield line
    except UnicodeError as error:
        place = undecodable(path, encoding)
        if not place:
            raise DataError(f"{path} is no text in {encoding}: {error}.") from error
        collected.note_bytes(place)
    except (OSError, EOFError) as error:
        raise DataError(f"{path} cannot be read: {error}.", remedy=MEND) from error
