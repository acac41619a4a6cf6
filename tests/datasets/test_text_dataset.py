"""Encodings are found by their kind, and what was written before they had a block is explained."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import pytest

from seqlab.component import Settings
from seqlab.datasets.dataset import Dataset
from seqlab.datasets.encoded_texts import ENCODINGS
from seqlab.datasets.imdb import Imdb
from seqlab.datasets.synthetic_reviews import SyntheticReviews
from seqlab.errors import ConfigError
from seqlab.experiment.experiment import DATASETS, Experiment
from seqlab.experiment.problems import check
from seqlab.experiment.source import read_text
from seqlab.models.dense import Dense
from seqlab.models.embedding import Embedding
from seqlab.models.recurrent import Recurrent
from seqlab.text.encodings.bag import BagEncoding
from seqlab.text.encodings.one_hot import OneHotEncoding
from seqlab.text.encodings.tokens import TokenEncoding
from seqlab.text.encodings.words import PretrainedVectors, WordEncoding


class Document(Settings):
    """A config with nothing but a dataset."""

    dataset: Annotated[Dataset, DATASETS]


def read(text: str):
    """The dataset of a config."""
    return check(read_text(text, "own.yaml"), Document).dataset


def problem_of(text: str) -> str:
    """What is said about a wrong config, of one problem."""
    with pytest.raises(ConfigError) as caught:
        read(text)
    first, second = str(caught.value).splitlines()
    assert first == "1 problem in the config:"
    return second.strip()


@pytest.mark.parametrize("dataset", ["imdb", "synthetic_reviews"])
@pytest.mark.parametrize("encoding", ENCODINGS.every)
def test_every_encoding_is_chosen_by_its_kind_and_comes_back_from_its_settings(dataset, encoding):
    kind = encoding.model_fields["kind"].default
    read_back = read(f"dataset: {{kind: {dataset}, encoding: {{kind: {kind}}}}}")
    assert type(read_back.encoding) is encoding
    assert type(read_back).model_validate(read_back.model_dump(mode="json")) == read_back


def test_left_out_it_is_what_it_was_before_there_was_a_choice() -> None:
    assert read("dataset: {kind: imdb}").encoding.model_dump() == {
        "kind": "tokens",
        "max_features": 10_000,
        "maxlen": 500,
        "padding": "pre",
        "truncating": "pre",
        "reverse": False,
    }
    assert (SyntheticReviews().encoding.max_features, SyntheticReviews().length) == (200, 50)


def test_a_key_that_moved_into_the_block_is_refused_with_its_new_place() -> None:
    assert problem_of("dataset:\n  kind: imdb\n  maxlen: 20\n  max_features: 100\n") == (
        "own.yaml:3:11: dataset.maxlen: what a model sees of a text is set in a block of its own: "
        "write `encoding: {kind: tokens, maxlen: ..., max_features: ...}`."
    )


@pytest.mark.parametrize(
    ("settings", "block"),
    [
        ("reverse: true", "{kind: tokens, reverse: ...}"),
        ("vectors: {dimension: 50}, maxlen: 100", "{kind: words, vectors: ..., maxlen: ...}"),
        ("ngrams: 2", "{kind: bag, ngrams: ...}"),
    ],
)
def test_the_new_place_is_in_an_encoding_that_has_such_a_key(settings, block) -> None:
    assert block in problem_of(f"dataset: {{kind: synthetic_reviews, {settings}}}")


@pytest.mark.parametrize(
    ("kind", "blocks"),
    [
        ("imdb_bag", ["{kind: bag}", "{kind: hashing}"]),
        ("imdb_one_hot", ["{kind: one_hot}", "{kind: characters}"]),
        ("imdb_text", ["{kind: words}", "training_reviews: 200"]),
    ],
)
def test_a_kind_that_became_an_encoding_is_refused_with_what_to_write(kind, blocks) -> None:
    problem = problem_of(f"dataset:\n  kind: {kind}\n  maxlen: 20\n")
    assert problem.startswith("own.yaml:2:9: dataset.kind: encodings have a block of their own")
    assert "`kind: imdb`" in problem
    assert all(block in problem for block in blocks)


def test_a_kind_that_never_was_is_told_from_those() -> None:
    assert "no such kind: 'imdb_bags'" in problem_of("dataset: {kind: imdb_bags}")


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ("{kind: tokens, maxlenn: 5}", "own.yaml:1:48: dataset.encoding.maxlenn: unknown key"),
        ("{kind: bag, ngrams: 4}", "own.yaml:1:53: dataset.encoding.ngrams: expected 3 or less"),
        ("{kind: bags}", "own.yaml:1:40: dataset.encoding.kind: no such kind: 'bags', did you"),
        ("{maxlen: 5}", "dataset.encoding.kind: missing"),
    ],
)
def test_a_mistake_in_the_block_is_found_at_its_place(block, problem) -> None:
    assert problem in problem_of(f"dataset: {{kind: imdb, encoding: {block}}}")


LETTERS = '''
from typing import Literal
import numpy as np
from seqlab.tasks.inputs import Bag
from seqlab.text.encodings.encoding import Encoded, Encoding, TextPreprocessing

class LengthEncoding(Encoding):
    """How long a text is."""
    kind: Literal["letters"] = "letters"
    @property
    def input_form(self):
        return "bag"
    @property
    def length(self):
        return 0
    @property
    def preprocessing_type(self):
        return LengthPreprocessing
    def inputs(self, prepared):
        return Bag(1)
    def encode(self, corpus, training):
        own = LengthPreprocessing()
        return Encoded(own.encode(corpus.texts()), self.inputs(own), own, corpus.digests)

class LengthPreprocessing(TextPreprocessing):
    kind: Literal["letters"] = "letters"
    def encode(self, texts):
        return np.array([[len(text)] for text in texts], np.float32)
'''
USE = """
import sys
import seqlab.text.encodings
seqlab.text.encodings.__path__.append(sys.argv[1])
from seqlab.datasets.synthetic_reviews import SyntheticReviews
data = SyntheticReviews.model_validate({"encoding": {"kind": "letters"}}).load()
inputs, targets = data.evaluation_batch("test", 3, 0)
texts = data.corpus.texts()
print([len(texts[place]) for place in data.places["test"][:3]] == inputs[:, 0].tolist())
"""


def test_a_new_encoding_is_one_new_file(tmp_path: Path) -> None:
    (tmp_path / "letters.py").write_text(LETTERS)
    done = subprocess.run(
        [sys.executable, "-c", USE, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_choosing_an_encoding_imports_no_numpy() -> None:
    code = "import sys, seqlab.datasets.imdb; print({'numpy', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def experiment(encoding, model) -> Experiment:
    return Experiment(name="test", dataset=Imdb(encoding=encoding), model=model)


def test_a_model_that_cannot_take_an_encoding_is_refused() -> None:
    experiment(BagEncoding(), Dense())
    experiment(OneHotEncoding(), Recurrent())
    with pytest.raises(ValueError, match="bag of terms without order"):
        experiment(BagEncoding(), Recurrent())
    with pytest.raises(ValueError, match="needs no embedding"):
        experiment(BagEncoding(), Dense(embedding=Embedding()))
    with pytest.raises(ValueError, match="has no embedding"):
        experiment(TokenEncoding(), Dense())


@pytest.mark.parametrize(
    ("vectors", "problem"),
    [
        (None, "has no vectors"),
        (
            PretrainedVectors(dimension=50),
            r"has vectors of 50 numbers.* dataset\.encoding\.vectors",
        ),
    ],
)
def test_vectors_that_are_not_those_of_the_embedding_are_refused(vectors, problem) -> None:
    with pytest.raises(ValueError, match=problem):
        experiment(WordEncoding(vectors=vectors), Dense(embedding=Embedding(pretrained=True)))
