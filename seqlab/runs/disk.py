"""What it means when a run folder cannot be written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seqlab.errors import SeqlabError
from seqlab.runs.untrusted import printable


@contextmanager
def reporting(folder: Path) -> Iterator[None]:
    """Turn an error of the system while a folder is written into one that the user can act on."""
    try:
        yield
    except OSError as error:
        raise SeqlabError(
            f"Cannot write to the folder {printable(folder)}: {error.strerror}.",
            remedy="Check its permissions and the space on its disk, "
            "or choose another folder with --outputs.",
        ) from error
