"""What a picture takes from a run folder, and which runs can share a picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.errors import ConfigError, DataError
from seqlab.plots.readings import agreed, common_measures, read_run
from seqlab.runs.reader import Run
from seqlab.tasks.metric import ACCURACY, MAE
from tests.runs_examples import PERSISTENCE, STD, series_run, start, text_run


def unfinished(tmp_path: Path, **columns: list[float]) -> Run:
    writer = start(tmp_path)
    count = len(columns["loss"])
    for number in range(count):
        row = {name: values[number] for name, values in columns.items()}
        writer.append_epoch({"epoch": number + 1, **row})
    return Run(writer.files.folder)


def test_a_metric_that_is_the_loss_is_one_measure_and_any_other_a_second(tmp_path: Path) -> None:
    series, text = read_run(series_run(tmp_path)), read_run(text_run(tmp_path))
    assert (series.measures, text.measures) == (("loss",), ("loss", "accuracy"))
    assert (series.metric("loss"), text.metric("loss")) == (MAE, None)
    assert text.metric("accuracy") == ACCURACY


def test_baseline_and_units_belong_to_the_metric_alone(tmp_path: Path) -> None:
    series, text = read_run(series_run(tmp_path)), read_run(text_run(tmp_path))
    assert (series.baseline("loss"), series.baseline_name) == (PERSISTENCE, "persistence")
    assert (text.baseline("loss"), text.baseline("accuracy")) == (None, 0.5)
    assert series.original_scale("loss") == pytest.approx(STD)
    assert (text.original_scale("accuracy"), series.unit, text.unit) == (None, "degC", "")


def test_an_unfinished_run_knows_its_metric_by_the_name_of_a_column(tmp_path: Path) -> None:
    values = {"loss": [0.5, 0.4], "mae": [0.5, 0.4], "val_loss": [0.6, 0.7], "val_mae": [0.6, 0.7]}
    found = read_run(unfinished(tmp_path, **values))
    assert (found.measures, found.metric("loss"), found.best) == (("loss",), MAE, 0)
    assert (found.skill, found.baseline("loss"), found.unit) == (None, None, "")
    squared = read_run(unfinished(tmp_path, **{**values, "loss": [9.0, 8.0]}))
    assert (squared.measures, squared.metric("loss")) == (("loss", "mae"), None)
    assert squared.label("loss") == "loss"
    bare = read_run(unfinished(tmp_path, loss=[0.5], val_loss=[0.6]))
    assert (bare.metric("loss"), bare.label("loss")) == (None, "loss")


def test_the_best_epoch_of_gaps_alone_is_none(tmp_path: Path) -> None:
    gaps = read_run(unfinished(tmp_path, loss=[0.5, 0.4], val_loss=[np.nan, np.inf]))
    assert gaps.best is None
    assert np.isnan(gaps.columns["val_loss"]).all()


def test_a_run_without_an_epoch_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no finished epoch to draw; its status is running"):
        read_run(Run(start(tmp_path).files.folder))


def test_runs_that_measure_different_things_are_refused_by_name(tmp_path: Path) -> None:
    series, text = read_run(series_run(tmp_path)), read_run(text_run(tmp_path))
    assert common_measures([text, text]) == ("loss", "accuracy")
    with pytest.raises(ConfigError, match=r"jena/gru .* measures loss, but imdb/lstm "):
        common_measures([series, text])


@given(st.floats(-10, 10), st.integers(0, 4))
def test_numbers_that_are_known_agree_up_to_their_last_digits(value: float, unknown: int) -> None:
    nearly = value * (1 + 1e-9)
    assert agreed([None] * unknown + [value, nearly]) == value
    assert agreed([value, value + 1, *[None] * unknown]) is None
    assert agreed([None] * unknown) is None
