"""A mistake as JSON."""

from seqlab.tasks.mistakes import Mistake


def test_a_mistake_is_recorded_as_it_is() -> None:
    mistake = Mistake("line 2", "it broke", "return", "praise", 0.75)
    assert mistake.record() == {
        "place": "line 2",
        "sample": "it broke",
        "truth": "return",
        "answer": "praise",
        "probability": 0.75,
    }
