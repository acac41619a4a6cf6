"""What stands around a model that is used without seqlab: raw numbers in, answers out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import keras
    import numpy as np
    from numpy.typing import NDArray

Precision = Literal["float32", "float64"]
"""Of raw numbers and forecasts; what a model computes in between is float32."""
Kind = Literal["raw", "float32", "int32", "int64", "string"]
"""Of the numbers of a port; `raw` ones are in original units, as precise as the format has them."""


@dataclass(frozen=True)
class Port:
    """An input or an output of an exported model.

    Args:
        name: the same in every format.
        shape: of one sample.
        kind: of its numbers.
        meaning: a sentence for people.
        unit: of its numbers, such as `degC`; empty where it is not known or there are several.
        columns: what stands in its last axis, in this order; none where that is not columns.
        units: of each column; none where there are no columns.
    """

    name: str
    shape: tuple[int, ...]
    kind: Kind
    meaning: str
    unit: str = ""
    columns: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    def dtype(self, precision: Precision) -> str:
        """Of its numbers in a format with this precision."""
        return precision if self.kind == "raw" else self.kind

    def record(self, precision: Precision) -> dict[str, Any]:
        """As export.json has it; null stands for a batch of any size."""
        record: dict[str, Any] = {
            "name": self.name,
            "dtype": self.dtype(precision),
            "shape": [None, *self.shape],
            "meaning": self.meaning,
            "unit": self.unit,
        }
        if self.columns:
            record |= {"columns": list(self.columns), "units": list(self.units)}
        return record


@dataclass(frozen=True)
class Code:
    """Python that needs no seqlab, for people to copy.

    Args:
        imports: the modules that it needs, besides NumPy.
        lines: they end with the inputs of one sample, `inputs = {"tokens": ...}`.
    """

    imports: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Strings:
    """Strings in the place of what is made of them.

    Args:
        port: the input of strings.
        encode: a `tf.Module` from these, `(batch,)`, to the one input of the deployment.
        feed: the strings of samples of a run, `(samples,)`.
    """

    port: Port
    encode: Callable[[Any], Any]
    feed: Callable[[Any], NDArray[Any]]


class Deployment(ABC):
    """The graph around a model, and how samples of a run are fed to it.

    Building it takes TensorFlow; all else does not.
    """

    @property
    @abstractmethod
    def question(self) -> str:
        """What the model answers: `forecast of T (degC)`."""

    @property
    @abstractmethod
    def inputs(self) -> tuple[Port, ...]:
        """What a user gives."""

    @property
    @abstractmethod
    def output(self) -> Port:
        """What a user gets."""

    @abstractmethod
    def to_model(
        self, given: Mapping[str, keras.KerasTensor], precision: Precision
    ) -> list[keras.KerasTensor]:
        """From what a user gives to what the model sees, in the order of its inputs.

        Args:
            given: a tensor for each of `inputs`, `(batch, ...)`.
            precision: of raw numbers.
        """

    @abstractmethod
    def from_model(
        self,
        outputs: keras.KerasTensor,
        given: Mapping[str, keras.KerasTensor],
        precision: Precision,
    ) -> keras.KerasTensor:
        """From what the model puts out to what a user gets, `(batch, ...)` as `output` says.

        Args:
            outputs: the model's, `(batch, ...)`.
            given: as for `to_model`.
            precision: of forecasts.
        """

    @abstractmethod
    def feed(self, questions: Any) -> dict[str, NDArray[Any]]:
        """The raw numbers of samples of a run, by the names of `inputs`, `(samples, ...)`.

        Args:
            questions: the samples, of the kind that the run's dataset makes.
        """

    @abstractmethod
    def expected(self, questions: Any, outputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """What seqlab itself says of the samples, `(samples, ...)` as `output` says.

        Args:
            questions: the samples.
            outputs: of the run's model, `(samples, ...)`.
        """

    @abstractmethod
    def scale(self, questions: Any) -> NDArray[np.float64]:
        """What counts as 1 in a difference between two answers; shaped to go with `expected`."""

    def raw(self, questions: Any) -> dict[str, list[Any]]:  # noqa: ARG002
        """What `code` begins with, of samples of a run, by the names that it has there."""
        return {}

    @property
    @abstractmethod
    def facts(self) -> Sequence[str]:
        """What a user must know to feed the model: which rows, which clock; a paragraph each."""

    @property
    @abstractmethod
    def limits(self) -> Sequence[str]:
        """What the model was made for, and is no good outside of; a sentence each."""

    @property
    def beside(self) -> Mapping[str, Any]:
        """What lies beside the model as JSON, to prepare its inputs with; nothing where none is."""
        return {}

    @property
    def code(self) -> Code | None:
        """Python that prepares the inputs from raw ones; None where these are raw."""
        return None

    @property
    def strings(self) -> Strings | None:
        """Strings as the one input, for formats that hold TensorFlow's own operations.

        Returns:
            None where there are none, or where it cannot be told exactly what is made of them.
        """
        return None
