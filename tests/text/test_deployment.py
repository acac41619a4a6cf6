"""Outputs become the probabilities that seqlab tells of them, whatever the loss took them for."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from seqlab.tasks.classification import Classification
from seqlab.tasks.inputs import Tokens
from seqlab.text.deployment import TextDeployment
from seqlab.text.encodings.encoding import TextPreprocessing
from seqlab.text.encodings.hashing import HashingEncoding, HashingPreprocessing
from seqlab.text.scores import probabilities

PREPARED = HashingPreprocessing(splitting="keras", encoding=HashingEncoding())


@pytest.mark.keras
@pytest.mark.parametrize("classes", [2, 5])
@pytest.mark.parametrize("from_logits", [True, False])
def test_probabilities_are_those_that_scores_are_made_of(classes, from_logits) -> None:
    task = Classification(Tokens(3, 9), tuple(map(str, range(classes))))
    deployment = TextDeployment(PREPARED, task, from_logits)
    outputs = np.random.default_rng(0).normal(0, 3, (200, task.output_shape[0])).astype(np.float32)
    outputs[0], outputs[1] = 0, -1
    found = np.asarray(deployment.from_model(outputs, {}, "float32"))
    expected = probabilities(outputs, from_logits=from_logits)
    assert found == pytest.approx(expected, abs=1e-6)


def test_an_encoding_that_no_graph_can_tell_says_so() -> None:
    deployment = TextDeployment(PREPARED, Classification(Tokens(3, 9), ("a", "b")), True)
    assert deployment.strings is None
    assert "`hashing`" in " ".join(deployment.facts)


def test_an_encoding_that_nobody_has_written_down_is_refused_by_name() -> None:
    from seqlab.errors import ConfigError

    class Riddles(TextPreprocessing):
        kind: str = "riddles"

        def encode(self, texts: Iterable[str]) -> np.ndarray:
            return np.zeros((len(list(texts)), 1))

    with pytest.raises(ConfigError, match="Riddles"):
        Riddles().deployment(None, from_logits=True)
