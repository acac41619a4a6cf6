"""The folder of an export, which is there as a whole or not at all."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seqlab.errors import ConfigError
from seqlab.runs.atomic import flush_folder
from seqlab.runs.disk import explaining_errors
from seqlab.runs.untrusted import printable

ELSEWHERE = "or choose another folder with --output"


def check_free(folder: Path) -> None:
    """Refuse a folder that holds something already.

    Raises:
        ConfigError: it does, or is no folder.
        SeqlabError: nobody may look into it.
    """
    with explaining_errors(folder, otherwise=ELSEWHERE):
        if not os.path.lexists(folder):
            return
        if folder.is_dir() and not any(folder.iterdir()):
            return
    what = "is not empty" if folder.is_dir() else "is no folder"
    raise ConfigError(
        f"Cannot export to {printable(folder)}: it {what}, and nothing is ever overwritten.",
        remedy="Choose another folder with --output, or delete this one.",
    )


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder beside, which takes the place of `folder` once all is in it.

    Where the block raises an error, nothing is left.

    Args:
        folder: from `check_free`; missing folders above it are made.

    Raises:
        SeqlabError: it cannot be written.
    """
    folder = folder.resolve()
    with explaining_errors(folder, otherwise=ELSEWHERE):
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.tmp")
        beside.mkdir()
        try:
            yield beside
            for path in beside.rglob("*"):
                _flush(path)
            flush_folder(beside)
            beside.rename(folder)
            flush_folder(folder.parent)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file, by its path in the folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _flush(path: Path) -> None:
    """Make a file outlast a power cut."""
    if path.is_dir():
        flush_folder(path)
        return
    with path.open("rb") as file:
        os.fsync(file.fileno())
