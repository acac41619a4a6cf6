"""Runs on one's own texts: scored, verified, resumed, asked about other texts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import confusion_matrix, f1_score

from seqlab.errors import ConfigError, DataError
from seqlab.recipes.evaluate import evaluate_run
from seqlab.recipes.predict import predict_frame, predict_run, predict_texts
from seqlab.recipes.train import resume_run
from seqlab.recipes.verify import verify_run
from seqlab.runs.reader import Run
from seqlab.training.events import silence
from tests.own_texts import CLASSES, experiment, tickets
from tests.own_texts import trained as tickets_in
from tests.recipes.examples import assert_same, copy_of, interrupted

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run on tickets in three classes, weighed; not to be changed."""
    return tickets_in(tmp_path_factory.mktemp("tickets"), class_weight="balanced")


@pytest.fixture
def run(finished: Run, tmp_path: Path) -> Run:
    return copy_of(finished, tmp_path)


def test_what_is_recorded_is_what_scikit_learn_says_of_the_predictions(finished: Run) -> None:
    said = predict_run(finished, split="validation").table
    recorded = json.loads(finished.files.metrics.read_text())["validation"]
    truth, answers = said["label"], said["prediction"]
    assert recorded["accuracy"] == pytest.approx((truth == answers).mean())
    assert recorded["macro_f1"] == pytest.approx(f1_score(truth, answers, average="macro"))
    assert recorded["confusion"] == confusion_matrix(truth, answers, labels=CLASSES).tolist()
    assert {"loss", "accuracy", "macro_f1", "val_macro_f1"} <= finished.epochs().rows[0].keys()


def test_the_baselines_are_on_the_same_texts(finished: Run) -> None:
    assert finished.results is not None
    judged = finished.results.validation
    assert [rival.name for rival in judged.rivals] == ["majority", "logistic_regression"]
    assert judged.rivals[1].scores.more["macro_f1"] > judged.rivals[0].scores.more["macro_f1"]
    assert "calibration_error" not in judged.rivals[1].scores.more
    assert judged.verdict is not None
    assert (judged.samples.count, judged.samples.noun) == (48, "texts")


def test_findings_are_recorded(finished: Run) -> None:
    recorded = json.loads(finished.files.metrics.read_text())["data"]
    assert recorded["empty"]["count"] == recorded["left_out_as_repeated"] == 0
    assert recorded["words_unknown"]["training"] < recorded["words_unknown"]["validation"]


def test_a_run_is_verified_and_trained_again_to_the_same_bits(run: Run) -> None:
    evaluate_run(run, "test")
    found = {check.name: check.problems for check in verify_run(run, silence, rerun=True)}
    names = ["files", "history", "checkpoints", "data", "scores", "rerun"]
    assert found == {name: [] for name in names}


def test_resuming_gives_the_run_that_was_never_interrupted(finished: Run, tmp_path: Path) -> None:
    own = experiment(finished.path.parents[2] / "tickets.csv", class_weight="balanced")
    run = interrupted(own, tmp_path, epoch=2)
    assert len(run.epochs()) == 1
    assert_same(resume_run(run, silence), finished)


def test_a_folder_alone_tells_the_classes_of_other_texts(run: Run, tmp_path: Path) -> None:
    moved = Run(Path(shutil.move(run.path, tmp_path / "elsewhere")))
    table = predict_texts(moved, ["my parcel", "thank you", ""]).table
    assert list(table) == ["text", "prediction", *CLASSES]
    np.testing.assert_allclose(table[list(CLASSES)].sum(axis=1), 1)
    assert (table[list(CLASSES)].idxmax(axis=1) == table["prediction"]).all()

    frame = tickets(30)
    path = tmp_path / "new.csv"
    frame.drop(columns="label").to_csv(path, index=False)
    found = predict_run(moved, data=path).table
    assert found["place"].tolist() == [f"line {line}" for line in range(2, 32)]
    assert found["text"].tolist() == frame["text"].tolist()
    again = predict_frame(moved, frame).table
    pd.testing.assert_frame_equal(again.drop(columns="place"), found.drop(columns="place"))
    alone = predict_texts(moved, frame["text"].tolist()).table
    np.testing.assert_allclose(alone[list(CLASSES)], found[list(CLASSES)], rtol=1e-5)


def test_what_cannot_be_asked_is_refused(run: Run, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Nothing says which texts"):
        predict_run(run)
    (tmp_path / "other.csv").write_text("txt\nhello\n")
    with pytest.raises(DataError, match=r"expected a column 'text', which dataset\.text_column"):
        predict_run(run, data=tmp_path / "other.csv")
    with pytest.raises(ConfigError, match="nothing to draw of texts"):
        predict_run(run, split="test", to_draw=True)
    assert not run.files.test_evaluations.exists()


def test_the_worst_mistakes_are_the_most_confident_ones(run: Run) -> None:
    said = predict_run(run, split="validation").table
    wrong = said[said["label"] != said["prediction"]]
    confidence = wrong[list(CLASSES)].max(axis=1)
    found = evaluate_run(run, "validation", worst=3).mistakes
    assert [one.probability for one in found] == pytest.approx(
        confidence.sort_values(ascending=False)[:3].tolist()
    )
    first = wrong.loc[confidence.idxmax()]
    assert (found[0].sample, found[0].truth, found[0].answer, found[0].place) == (
        first["text"], first["label"], first["prediction"], first["place"]
    )  # fmt: skip


def test_published_reviews_can_be_asked_about_too(runs: dict[str, Run]) -> None:
    table = predict_texts(runs["reviews"], ["word12 word3", "word5"]).table
    assert list(table) == ["text", "prediction", "negative", "positive"]
    said = predict_run(runs["reviews"], split="validation").table
    assert list(said) == ["text", "label", "prediction", "negative", "positive"]
