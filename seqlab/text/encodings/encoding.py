"""What every encoding of texts has in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from pydantic import Field

from seqlab.component import Component, Settings
from seqlab.errors import DataError
from seqlab.tasks.preprocessing import Preprocessing
from seqlab.text.words import Splitting

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.deployment import Code, Deployment
    from seqlab.tasks.inputs import InputForm, Inputs
    from seqlab.text.corpus import Corpus
    from seqlab.text.vectors import Vectors


class Classes(Settings):
    """The classes of labelled texts."""

    names: tuple[str, ...] = Field(strict=False)
    """In the order of their numbers."""
    weights: tuple[float, ...] = Field((), strict=False)
    """How much a text of each counts in the loss; none where all count the same."""


class TextPreprocessing(Preprocessing):
    """What encodes texts as the training texts were encoded."""

    splitting: Splitting = "keras"
    """How texts become words."""
    classes: Classes | None = None
    """What the texts are told apart by; null in runs of before these were kept."""

    def inputs(self, raw: Sequence[str]) -> NDArray[Any]:
        """A batch of inputs from the texts themselves."""
        for place, text in enumerate(raw):
            if not isinstance(text, str):
                raise DataError(f"Text {place} is no text but {type(text).__name__}: {text!r:.60}.")
        return self.encode(raw)

    @property
    def vocabulary(self) -> Sequence[str] | None:
        """The words that a model tells apart; None where there is no such list."""
        return None

    @abstractmethod
    def encode(self, texts: Sequence[str]) -> NDArray[Any]:
        """What a model sees of texts, `(texts, ...)`."""

    def strings(self) -> Callable[[Any], Any] | None:
        """The same in TensorFlow's own operations, for models that are served alone.

        Returns:
            A `tf.Module` from strings `(batch,)` to tokens `(batch, time)`, before these become
            vectors, or to a bag `(batch, columns)`; None where that cannot be told exactly.
        """
        return None

    def code(self) -> Code | None:
        """The same in plain Python, from `text` to `inputs`; see `seqlab.text.plain_python`.

        Returns:
            None where nobody has written it down: such a run cannot be exported.
        """
        return None

    def kept(self) -> dict[str, Any]:
        """What that code finds in `kept` besides the fields of this class."""
        from seqlab.text.plain_python import splitting_kept

        return splitting_kept(self.splitting)

    def deployment(self, task: Any, *, from_logits: bool) -> Deployment:
        from seqlab.text.deployment import TextDeployment

        if self.code() is None:
            return super().deployment(task, from_logits=from_logits)
        return TextDeployment(self, task, from_logits)


@dataclass(frozen=True, eq=False)
class Encoded:
    """All texts of a corpus, encoded.

    Args:
        rows: a row for every text: tokens `(texts, time)`, or a sparse matrix `(texts, terms)`.
        inputs: what a model sees of one text.
        preprocessing: what encodes another text in the same way.
        digests: SHA-256 of the contents of every source that was used, by name.
        numbers: from some of the rows to the numbers that a model sees, `(batch, ...)`; None where
            it sees the rows themselves.
        vectors: learned elsewhere, for the tokens; None where there are none.
        lengths: tokens of each text before it was cut, `(texts,)`; None where nothing is cut.
    """

    rows: Any
    inputs: Inputs
    preprocessing: TextPreprocessing
    digests: dict[str, str]
    numbers: Callable[[Any], NDArray[np.float32]] | None = None
    vectors: Vectors | None = None
    lengths: NDArray[np.int64] | None = None


class Encoding(Component):
    """A way to turn texts into tokens or numbers. What it learns, it learns from training texts."""

    kind: str

    @property
    @abstractmethod
    def input_form(self) -> InputForm:
        """What a model sees of a text."""

    @property
    @abstractmethod
    def length(self) -> int:
        """Time steps of one text; 0 for a bag of terms, which has no time."""

    @property
    @abstractmethod
    def preprocessing_type(self) -> type[TextPreprocessing]:
        """What reads the preprocessing that `encode` makes."""

    @property
    def vector_dimension(self) -> int | None:
        """Numbers in the vectors learned elsewhere, if it has any."""
        return None

    @property
    def pads_before(self) -> bool:
        """Whether short texts are filled up in front."""
        return False

    def located(self, folder: Path) -> Self:  # noqa: ARG002
        """The same settings with files found that they name relative to a config.

        Args:
            folder: of the config.
        """
        return self

    @abstractmethod
    def inputs(self, prepared: TextPreprocessing) -> Inputs:
        """What a model sees of one text.

        Args:
            prepared: what encodes it. Of vectors that were learned elsewhere it has none: they are
                zeros here, as a model whose weights are loaded needs no better ones.
        """

    @abstractmethod
    def encode(self, corpus: Corpus, training: NDArray[np.int64]) -> Encoded:
        """Encode every text of a corpus.

        Args:
            corpus: the texts.
            training: the places of the training texts, from which alone anything is learned.

        Raises:
            DataError: a file cannot be had, read or trusted.
        """
