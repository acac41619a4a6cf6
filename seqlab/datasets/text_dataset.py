"""Labelled texts that are read as one corpus and then split."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from seqlab.datasets.encoded_texts import EncodedTexts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.data import SplitName
    from seqlab.text.corpus import Corpus
    from seqlab.text.data import TextData


class TextDataset(EncodedTexts):
    """Labelled texts: which class is a text of?"""

    @abstractmethod
    def read(self) -> Corpus:
        """The texts.

        Raises:
            DataError: a file cannot be had, read or trusted.
        """

    @abstractmethod
    def split(self, corpus: Corpus) -> dict[SplitName, NDArray[np.int64]]:
        """The texts of each split, by their places in the corpus.

        Raises:
            ConfigError: there are not so many texts.
        """

    def load(self) -> TextData:
        """Read the texts, split them, and encode them by what the training texts teach.

        Raises:
            DataError: a file cannot be had, read or trusted.
            ConfigError: there are not so many texts.
        """
        from seqlab.text.data import TextData

        corpus = self.read()
        places = self.split(corpus)
        encoded = self.encoding.encode(corpus, places["training"])
        return TextData(corpus, encoded, places, self.batch_size)
