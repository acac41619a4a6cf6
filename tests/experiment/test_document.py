"""Every value has a place, and what is absent has that of its nearest parent."""

from __future__ import annotations

from seqlab.experiment.document import Document, Place
from seqlab.experiment.source import read_text


def test_a_place_is_written_as_editors_understand_it() -> None:
    assert str(Place("f.yaml", 3, 7)) == "f.yaml:3:7"
    assert str(Place("override `seed=5`")) == "override `seed=5`"


def test_what_is_absent_has_the_place_of_its_nearest_parent() -> None:
    document = read_text("model:\n  kind: dense\n", "f.yaml")
    assert document.place(("model", "layers", 0)) == Place("f.yaml", 1, 1)
    assert document.place(("training", "epochs")) == Place("f.yaml", 1, 1)


def test_a_key_and_its_value_have_places_of_their_own() -> None:
    document = Document(
        {"a": 1}, {("a",): Place("f", 1, 1)}, {(): Place("f", 1, 1), ("a",): Place("f", 1, 4)}
    )
    assert document.place(("a",)) == Place("f", 1, 4)
    assert document.place(("a",), of_key=True) == Place("f", 1, 1)
