"""A history is a row per epoch, and knows which epoch was the best."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqlab.errors import DataError
from seqlab.runs.history import History, read_history
from tests.runs.old_folders import old_classification, old_forecast
from tests.runs.records import histories
from tests.runs_examples import start

LOSSES = st.lists(st.floats(0, 10), min_size=1, max_size=9)


def history(losses: list[float]) -> History:
    return History(
        [{"epoch": n, "loss": 1.0, "val_loss": loss} for n, loss in enumerate(losses, start=1)]
    )


@settings(max_examples=30, deadline=None)
@given(histories())
def test_any_history_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, found: History
) -> None:
    writer = start(tmp_path_factory.mktemp("outputs"))
    for row in found:
        writer.append_epoch(row)
    again = read_history(writer.files.history)
    assert list(again) == list(found) and len(again) == len(found)
    writer.rewrite_history(found.rows)
    assert list(read_history(writer.files.history)) == list(found)


@given(LOSSES)
def test_the_best_epoch_has_the_lowest_loss_and_of_equal_ones_is_the_first(losses) -> None:
    assert history(losses).best_epoch == losses.index(min(losses)) + 1


def test_a_column_is_a_number_per_epoch_and_the_time_is_the_median() -> None:
    found = History([{"epoch": n, "val_loss": 1.0, "seconds": s} for n, s in enumerate([9, 2, 1])])
    assert found.column("seconds") == [9, 2, 1]
    assert found.seconds_per_epoch == 2


def test_validation_scores_of_an_epoch_have_lost_what_keras_puts_before_their_names() -> None:
    row = {"epoch": 1, "loss": 0.4, "mae": 0.4, "val_loss": 0.3, "val_mae": 0.25, "seconds": 1.0}
    found = History([row, {**row, "val_mae": 0.2}])
    assert found.validation(1) == {"loss": 0.3, "mae": 0.25}
    assert found.validation(2) == {"loss": 0.3, "mae": 0.2}


def test_a_missing_file_is_a_run_without_an_epoch(tmp_path: Path) -> None:
    assert len(read_history(tmp_path / "history.csv")) == 0


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        ("epoch,loss", "no column val_loss"),
        ("loss,val_loss", "no column epoch"),
        ("a,b", "no column epoch and no column loss and no column val_loss"),
    ],
)
def test_a_history_without_its_columns_is_refused_by_file_and_column(
    tmp_path: Path, header: str, missing: str
) -> None:
    path = tmp_path / "history.csv"
    path.write_text(f"{header}\n1,2\n")
    with pytest.raises(DataError, match=f"history.csv is damaged: it has {missing}"):
        read_history(path)


def test_histories_of_older_folders_are_read(tmp_path: Path) -> None:
    (forecast,) = old_forecast(tmp_path).epochs()
    (text,) = old_classification(tmp_path).epochs()
    assert (forecast["val_mae"], text["val_accuracy"]) == (0.2943858206272125, 0.5626000165939331)
