"""Texts and labels while they are read, and all that is wrong with them."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from seqlab.datasets.sources.own_file.faults import MEND, Faults, counted, shown
from seqlab.datasets.sources.text_file.columns import TextColumns
from seqlab.datasets.sources.text_file.table import TextTable
from seqlab.errors import DataError, did_you_mean

LONGEST_TEXT = 10_000_000
"""Characters of a text or a label: a longer one is a cell that somebody forgot to close."""
MOST_TEXTS = 20_000_000
"""Texts are in memory all at once."""
MOST_CHARACTERS = 1 << 31
"""Of all texts and labels together; also bytes of a file, once unpacked."""
MOST_NAMES = 1000
"""Columns among which one with a similar name is looked for."""


@dataclass
class _Fault:
    """Faults of one kind: the first one, and how many there are."""

    text: str
    remedy: str
    count: int = 0


class Collected:
    """Texts that are read one by one, and faults, of which each kind is told once, with its number.

    Args:
        path: the file or folder.
        columns: whether labels are looked for.
        word: what a place is called; see `TextTable`.
    """

    def __init__(self, path: Path, columns: TextColumns, word: str) -> None:
        self.path, self.columns, self.word = path, columns, word
        self._texts: list[str] = []
        self._labels: list[str] | None = None if columns.label is None else []
        self._numbers = array("q")
        self._names: list[str] = []
        self._characters = 0
        self._digest = hashlib.sha256(b"texts" if columns.label is None else b"labelled texts")
        self._faults: dict[str, _Fault] = {}

    def add(self, text: str, label: str, place: int | str) -> None:
        """Keep a text.

        Args:
            text: empty where it is missing.
            label: its label, empty where it is missing; left aside where none are looked for.
            place: where it stands, as `TextTable` has it.

        Raises:
            DataError: there are more texts, or more characters, than memory is meant to hold.
        """
        if isinstance(place, int):
            self._numbers.append(place)
        else:
            self._names.append(place)
        self._texts.append(text)
        self._check(text, place)
        if self._labels is not None:
            self._labels.append(label)
            self._check(label, place)
        if len(self._texts) > MOST_TEXTS:
            raise self.too_much(f"{MOST_TEXTS:,} texts")

    def _check(self, cell: str, place: int | str) -> None:
        """Count a cell and its digest in, and note what cannot be text."""
        self._characters += len(cell)
        if self._characters > MOST_CHARACTERS:
            raise self.too_much(f"{MOST_CHARACTERS:,} characters")
        if len(cell) > LONGEST_TEXT:
            self.note_long(place)
        if "\0" in cell:
            self.note(
                "nul",
                place,
                "expected text, found a NUL byte",
                "Save it as text, or set dataset.encoding_of_file if it is of another encoding.",
            )
        try:
            content = cell.encode()
        except UnicodeEncodeError as error:
            half = f"\\u{ord(cell[error.start]):04x}"
            self.note("half", place, f"expected letters, found {half}, which is half of one")
            return
        self._digest.update(len(content).to_bytes(8, "little"))
        self._digest.update(content)

    def note(self, kind: str, place: int | str, text: str, remedy: str = MEND) -> None:
        """Note a fault; of one kind, the first is told in full.

        Args:
            kind: of the fault.
            place: as `add` takes it.
            text: what was expected and what was found, without a full stop.
            remedy: which setting decides, or how to mend the file, a sentence.
        """
        where = place if isinstance(place, str) else f"{self.word} {place:,}"
        self._faults.setdefault(kind, _Fault(f"{where}: {text}", remedy)).count += 1

    def note_long(self, place: int | str) -> None:
        """Note a cell that is longer than any text."""
        self.note(
            "long",
            place,
            f"expected at most {LONGEST_TEXT:,} characters in a text, found more",
            "Close the quotes that begin it, or shorten the text.",
        )

    def note_bytes(self, text: str) -> None:
        """Note bytes that are no text, in the words of `undecodable`."""
        self._faults["bytes"] = _Fault(text.removesuffix("."), "", 1)

    def note_columns(self, names: Sequence[str], place: int | str) -> Mapping[str, int]:
        """Note which columns are not there, or there more than once.

        Args:
            names: of all columns.
            place: where they stand.

        Returns:
            The number of each column that is there.
        """
        for setting, name in self.columns.wanted.items():
            count = names.count(name)
            if count == 0:
                self.note_absent("column", setting, name, names, place)
            elif count > 1:
                self.note(
                    f"{setting} repeated",
                    place,
                    f"expected one column {name!r}, found {count} of that name",
                    "Give each column a name of its own.",
                )
        return {name: names.index(name) for name in self.columns.wanted.values() if name in names}

    def too_much(self, what: str) -> DataError:
        """The error about a file that is larger than memory is meant to hold."""
        return DataError(
            f"{self.path} holds more than {what}, and all texts are in memory at once.",
            remedy="Take a part of them.",
        )

    def note_absent(
        self, what: str, setting: str, name: str, names: Sequence[str], place: int | str
    ) -> None:
        """Note that a column or key is not there.

        Args:
            what: which of them it is.
            setting: what names it.
            name: its name.
            names: those that are there.
            place: where they are.
        """
        text = ""
        if setting not in self._faults:  # else it takes longer than reading does
            listed = ", ".join(map(shown, names[:20])) + (", ..." if len(names) > 20 else "")
            text = (
                f"expected a {what} {name!r}, which {setting} names, found none"
                f"{did_you_mean(name, names[:MOST_NAMES])} Found: {listed}"
            )
        self.note(setting, place, text, f"{setting} decides.")

    @property
    def is_faulty(self) -> bool:
        """Whether anything is wrong so far."""
        return bool(self._faults)

    def table(self) -> TextTable:
        """What was collected.

        Raises:
            DataError: all that is wrong, a line for each kind of fault.
        """
        faults = Faults(self.path)
        if not self._texts and not self._faults:
            faults.add("expected texts, found none.", "")
        for fault in self._faults.values():
            noun = self.word or "file"
            count = f" {counted(fault.count, noun)}" if fault.count > 1 else ""
            faults.add(f"{fault.text}{count}.", fault.remedy)
        faults.raise_any()
        places = self._names or self._numbers
        return TextTable(
            self.path, self._texts, self._labels, self._digest.hexdigest(), self.word, places
        )
