"""What every baseline has in common."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Protocol

from seqlab.component import Component

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.data import Data, SplitName


class Fitted(Protocol):
    """A baseline that has seen the training samples."""

    def predict(self, split: SplitName) -> NDArray[np.float64]:
        """What it says of every evaluation sample of a split, in their order.

        Returns:
            `(samples, ...)`: numbers in the form of the task's targets for a forecast, log-odds
            or a score for each class for a classification.
        """


class Baseline(Component):
    """A simple model that a network has to beat, on exactly the network's samples."""

    is_slow: ClassVar[bool] = False
    """Whether it takes so long that what it says is kept."""
    libraries: ClassVar[tuple[str, ...]] = ()
    """Installed packages whose version decides what it says."""

    kind: str

    @abstractmethod
    def obstacle(self, data: Data) -> str:
        """Why it cannot be had for this data, as a clause; empty where it can."""

    @abstractmethod
    def fit(self, data: Data) -> Fitted:
        """Learn from the training samples alone.

        Args:
            data: loaded, without an `obstacle`.
        """
