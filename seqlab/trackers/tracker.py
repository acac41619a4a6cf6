"""What all trackers have in common, and how one is chosen."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING

import seqlab.trackers
from seqlab.component import Component
from seqlab.errors import ConfigError, did_you_mean
from seqlab.experiment.document import Document, Place
from seqlab.experiment.overrides import apply_override
from seqlab.experiment.problems import check
from seqlab.room import Room

if TYPE_CHECKING:
    from seqlab.runs.reader import Run


class Tracker(Component):
    """Shows the runs of many experiments together, outside of seqlab."""

    @abstractmethod
    def send(self, run: Run) -> str:
        """Send what a run came to. A second time, it takes the place of the first.

        Args:
            run: a completed one.

        Returns:
            Where it is now: a folder or an address.

        Raises:
            DataError: the run folder is damaged.
            SeqlabError: the tracker cannot be reached, or refuses it.
        """


TRACKERS = Room(seqlab.trackers, Tracker)


def make_tracker(kind: str, overrides: Sequence[str]) -> Tracker:
    """A tracker with its settings.

    Args:
        kind: what it is called.
        overrides: `KEY=VALUE` each.

    Raises:
        ConfigError: there is no such tracker, or its settings are wrong; names all that are.
    """
    if kind not in TRACKERS.kinds:
        raise ConfigError(
            f"There is no tracker {kind!r}{did_you_mean(kind, TRACKERS.kinds)}",
            remedy="They are: " + ", ".join(TRACKERS.kinds),
        )
    document = Document({"kind": kind}, values={(): Place(f"tracker {kind}")})
    for override in overrides:
        apply_override(document, override)
    return check(document, TRACKERS.find(kind))
