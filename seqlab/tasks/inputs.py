"""What a model sees of one sample: a sequence of numbers, tokens, or one vector."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

InputForm = Literal["sequence", "tokens", "bag"]


@dataclass(frozen=True)
class Sequence:
    """Numbers in time.

    Args:
        length: time steps.
        features: numbers in each of them.
        name: of the model's input.
    """

    form: ClassVar[InputForm] = "sequence"
    dtype: ClassVar[str] = "float32"

    length: int
    features: int
    name: str = "series"

    @property
    def shape(self) -> tuple[int, ...]:
        """Of one sample: `(time, features)`."""
        return self.length, self.features


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


Inputs = Sequence | Tokens | Bag


def sample_bytes(inputs: Inputs) -> int:
    """The memory that one sample takes: four bytes a number, of either kind."""
    return 4 * math.prod(inputs.shape)
