"""What every dataset has in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self

from seqlab.advice import Finding, Surroundings
from seqlab.component import Component
from seqlab.errors import ConfigError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.data import Data, SplitName
    from seqlab.tasks.inputs import InputForm
    from seqlab.tasks.preprocessing import Preprocessing
    from seqlab.tasks.questions import Questions
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
        has_clock: whether the times are times; otherwise they count rows.
    """

    times: NDArray[np.datetime64]
    values: NDArray[Any]
    label: str
    unit: str
    splits: dict[str, tuple[int, int]]
    has_clock: bool = True


class Dataset(Component):
    """Where samples come from, how they are split, and what is asked about them."""

    warning_names: ClassVar[tuple[str, ...]] = ()
    """The names of what `warn` may find."""

    default_baselines: ClassVar[tuple[str, ...]]
    """The kinds of the baselines that results stand beside; the first is the naive one."""

    kind: str
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

    def located(self, folder: Path) -> Self:
        """The same settings with files found that they name relative to a config.

        Args:
            folder: of the config.
        """
        return self

    def drawings(self, data: Data) -> tuple[Drawing, ...]:
        """The series behind loaded data; empty where there is none to draw."""
        return ()

    def upcoming(self, prepared: Preprocessing, path: Path | None) -> Questions:
        """What a trained model is asked next: the last window of every series, or a file of texts.

        Args:
            prepared: what the model is fed by, as its run keeps it.
            path: a file of the form of the dataset's own; None for that one, as it is now.

        Raises:
            ConfigError: nothing can be asked of data of this kind.
            DataError: the file cannot be had or read, or is not what the model can be fed with.
        """
        self._refuse_questions()

    def about(self, prepared: Preprocessing, texts: Sequence[str]) -> Questions:
        """What a trained model is asked about some texts.

        Raises:
            ConfigError: this data does not consist of texts.
        """
        raise ConfigError(
            f"--text asks about texts, and dataset {self.kind} has none.",
            remedy="Name a file with --data.",
        )

    def judged(self, data: Data, split: SplitName) -> Questions:
        """All samples of a split of loaded data, in the order of their evaluation.

        Raises:
            ConfigError: nothing can be asked of data of this kind.
        """
        self._refuse_questions()

    def template(self, prepared: Preprocessing, path: Path | None, *, parquet: bool) -> bytes:
        """The content of a file that `upcoming` reads, for what is to be filled in.

        Args:
            prepared: as for `upcoming`.
            path: as for `upcoming`.
            parquet: or text.

        Raises:
            ConfigError: there is nothing to fill in.
            DataError: as for `upcoming`.
        """
        raise ConfigError(
            f"--template writes the rows ahead in which known columns are filled in, and dataset "
            f"{self.kind} has none.",
            remedy="Leave --template out.",
        )

    def _refuse_questions(self) -> NoReturn:
        raise ConfigError(
            f"`seqlab predict` says how series go on and what texts are about; dataset {self.kind} "
            "has neither.",
            remedy="Feed the run's model in Python: `run.model()` and `run.preprocessing()`.",
        )

    def warn(self, surroundings: Surroundings) -> Iterator[Finding]:
        """Warnings about these settings."""
        return iter(())
