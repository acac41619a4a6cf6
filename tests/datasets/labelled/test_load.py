"""One's own texts are split without leaks, weighed, and looked through."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from seqlab.datasets.text import Text
from seqlab.errors import ConfigError
from seqlab.tasks.data import ORDER
from seqlab.text.data import TextData
from tests.own_texts import CLASSES, settings, tickets


def loaded(folder: Path, frame: pd.DataFrame | None = None, **changes: object) -> TextData:
    path = folder / "tickets.csv"
    (tickets() if frame is None else frame).to_csv(path, index=False)
    return settings(path, **changes).load()


def test_each_class_has_its_share_in_every_split(tmp_path: Path) -> None:
    data = loaded(tmp_path)
    counts = {split: data.class_counts(split) for split in ORDER}
    everything = tickets()["label"].value_counts()
    for number, name in enumerate(CLASSES):
        own = [counts[split][number] for split in ORDER]
        assert sum(own) == everything[name]
        assert own[1] == pytest.approx(0.2 * everything[name], abs=1)
        assert own[2] == pytest.approx(0.2 * everything[name], abs=1)
    assert not set(data.places["test"]) & set(data.places["validation"])


def test_no_word_of_later_splits_reaches_the_vocabulary(tmp_path: Path) -> None:
    data = loaded(tmp_path, encoding={"kind": "tokens", "max_features": 10_000, "maxlen": 20})
    training = {int(place) for place in data.places["training"]}
    words = data.encoded.preprocessing.words
    numbers = {word for word in words if word.isdecimal()}  # each ticket has a number of its own
    assert numbers == {str(place) for place in training}


@pytest.mark.parametrize("kind", ["tokens", "bag", "one_hot", "words"])
def test_which_of_equally_frequent_words_are_known_depends_on_training_texts_alone(
    kind, tmp_path: Path
) -> None:
    frame = tickets(60)
    encoding = {"kind": kind, "max_features": 50}
    data = loaded(tmp_path, frame, encoding=encoding)
    numbers = " ".join(str(place) for place in data.places["training"][::-1])
    frame.loc[data.places["test"][0], "text"] = numbers  # each occurs once in training
    again = loaded(tmp_path, frame, encoding=encoding)
    known = [one.encoded.preprocessing.vocabulary for one in (data, again)]
    assert known[0] == known[1] and any(word.isdecimal() for word in known[0])


def test_a_folder_may_be_called_like_anything_that_arrays_are_kept_by(tmp_path: Path) -> None:
    seen = []
    for word in ("first", "second"):
        for label in ("a", "b"):
            folder = tmp_path / "training" / label
            folder.mkdir(parents=True, exist_ok=True)
            for number in range(20):
                (folder / f"{number}.txt").write_text(f"{word} {label}")
        data = settings(tmp_path / "training", encoding={"kind": "bag", "max_features": 9}).load()
        seen.append(data.encoded.preprocessing.terms)
    assert "first" in seen[0] and "second" in seen[1]


def test_changing_later_texts_changes_nothing_that_training_sees(tmp_path: Path) -> None:
    frame = tickets()
    data = loaded(tmp_path, frame)
    later = np.concatenate([data.places["validation"], data.places["test"]])
    frame.loc[later, "text"] = "nothing but other words here"
    again = loaded(tmp_path, frame)
    assert again.encoded.preprocessing == data.encoded.preprocessing
    for step in range(data.steps_per_epoch()):
        for part, other in zip(
            data.training_batch(1, 0, step), again.training_batch(1, 0, step), strict=True
        ):
            np.testing.assert_array_equal(part, other)


def test_a_text_that_an_earlier_split_has_is_kept_or_dropped(tmp_path: Path) -> None:
    frame = tickets(60)
    frame.loc[30:, "text"] = frame["text"][:30].tolist()
    kept = loaded(tmp_path, frame)
    across = kept.findings()["in_an_earlier_split"]["count"]
    assert across > 0
    assert any("dataset.duplicates=drop" in line for line in kept.warnings(["test"]))
    dropped = loaded(tmp_path, frame, duplicates="drop")
    assert dropped.findings()["in_an_earlier_split"]["count"] == 0
    assert dropped.findings()["left_out_as_repeated"] == across
    assert f"{across} texts were left out of validation and test" in dropped.warnings(["test"])[0]
    texts = {split: set(frame["text"][dropped.places[split]]) for split in ORDER}
    assert not texts["validation"] & texts["training"]
    assert not texts["test"] & (texts["training"] | texts["validation"])
    np.testing.assert_array_equal(dropped.places["training"], kept.places["training"])
    assert sum(map(len, dropped.places.values())) == 60 - across


def test_balanced_classes_weigh_the_same_in_all(tmp_path: Path) -> None:
    frame = tickets(90).sort_values("label", kind="stable").iloc[:70]
    data = loaded(tmp_path, frame, class_weight="balanced")
    counts = np.array(data.class_counts("training"))
    np.testing.assert_allclose(np.array(data.weights) * counts, counts.sum() / 3)
    assert data.task.weights == data.weights
    assert data.preprocessing.classes.names == CLASSES
    assert data.preprocessing.classes.weights == data.weights
    assert loaded(tmp_path, frame).weights == ()


def test_a_split_without_texts_is_refused(tmp_path: Path) -> None:
    frame = pd.DataFrame({"text": ["a", "b", "c", "d"], "label": ["x", "y", "x", "y"]})
    with pytest.raises(ConfigError, match="The test split has no text"):
        loaded(tmp_path, frame)
    same = pd.DataFrame({"text": ["a"] * 40, "label": ["x", "y"] * 20})
    with pytest.raises(ConfigError, match=r"set dataset\.duplicates to keep"):
        loaded(tmp_path, same, duplicates="drop")


def test_a_class_without_training_texts_is_refused(tmp_path: Path) -> None:
    frame = tickets(60)
    frame.loc[len(frame)] = ("never seen", "rare", 60)
    refused = []
    for seed in range(20):
        try:
            data = loaded(tmp_path, frame, split={"stratify": False, "seed": seed})
        except ConfigError as error:
            refused.append(error.message)
        else:
            assert 60 in data.places["training"]
    assert 0 < len(refused) < 20
    assert all("No training text is of the class 'rare'" in message for message in refused)


def test_what_was_found_is_recorded_and_inspected(tmp_path: Path) -> None:
    frame = tickets(60)
    frame.loc[3, "label"] = "Praise "
    frame.loc[4, "text"] = " "
    frame.loc[5, "label"] = None
    data = loaded(tmp_path, frame)
    findings = data.findings()
    assert findings["unlabelled"]["count"] == findings["empty"]["count"] == 1
    assert findings["classes_alike"] == [["Praise ", "praise"]]
    assert findings["texts_cut"].keys() == set(ORDER)
    record = data.inspect().record
    assert record["splits"]["training"]["texts"] == len(data.places["training"])
    assert record["splits"]["training"]["classes"].keys() == {*CLASSES, "Praise "}
    assert findings.items() <= record.items()
    assert any("words outside of the vocabulary" in note for note in data.inspect().notes)


def test_every_finding_is_told_of_a_file_that_has_it(tmp_path: Path) -> None:
    frame = tickets(90)
    frame.loc[len(frame)] = ("only one of its kind", "rare", 90)
    frame.loc[len(frame)] = ("same text", "praise", 91)
    frame.loc[len(frame)] = ("Same  TEXT", "return", 92)
    frame["text"] = [f"{text} again and again, more often than ten" for text in frame["text"]]
    frame = pd.concat([frame, frame[:30], frame[:30]], ignore_index=True)
    data = loaded(tmp_path, frame, encoding={"kind": "tokens", "maxlen": 12})
    said = "\n".join(data.warnings([]))
    for told in (
        "Fewer than 10 training texts: 'rare' (1)",
        "No text of validation is of 'rare': scores say nothing of it.",
        "in an earlier split as well",
        "repeat an earlier one of training.",
        "1 text occurs with several labels: 'same text again and again",
    ):
        assert told in said
    assert data.findings()["texts_cut"]["training"] > 0.9


def test_the_samples_are_told_by_texts_labels_and_split(tmp_path: Path) -> None:
    data = loaded(tmp_path)
    again = loaded(tmp_path, encoding={"kind": "bag", "max_features": 20})
    assert data.samples("test") == again.samples("test")
    other = loaded(tmp_path, split={"seed": 1})
    assert data.samples("test").fingerprint != other.samples("test").fingerprint


def test_a_folder_for_each_class_is_the_same_texts(tmp_path: Path) -> None:
    frame = tickets(60).sort_values(["label", "ticket"])
    for label, own in frame.groupby("label"):
        (tmp_path / "all" / str(label)).mkdir(parents=True)
        for ticket, text in zip(own["ticket"], own["text"], strict=True):
            (tmp_path / "all" / str(label) / f"{ticket:03}.txt").write_text(text)
    from_folder = settings(tmp_path / "all").load()
    from_table = loaded(tmp_path, frame)
    assert from_folder.corpus.texts() == from_table.corpus.texts()
    assert from_folder.samples("test") == from_table.samples("test")


def test_relative_paths_lead_on_from_the_folder_of_data(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "own").mkdir()
    tickets(60).to_csv(tmp_path / "own" / "t.csv", index=False)
    monkeypatch.setenv("SEQLAB_DATA", str(tmp_path))
    assert Text(path="own/t.csv").load().corpus.classes == CLASSES
