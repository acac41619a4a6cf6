"""Folders of texts: a folder for each class, and a file in it for each text."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from seqlab.datasets.sources.own_file.encoded import undecodable
from seqlab.datasets.sources.text_file import collecting
from seqlab.datasets.sources.text_file.collecting import Collected
from seqlab.errors import DataError


def read_folder(collected: Collected) -> None:
    """Collect the texts of a folder, by class and then by the name of their file.

    What is hidden is left aside, and so are files beside the folders of the classes: read-me files
    and lists are common there. Anything but `.txt` within a class is a fault: a text under another
    name would be missed.

    Raises:
        DataError: a folder or a file cannot be read, or there is too much text.
    """
    root, encoding = collected.path.resolve(), collected.columns.encoding_of_file
    classes = [entry for entry in _entries(root) if entry.is_dir()]
    if not classes:
        collected.note(
            "classes",
            "the folder",
            "expected a folder in it for each class, with the texts as .txt files, found none",
            "",
        )
    for one in classes:
        if _is_outside(one, root):
            _note_link(collected, one.name)
            continue
        found = False
        for entry in _entries(Path(one.path)):
            found = True
            place = f"{one.name}/{entry.name}"
            if _is_outside(entry, root):
                _note_link(collected, place)
            elif not entry.name.lower().endswith(".txt") or not entry.is_file():
                collected.note(
                    "suffix", place, "expected .txt files alone in the folder of a class"
                )
            else:
                collected.add(_read(collected, Path(entry.path), place, encoding), one.name, place)
        if not found:
            collected.note("empty", one.name, "expected .txt files in the folder of a class")


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """What is in a folder and not hidden, by name."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise DataError(f"{folder} cannot be read: {error.strerror}.") from error
    return (entry for entry in found if not entry.name.startswith("."))


def _is_outside(entry: os.DirEntry[str], root: Path) -> bool:
    """Whether it is a link that leads out of the folder, or nowhere."""
    if not entry.is_symlink():
        return False
    try:
        return not Path(entry.path).resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):  # nothing is there, or links go in a circle
        return True


def _note_link(collected: Collected, place: str) -> None:
    collected.note(
        "link",
        place,
        "expected folders and files, found a link that leads out of the folder, or nowhere",
        "Copy what it leads to into the folder.",
    )


def _read(collected: Collected, path: Path, place: str, encoding: str) -> str:
    try:
        size = path.stat().st_size
        if size > collecting.LONGEST_TEXT * 4:  # bytes, of which a letter takes four at most
            collected.note_long(place)
            return ""
        return path.read_bytes().decode(encoding).removeprefix("\ufeff")
    except UnicodeError:
        # Which lines it is says less than which file.
        where = undecodable(path, encoding) or f"it is no text in {encoding}."
        collected.note("bytes", place, where.removesuffix("."), "")
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from error
    return ""
