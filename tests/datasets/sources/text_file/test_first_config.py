"""The config that is written has the settings that were found, and parts that seqlab reads."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from seqlab.datasets.sources.text_file.first_config import (
    first_text_config,
    usual_tokens,
    vocabulary_size,
)
from seqlab.datasets.sources.text_file.looks import look_at_texts
from seqlab.experiment.training import TrainingSettings
from seqlab.models.convolutional import Convolutional
from seqlab.text.encodings.tokens import TokenEncoding
from tests.datasets.sources.text_file.files import csv_text

ROWS = [(f"It crashed {n} times today", ("bug", "wish")[n % 2]) for n in range(40)]


def config(tmp_path, content, name="my data.csv", encoding="utf-8", **columns):
    (tmp_path / name).write_bytes(content.encode(encoding))
    found = look_at_texts(tmp_path / name, **columns)
    assert found is not None
    return first_text_config(found, "my", name, tmp_path / "my.yaml")


def test_the_settings_are_those_that_were_found(tmp_path) -> None:
    written = yaml.safe_load(config(tmp_path, csv_text(ROWS)))
    assert written["dataset"] == {
        "kind": "text",
        "path": "my data.csv",
        "text_column": "text",
        "label_column": "label",
        "split": {"validation": 0.2, "test": 0.2, "stratify": True, "seed": 113},
        "class_weight": "none",
        "duplicates": "drop",
        "encoding": {
            "kind": "tokens",
            "max_features": 5000,
            "maxlen": 10,
            "truncating": "post",
            "padding": "post",
        },
        "batch_size": 64,
    }
    assert list(written) == ["name", "dataset", "model", "training", "seed"]


def test_what_it_says_of_encoding_model_and_training_can_be_read(tmp_path) -> None:
    written = yaml.safe_load(config(tmp_path, csv_text(ROWS)))
    encoding = TokenEncoding.model_validate(written["dataset"]["encoding"])
    model = Convolutional.model_validate(written["model"])
    model.check_length(encoding.maxlen)
    training = written["training"]
    training["learning_rate"] = float(training["learning_rate"])  # as the reader of configs does
    assert TrainingSettings.model_validate(training).epochs == 10


def test_classes_of_different_size_are_weighted(tmp_path) -> None:
    rows = [(text, "bug" if n < 33 else "wish") for n, (text, _) in enumerate(ROWS)]
    assert yaml.safe_load(config(tmp_path, csv_text(rows)))["dataset"]["class_weight"] == "none"
    rows = [(text, "bug" if n < 34 else "wish") for n, (text, _) in enumerate(ROWS)]
    written = yaml.safe_load(config(tmp_path, csv_text(rows)))
    assert written["dataset"]["class_weight"] == "balanced"


def test_any_names_of_columns_and_classes_come_back(tmp_path) -> None:
    rows = "".join(f'It crashed {n} times today,"{("no", "# a: b")[n % 2]}"\n' for n in range(40))
    content = config(tmp_path, f'"a # b: c\n","no"\n{rows}', text="a # b: c", label="no")
    dataset = yaml.safe_load(content)["dataset"]
    assert (dataset["text_column"], dataset["label_column"]) == ("a # b: c", "no")
    assert '40 texts in 2 classes: "no" (20), "# a: b" (20).' in content


def test_another_encoding_and_what_is_wrong_stand_there(tmp_path) -> None:
    rows = [(f"{text} größer", label) for text, label in ROWS]
    content = config(tmp_path, csv_text(rows) + "few\n", encoding="cp1252")
    assert yaml.safe_load(content)["dataset"]["encoding_of_file"] == "cp1252"
    assert "# The texts cannot be read like this yet:" in content and "line 42" in content


def test_a_folder_has_no_columns(tmp_path) -> None:
    for label in ("a", "b"):
        (tmp_path / "texts" / label).mkdir(parents=True)
        (tmp_path / "texts" / label / "1.txt").write_text("some words")
    found = look_at_texts(tmp_path / "texts")
    assert found is not None
    dataset = yaml.safe_load(first_text_config(found, "my", "texts", tmp_path / "a.yaml"))[
        "dataset"
    ]
    assert not {"text_column", "label_column", "encoding_of_file"} & set(dataset)


def test_a_single_class_is_doubted_and_many_are_not_all_listed(tmp_path) -> None:
    rows = "".join(f"It crashed {n} times today,bug\n" for n in range(40))
    content = config(tmp_path, f"text,label\n{rows}", text="text", label="label")
    assert "# There must be two classes at least: are these the labels?" in content
    rows = [(f"It crashed {n} times today", f"c{n % 50}") for n in range(150)]
    assert "c19 (3), ..." in config(tmp_path, csv_text(rows))


@given(st.integers(0, 10**6))
def test_lengths_cover_the_words_and_the_token_before_them(words) -> None:
    tokens = usual_tokens(words)
    assert tokens % 10 == 0 and tokens <= 400
    assert tokens == 400 or words + 1 <= tokens < words + 11


@pytest.mark.parametrize(
    ("words", "expected"), [(0, 5000), (5001, 6000), (19_999, 20_000), (10**6, 20_000)]
)
def test_vocabularies_are_of_thousands_within_bounds(words, expected) -> None:
    assert vocabulary_size(words) == expected
