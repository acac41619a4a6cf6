"""Encoded texts, split for training and evaluation."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from seqlab.tasks.classification import Classification
from seqlab.tasks.data import (
    ORDER,
    Batch,
    Data,
    Samples,
    SplitName,
    shuffled,
)
from seqlab.tasks.inputs import Bag, Inputs, Tokens
from seqlab.tasks.inputs import Sequence as Steps
from seqlab.tasks.inspection import Inspection, SplitTable
from seqlab.tasks.labelled_texts import LabelledTexts
from seqlab.text.corpus import Corpus
from seqlab.text.encodings.encoding import Encoded, TextPreprocessing

if TYPE_CHECKING:
    from seqlab.tasks.mistakes import Mistake
    from seqlab.text.look import Look
    from seqlab.text.questions import TextQuestions


@dataclass(frozen=True, eq=False)
class TextData(Data):
    """Labelled texts; see `seqlab.tasks.data.Data`.

    Args:
        corpus: the texts.
        encoded: what a model sees of them.
        places: the texts of each split, by their places in the corpus.
        batch_size: texts in a training batch.
        weights: how much a text of each class counts in the loss; none where all count the same.
        look: what was found in someone's own texts, of which several scores are told; None for
            published ones.
    """

    corpus: Corpus
    encoded: Encoded
    places: Mapping[SplitName, NDArray[np.int64]]
    batch_size: int
    weights: tuple[float, ...] = ()
    look: Look | None = None

    @property
    def noun(self) -> str:
        return self.corpus.noun

    @property
    def task(self) -> Classification:
        return Classification(
            self.encoded.inputs,
            self.corpus.classes,
            self.weights,
            watches_f1=self.look is not None,
        )

    @property
    def digests(self) -> dict[str, str]:
        return self.encoded.digests

    @property
    def preprocessing(self) -> TextPreprocessing:
        return self.encoded.preprocessing

    def steps_per_epoch(self) -> int:
        """Training batches in one pass; the last one may be smaller."""
        return -(-len(self.places["training"]) // self.batch_size)

    def training_batch(self, seed: int, epoch: int, step: int) -> Batch:
        """Texts `step * batch_size` and on, in the order that (seed, epoch) shuffles them into.

        With 5 texts, batches of 2 and the order `[3, 0, 4, 1, 2]`, step 1 has the texts 4 and 1
        and step 2, the last, has text 2.

        Args:
            seed: the experiment's seed, not negative.
            epoch: from 0.
            step: from 0 to `steps_per_epoch() - 1`.

        Raises:
            IndexError: the epoch has no such step.
        """
        if not 0 <= step < self.steps_per_epoch():
            raise IndexError(f"step {step} of an epoch of {self.steps_per_epoch()} steps")
        training = self.places["training"]
        first = step * self.batch_size
        order = shuffled(len(training), seed, epoch)
        return self._batch(training[order[first : first + self.batch_size]])

    def samples(self, split: SplitName) -> Samples:
        """The texts of `split`: the same ones however they are encoded."""
        places = self.places[split]
        content = hashlib.sha256(self.corpus.fingerprint.encode())
        content.update(places.astype("<i8").tobytes())
        content.update(self.corpus.labels[places].astype("<f4").tobytes())
        return Samples(len(places), self.corpus.noun, content.hexdigest())

    def evaluation_batch(self, split: SplitName, size: int, number: int) -> Batch:
        """Texts `number * size` and on, in order; the last batch may be smaller."""
        first = number * size
        return self._batch(self.places[split][first : first + size])

    def targets(self, split: SplitName) -> NDArray[np.float64]:
        return self.corpus.labels[self.places[split], np.newaxis].astype(np.float64)

    def training_targets(self) -> NDArray[np.float32]:
        """The number of each training text's class, `(texts,)`."""
        labels: NDArray[np.float32] = self.corpus.labels[self.places["training"]]
        return labels

    def labelled_texts(self) -> LabelledTexts:
        corpus = self.corpus
        labels = corpus.labels.astype(np.int64)
        return LabelledTexts(corpus.texts, labels, corpus.classes, self.places, corpus.fingerprint)

    def class_counts(self, split: SplitName) -> list[int]:
        """How many texts of `split` are of each class."""
        counts = np.bincount(self._labels(split), minlength=len(self.corpus.classes))
        return [int(count) for count in counts]

    def questions(self, split: SplitName) -> TextQuestions:
        """The texts of a split, to ask a model about them once more."""
        from seqlab.text.questions import TextQuestions

        places = self.places[split].tolist()
        texts = self.corpus.texts()
        return TextQuestions(
            [texts[place] for place in places],
            self.task,
            [] if self.look is None else [self.look.places[place] for place in places],
            self._labels(split),
        )

    def more_scores(
        self, split: SplitName, outputs: NDArray[np.float64], *, from_logits: bool | None
    ) -> dict[str, Any]:
        """Scores of each class; those that need probabilities where outputs say them."""
        if self.look is None:
            return {}
        from seqlab.text.scores import class_scores, probabilities

        likely = probabilities(outputs, from_logits=from_logits is not False)
        record = class_scores(likely, self._labels(split), self.corpus.classes).record()
        if from_logits is None:
            for name in ("roc_auc", "calibration_error", "reliability"):
                del record[name]
        return record

    def check_classes(self) -> None:
        if self.look is None:
            super().check_classes()

    def mistakes(
        self, split: SplitName, outputs: NDArray[np.float64], most: int, *, from_logits: bool
    ) -> list[Mistake]:
        from seqlab.tasks.mistakes import Mistake
        from seqlab.text.scores import probabilities

        asked, classes = self.questions(split), self.corpus.classes
        likely, labels = probabilities(outputs, from_logits=from_logits), self._labels(split)
        answers, confidence = likely.argmax(axis=1), likely.max(axis=1)
        wrong = np.flatnonzero(answers != labels)
        worst = wrong[np.argsort(-confidence[wrong], kind="stable")][:most]
        return [
            Mistake(
                place=asked.places[number] if asked.places else "",
                sample=asked.texts[number],
                truth=classes[labels[number]],
                answer=classes[answers[number]],
                probability=float(confidence[number]),
            )
            for number in worst.tolist()
        ]

    def _labels(self, split: SplitName) -> NDArray[np.int64]:
        """The number of each text's class, `(texts,)`."""
        numbers: NDArray[np.int64] = self.corpus.labels[self.places[split]].astype(np.int64)
        return numbers

    def findings(self) -> dict[str, Any]:
        return {} if self.look is None else self.look.record()

    def warnings(self, splits: Sequence[SplitName]) -> list[str]:  # noqa: ARG002
        return [] if self.look is None else self.look.lines()

    def inspect(self) -> Inspection:
        noun, classes, steps = self.corpus.noun, self.corpus.classes, self.steps_per_epoch()
        counts = {split: self.class_counts(split) for split in ORDER}
        form, shown = _described(self.encoded.inputs)
        vectors = self.encoded.vectors
        covered = {} if vectors is None else {"vectors": vectors.coverage()}
        notes = [] if vectors is None else [str(vectors)]
        if self.look is not None:
            notes += self.look.coverage.lines()
        splits = {split: {noun: sum(own), **self._by_class(own)} for split, own in counts.items()}
        asked = {"task": self.task.name, **form, "steps_per_epoch": steps, "splits": splits}
        record = covered | self.findings() | asked
        rows = tuple(
            (split, f"{sum(own):,}", *(f"{count:,}" for count in own))
            for split, own in counts.items()
        )
        return Inspection(
            record=record,
            facts=[f"{noun} as {shown}; {steps:,} batches in one pass"],
            splits=SplitTable(("split",), (noun, *classes), rows),
            notes=notes,
            unknown_words=[] if vectors is None else vectors.missing,
        )

    def _by_class(self, counts: Sequence[int]) -> dict[str, Any]:
        """The texts of each class; people's own classes may be called like anything else."""
        named = dict(zip(self.corpus.classes, counts, strict=True))
        return named if self.look is None else {"classes": named}

    def _batch(self, places: NDArray[np.int64]) -> Batch:
        """Tokens `(batch, time)` or what becomes of the rows, and targets `(batch, 1)`."""
        rows, numbers = self.encoded.rows[places], self.encoded.numbers
        inputs = rows if numbers is None else numbers(rows)
        return inputs, self.corpus.labels[places, np.newaxis]


def _described(inputs: Inputs) -> tuple[dict[str, Any], str]:
    """What a model sees of a text: for programs, 0 where there is no such thing, and in words."""
    match inputs:
        case Tokens(length, vocabulary):
            features, shown = 0, f"{length} tokens, {vocabulary:,} distinct"
        case Steps(length, features):
            vocabulary, shown = 0, f"{length} vectors of {features:,} numbers"
        case Bag(features):
            length, vocabulary, shown = 0, 0, f"one vector of {features:,} numbers"
    return {"vocabulary": vocabulary, "length": length, "features": features}, shown
