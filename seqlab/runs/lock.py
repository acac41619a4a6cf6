"""One process per run folder: a lock that the system takes back when its holder dies."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seqlab.errors import SeqlabError
from seqlab.runs.untrusted import printable


class FolderLock:
    """Held from `take` to `release`, or to the end of the process, however it ends.

    The lock is on the folder itself and leaves no file behind. Windows has no such locks; there
    nothing is held.

    Args:
        folder: the run folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor: int | None = None

    def take(self, *, wait: bool = False) -> None:
        """Take the lock.

        Args:
            wait: until it is free; else a lock that another process holds is an error.

        Raises:
            SeqlabError: another process has it.
        """
        if sys.platform == "win32":
            return
        import fcntl

        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError as error:
            os.close(descriptor)
            raise SeqlabError(
                f"The run {printable(self._folder)} is being trained by another process.",
                remedy="Wait for its end, or stop it: `seqlab runs show` names its process.",
            ) from error
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back, if it is held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other process works in a folder, and keep others out for a short task."""
    lock = FolderLock(folder)
    lock.take(wait=True)
    try:
        yield
    finally:
        lock.release()
