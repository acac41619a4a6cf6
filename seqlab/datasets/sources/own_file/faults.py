"""All that is wrong with a file, collected, so that one reading shows it all."""

from __future__ import annotations

from pathlib import Path

from seqlab.errors import DataError

MEND = "Mend the file."


class Faults:
    """What is wrong with a file, a line for each kind of fault.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._lines)

    def add(self, text: str, remedy: str = MEND) -> None:
        """Note a fault.

        Args:
            text: the place, what was expected and what was found, a sentence.
            remedy: which setting decides, or how to mend the file, a sentence.
        """
        self._lines.append(f"{text} {remedy}".rstrip())

    def raise_any(self) -> None:
        """Refuse the file if anything is wrong with it.

        Raises:
            DataError: each fault is a line of its message.
        """
        match self._lines:
            case []:
                return
            case [line]:
                raise DataError(f"{self._path}: {line}")
            case lines:
                listed = "".join(f"\n  {number}. {line}" for number, line in enumerate(lines, 1))
                raise DataError(f"{self._path} has {len(lines)} problems:{listed}")


def counted(count: int, what: str, whole: str = "") -> str:
    """How many such cases there are in all: `(3 such rows)`, `(1 such cell in this column)`."""
    return f"({count:,} such {what}{'' if count == 1 else 's'}{whole})"


def shown(text: object) -> str:
    """A cell as an error shows it: in quotes, the end of a long one left out."""
    cell = str(text)
    if not cell.strip():
        return "nothing"
    return repr(cell if len(cell) <= 60 else f"{cell[:57]}...")
