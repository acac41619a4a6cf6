"""Files that are either the old one or the new one, whole, whatever happens while writing."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seqlab.runs.strict_json import strict_json


def write_bytes(path: Path, content: bytes) -> None:
    """Put `content` in the place of the file at `path` in one step.

    Raises:
        OSError: the folder is missing, full or not writable; the old file is then untouched.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        flush_folder(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def replace(beside: Path, path: Path) -> None:
    """Put the finished file `beside` in the place of the one at `path` in one step.

    Raises:
        OSError: the folder is missing or not writable; the old file is then untouched.
    """
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    beside.replace(path)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make a renaming outlast a power cut, where the system lets folders be flushed."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_text(path: Path, text: str) -> None:
    """Put `text`, in UTF-8, in the place of the file at `path` in one step.

    Raises:
        OSError: the folder is missing, full or not writable; the old file is then untouched.
    """
    write_bytes(path, text.encode())


def write_json(path: Path, document: Mapping[str, Any]) -> None:
    """Put `document` as strict JSON in the place of the file at `path` in one step.

    Args:
        path: the file.
        document: what `strict_json` takes.

    Raises:
        OSError: the folder is missing, full or not writable; the old file is then untouched.
    """
    write_text(path, strict_json(document) + "\n")
