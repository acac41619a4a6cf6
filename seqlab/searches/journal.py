"""The trials that have ended, in Optuna's journal file: a line each, written when a trial ends.

A trial that is under way is in its run folder and nowhere else, so that a killed search leaves none
behind that runs for ever. The file can be opened with Optuna and with its dashboard.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from seqlab.errors import DataError
from seqlab.runs.untrusted import printable

if TYPE_CHECKING:
    from optuna.study import Study
    from optuna.trial import FrozenTrial

    from seqlab.searches.search import Search

JOURNAL = "journal.log"


class Journal:
    """The ended trials of a search, of which no other process is at work.

    Args:
        folder: of the search.
        search: what is searched.

    Raises:
        DataError: the file is damaged.
    """

    def __init__(self, folder: Path, search: Search) -> None:
        import optuna
        from optuna.storages import JournalStorage
        from optuna.storages.journal import JournalFileBackend

        path = folder / JOURNAL
        # Killed while it wrote, Optuna leaves its lock behind, for whose end it waits 30 s.
        for lock in folder.glob(f"{JOURNAL}.lock*"):
            lock.unlink()
        _cut_torn_line(path)
        try:
            self.study: Study = optuna.create_study(
                storage=JournalStorage(JournalFileBackend(str(path))),
                study_name=search.name,
                direction=search.goal.goal,
                load_if_exists=True,
            )
            self.ended: list[FrozenTrial] = self.study.get_trials()
        except (ValueError, KeyError, TypeError) as error:
            raise DataError(
                f"The file {printable(path)} is damaged: {printable(str(error)[:200])}.",
                remedy="Restore it from a copy, or delete the search's folder and search again.",
            ) from error

    def add(self, trial: FrozenTrial) -> None:
        """Add the next trial; it is on the disk when this returns."""
        self.study.add_trial(trial)
        self.ended.append(self.study.get_trials()[-1])


def _cut_torn_line(path: Path) -> None:
    """Cut off a last line that was not written to its end: Optuna would read no further."""
    if not path.exists():
        return
    content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        with path.open("r+b") as file:
            file.truncate(whole)
