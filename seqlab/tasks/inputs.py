"""What a model sees of one sample: a sequence of numbers, tokens, or one vector.

What a model sees beside it (numbers that are known ahead, or that never change) comes in inputs of
its own. Such a batch is a tuple of arrays, in the order of `parts`; any other batch is one array.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

InputForm = Literal["sequence", "tokens", "bag"]


@dataclass(frozen=True)
class Part:
    """One array of a batch of inputs.

    Args:
        name: of the model's input.
        shape: of one sample.
        dtype: of the numbers.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str = "float32"


@dataclass(frozen=True)
class Sequence:
    """Numbers in time, and what is known beside them.

    Args:
        length: time steps.
        features: numbers in each of them.
        name: of the model's input.
        known: time steps ahead and the numbers that are known of each; no numbers where none are.
        static: numbers that never change.
    """

    form: ClassVar[InputForm] = "sequence"
    dtype: ClassVar[str] = "float32"

    length: int
    features: int
    name: str = "series"
    known: tuple[int, int] = (0, 0)
    static: int = 0

    @property
    def shape(self) -> tuple[int, ...]:
        """Of one sample: `(time, features)`."""
        return self.length, self.features

    @property
    def parts(self) -> tuple[Part, ...]:
        """The sequence, what is known ahead `(horizon, known)`, what never changes `(static,)`."""
        found = [Part(self.name, self.shape)]
        if self.known[1]:
            found.append(Part("known", self.known))
        if self.static:
            found.append(Part("static", (self.static,)))
        return tuple(found)


@dataclass(frozen=True)
class Tokens:
    """One number for each word or other token; an embedding makes vectors of them.

    Args:
        length: time steps.
        vocabulary: number of distinct tokens, special ones included; 0 pads.
        vectors: a vector for each token that was learned elsewhere, `(vocabulary, dimension)`.
    """

    form: ClassVar[InputForm] = "tokens"
    dtype: ClassVar[str] = "int32"
    name: ClassVar[str] = "tokens"

    length: int
    vocabulary: int
    vectors: NDArray[np.float32] | None = field(default=None, repr=False, compare=False)

    @property
    def shape(self) -> tuple[int, ...]:
        """Of one sample: `(time,)`."""
        return (self.length,)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Itself alone."""
        return (Part(self.name, self.shape, self.dtype),)


@dataclass(frozen=True)
class Bag:
    """One vector without any order in time.

    Args:
        features: numbers in it.
        name: of the model's input.
    """

    form: ClassVar[InputForm] = "bag"
    dtype: ClassVar[str] = "float32"

    features: int
    name: str = "vectors"

    @property
    def shape(self) -> tuple[int, ...]:
        """Of one sample: `(features,)`."""
        return (self.features,)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Itself alone."""
        return (Part(self.name, self.shape, self.dtype),)


Inputs = Sequence | Tokens | Bag


def sample_bytes(inputs: Inputs) -> int:
    """The memory that one sample takes: four bytes a number, of either kind."""
    return 4 * sum(math.prod(part.shape) for part in inputs.parts)
