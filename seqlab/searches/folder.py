"""The folder of a search, `OUTPUTS/<search name>/`: what it is, and who works in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seqlab.errors import ConfigError, DataError, SeqlabError
from seqlab.experiment.source import read_file, write_text
from seqlab.runs import atomic
from seqlab.runs.difference import leaves
from seqlab.runs.disk import explaining_errors
from seqlab.runs.lock import FolderLock
from seqlab.runs.untrusted import printable
from seqlab.searches.search import Search

SEARCH = "search.yaml"
BATCH = "batch"
MOST_SHOWN = 10


@contextmanager
def search_folder(outputs: Path, search: Search, jobs: int) -> Iterator[tuple[Path, int]]:
    """Work alone in the folder of a search: a new one, or one to go on with.

    Args:
        outputs: the folder of all runs.
        search: what is searched.
        jobs: runs at the same time, which a new search proposes in one batch.

    Yields:
        The folder, and the trials in one batch, which stay as they were as it began.

    Raises:
        ConfigError: it began with other settings; says which.
        SeqlabError: another process searches there, or it cannot be written.
    """
    folder = outputs / search.name
    with explaining_errors(outputs):
        folder.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(folder)
    try:
        lock.take()
    except SeqlabError as error:
        raise SeqlabError(
            f"Another process searches in {printable(folder)}.",
            remedy="Wait for its end, or stop it.",
        ) from error
    try:
        path = folder / SEARCH
        if not path.exists():
            with explaining_errors(outputs):
                atomic.write_text(path, write_text({**search.record(), BATCH: jobs}))
        yield folder, _check_same(path, search)
    finally:
        lock.release()


def _check_same(path: Path, search: Search) -> int:
    """Refuse another search than the folder's; gives the trials in one batch."""
    began = read_file(path).data
    batch = began.pop(BATCH, None) if isinstance(began, dict) else None
    if not isinstance(batch, int) or batch < 1:
        raise DataError(
            f"The file {printable(path)} is damaged: it does not tell the trials in one batch.",
            remedy="Restore it from a copy, or delete the search's folder and search again.",
        )
    before, now = dict(leaves(began)), dict(leaves(search.record()))
    changed = [key for key in {**before, **now} if before.get(key) != now.get(key)]
    changed.sort(key=lambda key: key.startswith("experiment."))  # what the file itself says first
    if changed:
        lines = [
            f"  {printable(key)}: was {printable(before.get(key, 'not set'))}, "
            f"is {printable(now.get(key, 'not set'))}"
            for key in changed[:MOST_SHOWN]
        ]
        more = len(changed) - MOST_SHOWN
        lines += [f"  and {more} more"] if more > 0 else []
        raise ConfigError(
            "\n".join([f"The search {search.name} began with other settings:", *lines]),
            remedy="Give the changed search another `name`, or undo the changes to go on with "
            f"this one. Its settings are in {printable(path)}.",
        )
    return batch
