"""Reading files that anyone may have written: bounded, checked, and safe to show."""

from __future__ import annotations

import csv
import json
import stat
from pathlib import Path
from typing import Any, NoReturn

from seqlab.errors import DataError

LARGEST_FILE = 16 * 2**20
"""Bytes; a history of 100,000 epochs is smaller."""

_REMEDY = "Restore it from a copy, or delete the run folder and run the experiment again."


def printable(text: object) -> str:
    """Make one line without terminal escapes of any value that is to be shown.

    Returns:
        The text with white space as single spaces and without control and formatting characters.
    """
    kept = (letter for letter in str(text) if letter.isprintable() or letter.isspace())
    return " ".join("".join(kept).split())


def printable_lines(text: str, most: int, longest: int) -> str:
    """Make text of several lines safe to show, and not too much of it.

    Args:
        text: such as a log or a config.
        most: lines that are kept, the last ones.
        longest: letters that are kept of each.
    """
    lines = text.splitlines()
    kept = [
        "".join(letter for letter in line.expandtabs(4) if letter.isprintable())
        for line in lines[-most:]
    ]
    cut = [line if len(line) <= longest else f"{line[: longest - 1]}…" for line in kept]
    left_out = [f"… {len(lines) - most:,} lines before"] if len(lines) > most else []
    return "\n".join([*left_out, *cut])


def read_text(path: Path) -> str:
    """Read a UTF-8 file of at most `LARGEST_FILE` bytes.

    Raises:
        DataError: it is missing, unreadable, too large, or not UTF-8.
    """
    try:
        information = path.stat()
        # Looked at before it is opened: opening a pipe would wait for ever.
        if not stat.S_ISREG(information.st_mode):
            _refuse(path, "is not a regular file")
        if information.st_size > LARGEST_FILE:
            size = f"{information.st_size:,} bytes"
            _refuse(path, f"is {size} large; at most {LARGEST_FILE:,} are expected")
        return path.read_bytes().decode()
    except FileNotFoundError:
        _refuse(path, "is missing")
    except OSError as error:
        _refuse(path, f"cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        _refuse(path, "is damaged: it is not UTF-8 text")


def read_json_object(path: Path) -> dict[str, Any]:
    """Read a strict JSON file that holds an object.

    Raises:
        DataError: it is missing, unreadable, or something else.
    """
    try:
        document = json.loads(read_text(path), parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        _refuse(path, f"is damaged: line {error.lineno} is not JSON ({error.msg})")
    except (ValueError, RecursionError):
        _refuse(path, "is damaged: it is not strict JSON")
    if not isinstance(document, dict):
        _refuse(path, f"is damaged: expected a JSON object, found a {type(document).__name__}")
    return document


def read_numbers(path: Path) -> list[dict[str, float]]:
    """Read a CSV file of numbers under a header.

    Returns:
        A mapping from column to number for every row. A last line without its line end was cut
        short while it was written, and is left out.

    Raises:
        DataError: it is missing, unreadable, or a row is not one number per column.
    """
    whole_lines = read_text(path).rpartition("\n")[0].split("\n")
    try:
        header, *rows = csv.reader(whole_lines, strict=True)
    except csv.Error as error:
        _refuse(path, f"is damaged: {error}")
    if len(set(header)) < len(header):
        _refuse(path, "is damaged: two columns have the same name")
    numbers = []
    for line, row in enumerate(rows, start=2):
        try:
            numbers.append(dict(zip(header, map(float, row), strict=True)))
        except ValueError:
            found = printable(",".join(row)[:80])
            _refuse(path, f"is damaged: line {line} is not {len(header)} numbers: {found}")
    return numbers


def _refuse(path: Path, problem: str) -> NoReturn:
    raise DataError(f"The file {printable(path)} {problem}.", remedy=_REMEDY)


def _refuse_constant(token: str) -> NoReturn:
    raise ValueError(token)
