"""What every format of an exported model has in common."""

from __future__ import annotations

import importlib.util
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from seqlab.errors import SeqlabError
from seqlab.tasks.deployment import Deployment, Port, Precision

if TYPE_CHECKING:
    import keras
    import numpy as np
    from numpy.typing import NDArray

Arrays = Mapping[str, "NDArray[Any]"]
"""An array for each input, by its name, `(samples, ...)`."""
AT_ONCE = 256
"""Samples that an exported model is tried on at a time."""


class Format(ABC):
    """A way to write a model, and to run what was written."""

    name: ClassVar[str]
    """What the command line calls it."""
    file: ClassVar[str]
    """What is written, in the folder of the export."""
    title: ClassVar[str]
    """What people call it."""
    modules: ClassVar[tuple[str, ...]] = ()
    """Further packages that it takes."""
    precision: ClassVar[Precision] = "float64"
    """Of numbers in original units."""

    def check_installed(self) -> None:
        """Refuse to begin without the packages that it takes.

        Raises:
            SeqlabError: names the extra that installs them.
        """
        missing = [name for name in self.modules if importlib.util.find_spec(name) is None]
        if missing:
            raise SeqlabError(
                f"Exporting to {self.name} takes what is not installed: {', '.join(missing)}.",
                remedy=f"Install it: pip install 'seqlab[{self.name}]'.",
            )

    def ports(self, deployment: Deployment) -> tuple[Port, ...]:
        """What a user gives to a model in this format."""
        return deployment.inputs

    def feed(self, deployment: Deployment, questions: Any) -> dict[str, NDArray[Any]]:
        """Samples of a run as a user would give them, by the names of `ports`."""
        given = deployment.feed(questions)
        return {
            port.name: given[port.name].astype(port.dtype(self.precision))
            for port in deployment.inputs
        }

    @abstractmethod
    def write(self, core: keras.Model, deployment: Deployment, folder: Path) -> None:
        """Write the model and all that stands around it.

        Args:
            core: a run's model.
            deployment: what stands around it.
            folder: to write `file` into.

        Raises:
            SeqlabError: the format cannot hold the model.
        """

    @abstractmethod
    def opened(self, folder: Path, output: str) -> Any:
        """Read what was written, with what its users run it with.

        Args:
            folder: that it was written into.
            output: the name of what it puts out.

        Returns:
            A function of one batch, from `Arrays` to an array.
        """

    def run(self, folder: Path, given: Arrays, output: str) -> NDArray[np.float64]:
        """What the written model says, first of one sample alone, then of many at a time.

        Args:
            folder: that it was written into.
            given: all samples.
            output: the name of what it puts out.

        Returns:
            `(samples, ...)`.
        """
        import numpy as np

        ask = self.opened(folder, output)
        count = len(next(iter(given.values())))
        answers = [
            np.asarray(ask({name: values[start:stop] for name, values in given.items()}))
            for start, stop in _batches(count)
        ]
        return np.concatenate(answers).astype(np.float64)

    @abstractmethod
    def loading(self, output: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Python that runs it: the modules to import, and lines from `inputs` to `output`.

        Args:
            output: the name of what it puts out.
        """


def _batches(count: int) -> Iterator[tuple[int, int]]:
    """Worked example, 600 samples: 0 to 1, 1 to 257, 257 to 513, 513 to 600."""
    yield 0, 1
    for start in range(1, count, AT_ONCE):
        yield start, min(start + AT_ONCE, count)
