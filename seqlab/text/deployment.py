"""The graph around a model of texts: tokens, a bag or the texts in, probabilities out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from seqlab.tasks.classification import Classification
from seqlab.tasks.deployment import Code, Deployment, Port, Precision, Strings
from seqlab.tasks.inputs import Bag
from seqlab.tasks.inputs import Sequence as Steps
from seqlab.text.scores import probabilities

if TYPE_CHECKING:
    import keras

    from seqlab.text.encodings.encoding import TextPreprocessing
    from seqlab.text.questions import TextQuestions

TEXT, TOKENS, BAG = "text", "tokens", "bag"
PROBABILITIES = "probabilities"
AT_ONCE = 64
"""Texts that are encoded at a time: one-hot vectors are many."""


@dataclass(frozen=True, eq=False)
class TextDeployment(Deployment):
    """Texts in classes.

    Args:
        prepared: what encodes texts.
        task: what the model was asked.
        from_logits: whether the model puts out log-odds, not probabilities.
    """

    prepared: TextPreprocessing
    task: Classification
    from_logits: bool

    @property
    def question(self) -> str:
        return f"which of {len(self.task.classes)} classes a text is of"

    @property
    def inputs(self) -> tuple[Port, ...]:
        seen = self.task.inputs
        if isinstance(seen, Bag):
            return (Port(BAG, seen.shape, "float32", "the weight of each term of the text"),)
        meaning = "a number for each word or character of the text, 0 for padding"
        return (Port(TOKENS, seen.shape[:1], "int32", meaning),)

    @property
    def output(self) -> Port:
        classes = self.task.classes
        return Port(
            PROBABILITIES,
            (len(classes),),
            "float32",
            "the probability of each class",
            columns=classes,
            units=tuple("" for _ in classes),
        )

    def to_model(
        self,
        given: Mapping[str, keras.KerasTensor],
        precision: Precision,  # noqa: ARG002
    ) -> list[keras.KerasTensor]:
        from keras import ops

        seen = self.task.inputs
        if isinstance(seen, Bag):
            return [given[BAG]]
        if isinstance(seen, Steps):
            # Padding has a column of its own, which the model does not see.
            return [ops.one_hot(given[TOKENS], seen.features + 1, dtype="float32")[..., 1:]]
        return [given[TOKENS]]

    def from_model(
        self,
        outputs: keras.KerasTensor,
        given: Mapping[str, keras.KerasTensor],  # noqa: ARG002
        precision: Precision,  # noqa: ARG002
    ) -> keras.KerasTensor:
        """The probabilities that `seqlab.text.scores.probabilities` finds in the outputs."""
        from keras import ops

        if self.task.is_binary:
            if self.from_logits:
                second, first = ops.sigmoid(outputs), ops.sigmoid(-outputs)
            else:
                second = ops.clip(outputs, 0, 1)
                first = 1 - second
            return ops.concatenate([first, second], axis=-1)
        if self.from_logits:
            return ops.softmax(outputs, axis=-1)
        largest = ops.max(outputs, axis=-1, keepdims=True)
        certain = ops.cast(outputs >= largest, "float32")
        positive = ops.where(largest > 0, ops.maximum(outputs, 0), certain)
        return positive / ops.sum(positive, axis=-1, keepdims=True)

    def feed(self, questions: TextQuestions) -> dict[str, NDArray[Any]]:
        parts = []
        for first in range(0, len(questions), AT_ONCE):
            encoded = self.prepared.inputs(questions.texts[first : first + AT_ONCE])
            assert isinstance(encoded, np.ndarray)
            if isinstance(self.task.inputs, Steps):  # a token is the place of its one, from 1
                encoded = encoded.any(axis=-1) * (1 + encoded.argmax(axis=-1))
            parts.append(encoded)
        (port,) = self.inputs
        return {port.name: np.concatenate(parts).astype(port.kind)}

    def expected(self, questions: TextQuestions, outputs: NDArray[np.float64]) -> NDArray[Any]:  # noqa: ARG002
        return probabilities(outputs, from_logits=self.from_logits)

    def scale(self, questions: TextQuestions) -> NDArray[np.float64]:  # noqa: ARG002
        return np.ones((1, 1))

    @property
    def facts(self) -> list[str]:
        facts = [f"The classes, in the order of the probabilities: {', '.join(self.task.classes)}."]
        if self.strings is None:
            facts.append(
                f"What the encoding `{self.prepared.model_dump()['kind']}` does cannot be told in "
                "TensorFlow's own operations, so that every format takes what it makes of a text."
            )
        return facts

    @property
    def limits(self) -> list[str]:
        return [
            f"Every text gets one of these classes, whatever it is about: "
            f"{', '.join(self.task.classes)}.",
        ]

    @property
    def beside(self) -> dict[str, Any]:
        settings: dict[str, Any] = json.loads(self.prepared.model_dump_json())
        return settings | self.prepared.kept() | {"classes": list(self.task.classes)}

    @property
    def code(self) -> Code | None:
        return self.prepared.code()

    def raw(self, questions: TextQuestions) -> dict[str, list[Any]]:
        return {TEXT: list(questions.texts)}

    @cached_property
    def strings(self) -> Strings | None:
        encode = self.prepared.strings()
        if encode is None:
            return None
        port = Port(TEXT, (), "string", "the texts themselves, in UTF-8")
        return Strings(port, encode, lambda questions: np.array(questions.texts, object))
