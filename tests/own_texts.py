"""Tickets of a help desk in three classes, as a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from seqlab.datasets.text import Text
from seqlab.experiment.experiment import Experiment
from seqlab.experiment.training import TrainingSettings
from seqlab.models.convolutional import Convolutional, ConvolutionBlock
from seqlab.models.embedding import Embedding
from seqlab.recipes.train import train_experiment
from seqlab.runs.reader import Run
from seqlab.text.encodings.tokens import TokenEncoding
from seqlab.training.events import silence

CLASSES = ("delivery", "praise", "return")
PHRASES = {
    "delivery": ("when will my parcel come", "the parcel is late", "where is my order"),
    "praise": ("thank you so much", "great service, I am happy", "I love it"),
    "return": ("it broke; I want my money back", "please take it back", "it does not fit"),
}
ENCODING = TokenEncoding(max_features=100, maxlen=10, padding="post", truncating="post")


def tickets(count: int = 240) -> pd.DataFrame:
    """Texts that differ in the customer's number; every ninth label is wrong."""
    generator = np.random.default_rng(3)
    rows = []
    for number in range(count):
        label = CLASSES[number % 3]
        text = f"{PHRASES[label][generator.integers(3)]}, customer no. {number}"
        rows.append((text, CLASSES[(number + 1) % 3] if number % 9 == 0 else label, number))
    return pd.DataFrame(rows, columns=["text", "label", "ticket"])


def settings(path: Path, **changes: object) -> Text:
    """What the columns of `tickets` are."""
    known = {"path": str(path), "batch_size": 16, "encoding": ENCODING}
    return Text.model_validate({**known, **changes})


def experiment(path: Path, **changes: object) -> Experiment:
    """A small convolution over the tickets."""
    block = ConvolutionBlock(filters=8, kernel_size=2)
    return Experiment(
        name="tickets",
        dataset=settings(path, **changes),
        model=Convolutional(blocks=(block,), embedding=Embedding(dimension=8)),
        training=TrainingSettings(epochs=2, learning_rate=0.02),
    )


def trained(folder: Path, **changes: object) -> Run:
    """A run on tickets that are written to `folder / "tickets.csv"`."""
    path = folder / "tickets.csv"
    tickets().to_csv(path, index=False)
    return train_experiment(experiment(path, **changes), folder / "outputs", silence)
