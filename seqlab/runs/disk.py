"""What it means when a run folder cannot be written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seqlab.errors import SeqlabError
from seqlab.runs.untrusted import printable

ELSEWHERE = "or choose another folder with --outputs"


@contextmanager
def explaining_errors(folder: Path, *, otherwise: str = ELSEWHERE) -> Iterator[None]:
    """Turn an error of the system while a folder is written into one that the user can act on.

    Args:
        folder: named in the error.
        otherwise: what to do besides looking at permissions and space.

    Raises:
        SeqlabError: the block raised an OSError.
    """
    try:
        yield
    except OSError as error:
        raise SeqlabError(
            f"Cannot write to the folder {printable(folder)}: {error.strerror or error}.",
            remedy=f"Check its permissions and the space on its disk, {otherwise}.",
        ) from error
