"""Files of texts without labels that a model is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from seqlab.datasets.labelled.questions import questions_of_file
from seqlab.errors import ConfigError, DataError
from seqlab.tasks.classification import Classification
from seqlab.tasks.inputs import Bag
from tests.own_texts import CLASSES, settings, tickets

ASKED = Classification(Bag(3), CLASSES)


@pytest.mark.parametrize("labelled", [True, False])
def test_every_text_is_asked_about_whether_it_has_a_label_or_not(labelled, tmp_path: Path) -> None:
    frame = tickets(9)
    frame.loc[3, "label"] = None
    path = tmp_path / "new.csv"
    (frame if labelled else frame[["ticket", "text"]]).to_csv(path, index=False)
    asked = questions_of_file(settings(tmp_path / "gone.csv"), ASKED, path)
    assert list(asked.texts) == frame["text"].tolist()
    assert asked.places[3] == "line 5"
    assert asked.truths is None and asked.task is ASKED


@pytest.mark.parametrize("stored", ["utf-8", "cp1252"])
def test_new_texts_may_be_stored_in_utf8_whatever_those_of_training_were(
    stored, tmp_path: Path
) -> None:
    path = tmp_path / "new.csv"
    path.write_bytes("text\nGröße\n".encode(stored))
    own = settings(tmp_path / "gone.csv", encoding_of_file="cp1252")
    assert list(questions_of_file(own, ASKED, path).texts) == ["Größe"]


def test_no_file_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    own = settings(tmp_path / "gone.csv")
    with pytest.raises(ConfigError, match="Nothing says which texts"):
        questions_of_file(own, ASKED, None)
    with pytest.raises(DataError, match=r"--data is '.*new\.csv': there is no"):
        questions_of_file(own, ASKED, tmp_path / "new.csv")
