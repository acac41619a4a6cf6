"""Taking typed values out of a JSON document that anyone may have written."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from seqlab.errors import DataError
from seqlab.runs.untrusted import printable

FORMAT = 1
"""Of the files of a run folder. Files without a number are older, and still read."""

_REMEDY = "Restore it from a copy, or delete the run folder and run the experiment again."


@dataclass(frozen=True)
class Fields:
    """A JSON object, of which nothing is taken on trust.

    Args:
        values: the object.
        path: the file that it comes from, for errors.
        within: the dotted key of the object in its file; empty for the whole document.
    """

    values: Mapping[str, Any]
    path: Path
    within: str = ""

    def check_format(self) -> None:
        """Refuse a file of a newer seqlab.

        Raises:
            DataError: names its format and the newest that is read here.
        """
        number = self.values.get("format", 0)
        if type(number) is not int or number > FORMAT:
            raise DataError(
                f"The file {printable(self.path)} has format {_shown(number)}; this seqlab reads "
                f"formats up to {FORMAT}.",
                remedy="Use the seqlab that wrote it, or a newer one: environment.json names it.",
            )

    def has(self, key: str) -> bool:
        """Whether there is a value other than null."""
        return self.values.get(key) is not None

    def number(self, key: str) -> float:
        """A finite number.

        Raises:
            DataError: there is none.
        """
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.refuse(key, "a number")
        try:
            finite = math.isfinite(value)
        except OverflowError:  # an integer of more than 308 digits
            finite = False
        if not finite:
            self.refuse(key, "a finite number")
        return value

    def optional_number(self, key: str) -> float | None:
        """A finite number; None where there is none or null."""
        return self.number(key) if self.has(key) else None

    def whole(self, key: str) -> int:
        """A whole number.

        Raises:
            DataError: there is none.
        """
        value = self.number(key)
        if type(value) is not int:
            self.refuse(key, "a whole number")
        return value

    def text(self, key: str) -> str:
        """A text.

        Raises:
            DataError: there is none.
        """
        value = self.values.get(key)
        if not isinstance(value, str):
            self.refuse(key, "text")
        return value

    def optional_text(self, key: str) -> str | None:
        """A text; None where there is none or null."""
        return self.text(key) if self.has(key) else None

    def flag(self, key: str) -> bool:
        """True or false.

        Raises:
            DataError: it is neither.
        """
        value = self.values.get(key)
        if not isinstance(value, bool):
            self.refuse(key, "true or false")
        return value

    def block(self, key: str) -> Fields:
        """The object below a key.

        Raises:
            DataError: there is none.
        """
        value = self.values.get(key)
        if not isinstance(value, dict):
            self.refuse(key, "an object")
        return Fields(value, self.path, self._dotted(key))

    def optional_block(self, key: str) -> Fields | None:
        """The object below a key; None where there is none or null."""
        return self.block(key) if self.has(key) else None

    def blocks(self, key: str) -> list[Fields]:
        """The objects of a list, of which there is at least one.

        Raises:
            DataError: there is no such list.
        """
        value = self.values.get(key)
        if not isinstance(value, list) or not value or not all(isinstance(v, dict) for v in value):
            self.refuse(key, "a list of objects")
        return [Fields(v, self.path, f"{self._dotted(key)}.{n}") for n, v in enumerate(value)]

    def span(self, key: str) -> tuple[float, float]:
        """The two ends of an interval; without end on both sides where there is none or null.

        Raises:
            DataError: there is something else.
        """
        value = self.values.get(key)
        if value is None:
            return -math.inf, math.inf
        if not isinstance(value, list) or len(value) != 2:
            self.refuse(key, "two numbers")
        ends = Fields(dict(zip("01", value, strict=True)), self.path, self._dotted(key))
        return ends.number("0"), ends.number("1")

    def texts(self, key: str) -> dict[str, str]:
        """An object whose values are texts; empty where there is none.

        Raises:
            DataError: a value is no text.
        """
        if not self.has(key):
            return {}
        block = self.block(key)
        return {name: block.text(name) for name in block.values}

    def refuse(self, key: str, expected: str) -> NoReturn:
        """Say that a value is not what it must be."""
        raise DataError(
            f"The file {printable(self.path)} is damaged: {printable(self._dotted(key))!r} is "
            f"{_shown(self.values.get(key))}, not {expected}.",
            remedy=_REMEDY,
        )

    def _dotted(self, key: str) -> str:
        return f"{self.within}.{key}" if self.within else key


def _shown(value: object) -> str:
    """A value in a message: in one line, and not too much of it."""
    if value is None:
        return "missing"
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 200:
        return "a number of too many digits"
    text = printable(repr(value))
    return text if len(text) <= 60 else text[:60] + "..."
