"""Answers about texts: a table of probabilities, whatever classes are called."""

from __future__ import annotations

import numpy as np

from seqlab.tasks.classification import Classification
from seqlab.tasks.inputs import Bag
from seqlab.text.questions import TextQuestions


def test_two_classes_from_log_odds_or_probabilities() -> None:
    asked = TextQuestions(["a", "b"], Classification(Bag(3), ("no", "yes")))
    assert (len(asked), asked.noun) == (2, "texts")
    from_odds = asked.answers(np.array([[0.0], [np.log(3)]]), from_logits=True)
    assert from_odds["yes"].tolist() == [0.5, 0.75]
    assert from_odds["prediction"].tolist() == ["no", "yes"]
    given = asked.answers(np.array([[0.2], [1.3]]), from_logits=False)
    assert given["yes"].tolist() == [0.2, 1.0]


def test_places_and_truths_stand_beside_the_answer_where_they_are_known() -> None:
    asked = TextQuestions(
        ["a", "b"],
        Classification(Bag(3), ("x", "y", "z")),
        places=("line 2", "line 3"),
        truths=np.array([2, 0]),
    )
    table = asked.answers(np.eye(3)[[0, 1]] * 5, from_logits=True)
    assert list(table) == ["place", "text", "label", "prediction", "x", "y", "z"]
    assert table["label"].tolist() == ["z", "x"]
    assert table["prediction"].tolist() == ["x", "y"]


def test_a_class_that_is_called_like_a_column_is_told_from_it() -> None:
    asked = TextQuestions(["a"], Classification(Bag(3), ("prediction", "text", "x")))
    table = asked.answers(np.array([[9.0, 0, 0]]), from_logits=True)
    assert list(table) == ["text", "prediction", "p(prediction)", "p(text)", "x"]
    assert table["prediction"].tolist() == ["prediction"]
    assert table["text"].tolist() == ["a"]


def test_also_where_that_name_is_a_class_too() -> None:
    asked = TextQuestions(["a"], Classification(Bag(3), ("text", "p(text)", "x")))
    table = asked.answers(np.array([[9.0, 0, 0]]), from_logits=True)
    assert list(table) == ["text", "prediction", "p(p(text))", "p(text)", "x"]
    assert table["p(p(text))"][0] > 0.9
