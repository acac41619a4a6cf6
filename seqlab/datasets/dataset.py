"""What every dataset has in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from seqlab.advice import Finding, Surroundings
from seqlab.component import Component

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.data import Data
    from seqlab.tasks.inputs import InputForm
    from seqlab.tasks.preprocessing import Preprocessing
    from seqlab.tasks.task import Task


@dataclass(frozen=True, eq=False)
class Drawing:
    """A series as `seqlab inspect --plot` draws it.

    Args:
        times: when each value was measured, `(rows,)`, ascending.
        values: in `unit`, `(rows,)`.
        label: what they are, such as `temperature`.
        unit: their original unit.
        splits: the first row of each split and the row after its last, by the split's name.
    """

    times: NDArray[np.datetime64]
    values: NDArray[Any]
    label: str
    unit: str
    splits: dict[str, tuple[int, int]]


class Dataset(Component):
    """Where samples come from, how they are split, and what is asked about them."""

    warning_names: ClassVar[tuple[str, ...]] = ()
    """The names of what `warn` may find."""

    batch_size: int
    """Samples in one training batch."""

    @property
    @abstractmethod
    def task(self) -> type[Task]:
        """The question that models are asked."""

    @property
    @abstractmethod
    def input_form(self) -> InputForm:
        """What a model sees of a sample, known before anything is loaded."""

    @property
    @abstractmethod
    def length(self) -> int:
        """Time steps of one input; 0 where there is no time."""

    @property
    @abstractmethod
    def preprocessing_type(self) -> type[Preprocessing]:
        """What reads the preprocessing that a run of this dataset keeps."""

    @property
    def vector_dimension(self) -> int | None:
        """Numbers in the vectors learned elsewhere that it has for its tokens, if it has any."""
        return None

    @property
    def pads_before(self) -> bool:
        """Whether short inputs are filled up in front."""
        return False

    @abstractmethod
    def load(self) -> Data:
        """Get the real thing.

        Raises:
            DataError: a file cannot be had, read or trusted.
            ConfigError: the settings do not fit the data.
        """

    def shortened(self, batches: int) -> Self:
        """The same data with a quick validation split, to see that everything runs.

        Args:
            batches: of validation samples, at least; data that is quick anyway stays as it is.
        """
        return self

    def drawing(self, data: Data) -> Drawing | None:
        """The series behind loaded data; None where there is none to draw."""
        return None

    def warn(self, surroundings: Surroundings) -> Iterator[Finding]:
        """Warnings about these settings."""
        return iter(())
