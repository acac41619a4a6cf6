"""When the epochs of a run ended."""

from __future__ import annotations

from datetime import datetime
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seqlab.runs.history import History
    from seqlab.runs.reader import Run


def ends_of_epochs(run: Run, history: History) -> list[float]:
    """When each epoch ended, in seconds since 1970, as if none had been interrupted."""
    try:
        begin = datetime.fromisoformat(run.status_record.started).timestamp()
    except (ValueError, OverflowError):  # an older folder, or one that somebody wrote by hand
        begin = 0.0
    return list(accumulate((row.get("seconds", 0.0) for row in history), initial=begin))[1:]
