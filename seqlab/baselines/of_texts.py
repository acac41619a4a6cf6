"""What the baselines that classify texts have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from seqlab.baselines.baseline import Baseline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sklearn.feature_extraction.text import CountVectorizer

    from seqlab.tasks.data import Data, SplitName
    from seqlab.tasks.labelled_texts import LabelledTexts


class Classifier(Protocol):
    """What was learned of the terms of training texts."""

    def outputs(self, counts: Any) -> NDArray[np.float64]:
        """Log-odds of the second of two classes, or a score for each of several.

        Args:
            counts: how often each text has each term, `(texts, terms)`, sparse.

        Returns:
            `(texts, 1)` or `(texts, classes)`.
        """


@dataclass(frozen=True, eq=False)
class OfTexts:
    """Answers for texts by their terms; see `seqlab.baselines.baseline.Fitted`.

    Args:
        labelled: which texts belong to each split.
        texts: all of them.
        vectorizer: counts the terms that training texts have.
        classifier: what was learned of these.
    """

    labelled: LabelledTexts
    texts: Sequence[str]
    vectorizer: CountVectorizer
    classifier: Classifier

    def predict(self, split: SplitName) -> NDArray[np.float64]:
        """`(texts, 1)` for two classes, `(texts, classes)` for more."""
        asked = [self.texts[place] for place in self.labelled.places[split].tolist()]
        return self.classifier.outputs(self.vectorizer.transform(asked))


class TextBaseline(Baseline):
    """A baseline that counts words and pairs of words."""

    is_slow: ClassVar[bool] = True
    libraries: ClassVar[tuple[str, ...]] = ("scikit-learn",)

    def obstacle(self, data: Data) -> str:
        labelled = data.labelled_texts()
        if labelled is None:
            return f"{self.kind} classifies texts, and there are none in this data"
        if len(set(labelled.labels_of("training").tolist())) < 2:
            return f"{self.kind} tells classes apart, and all training texts are of one"
        return ""

    def fit(self, data: Data) -> OfTexts:
        """Learn from the training texts alone.

        Raises:
            DataError: the training texts have no words.
        """
        from seqlab.baselines.learning.terms import learn_terms

        labelled = data.labelled_texts()
        assert labelled is not None  # else there is an obstacle
        texts = labelled.texts()
        training = [texts[place] for place in labelled.places["training"].tolist()]
        vectorizer, counts = learn_terms(training, len(labelled.classes))
        classifier = self.learn(counts, labelled.labels_of("training"), len(labelled.classes))
        return OfTexts(labelled, texts, vectorizer, classifier)

    @abstractmethod
    def learn(self, counts: Any, labels: NDArray[np.int64], classes: int) -> Classifier:
        """Learn from the terms of training texts.

        Args:
            counts: how often each text has each term, `(texts, terms)`, sparse.
            labels: the number of each text's class, `(texts,)`, at least two different ones.
            classes: how many there are; training may lack some of more than two.
        """
