"""The history of a run: the content of history.csv, a row per finished epoch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from seqlab.errors import DataError
from seqlab.runs.untrusted import printable, read_numbers

Row = dict[str, float]
"""`epoch`, `loss`, metrics, `val_loss`, `val_` metrics, `learning_rate` and `seconds`, by name."""

VALIDATION = "val_"
"""What Keras puts before the name of a value on the validation split."""
NEEDED = {"epoch", "loss", "val_loss"}


@dataclass(frozen=True)
class History:
    """What a run measured, epoch by epoch.

    Args:
        rows: one per finished epoch, all with the same columns.
    """

    rows: Sequence[Row]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @property
    def best_epoch(self) -> int:
        """The epoch with the lowest validation loss, counted from 1; of equal ones the first."""
        losses = self.column("val_loss")
        return 1 + min(range(len(losses)), key=losses.__getitem__)

    @property
    def seconds_per_epoch(self) -> float:
        """The median."""
        return median(self.column("seconds"))

    def column(self, name: str) -> list[float]:
        """One column, a number per epoch."""
        return [row[name] for row in self.rows]

    def validation(self, epoch: int) -> dict[str, float]:
        """The loss and each metric on the validation split after an epoch, counted from 1."""
        return {
            name.removeprefix(VALIDATION): value
            for name, value in self.rows[epoch - 1].items()
            if name.startswith(VALIDATION)
        }


def read_history(path: Path) -> History:
    """Read history.csv; a missing file is a run without a finished epoch.

    Raises:
        DataError: it is damaged; names the line, or the column that is missing.
    """
    rows = read_numbers(path) if path.exists() else []
    missing = NEEDED - rows[0].keys() if rows else set()
    if missing:
        raise DataError(
            f"The file {printable(path)} is damaged: it has no column "
            f"{' and no column '.join(sorted(missing))}.",
            remedy="Restore it from a copy, or run the experiment again.",
        )
    return History(rows)
