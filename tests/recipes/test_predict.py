"""Forecasts are those that were scored, and need nothing but the run folder and a history."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from seqlab.errors import ConfigError, DataError
from seqlab.recipes.evaluate import evaluate_run
from seqlab.recipes.predict import (
    is_parquet,
    predict_frame,
    predict_run,
    template_of,
    write_file,
    write_predictions,
)
from seqlab.runs.evaluations import read_test_evaluations
from seqlab.runs.reader import Run
from tests.own_series import HORIZON, LOOKBACK, TARGETS, TEST, sales, seen_from
from tests.own_series import trained as shops_in
from tests.recipes.examples import copy_of

pytestmark = pytest.mark.keras

CUTOFF = pd.Timestamp("2020-10-25 00:00", tz="Europe/Berlin")
QUANTILES = ["0.1", "0.5", "0.9"]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run on the sales of two shops; not to be changed."""
    return shops_in(tmp_path_factory.mktemp("shops"))


@pytest.fixture
def run(finished: Run, tmp_path: Path) -> Run:
    return copy_of(finished, tmp_path)


@pytest.fixture(scope="module")
def said_of_test(finished: Run, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Its predictions of the test split, as they are read from their CSV."""
    folder = tmp_path_factory.mktemp("tested")
    write_predictions(predict_run(copy_of(finished, folder), split="test").table, folder / "t.csv")
    frame = pd.read_csv(folder / "t.csv")
    for column in ("time", "cutoff"):
        frame[column] = pd.to_datetime(frame[column], utc=True)
    return frame


def measured() -> pd.DataFrame:
    """What was really sold: a row for each shop, time and target."""
    frame = sales().melt(["shop", "time"], list(TARGETS), "target", "measured")
    return frame.assign(time=frame["time"].dt.tz_convert("UTC"))


@pytest.mark.parametrize("split", ["validation", "test"])
def test_the_predictions_score_exactly_what_evaluate_says(split, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "predictions.csv"
    write_predictions(predict_run(run, split=split).table, path)
    frame = pd.read_csv(path)
    frame["time"] = pd.to_datetime(frame["time"], utc=True)
    joined = frame.merge(measured(), on=["shop", "time", "target"], validate="many_to_one")
    judged = evaluate_run(run, split).judgement
    assert len(joined) == judged.samples.count * HORIZON * len(TARGETS)
    apart = (joined["prediction"] - joined["measured"]).abs()
    for target in TARGETS:
        recorded = judged.model.more["targets"][target]
        own = joined["target"] == target
        assert recorded["mae_original"] == pytest.approx(apart[own].mean(), rel=0, abs=1e-9)
        inside = joined["measured"].between(joined["0.1"], joined["0.9"])[own].mean()
        assert recorded["coverage"] == pytest.approx(inside, rel=0, abs=1e-9)
    training = sales().groupby("shop").head(14 * 24 - 48 - TEST)
    widths = training.groupby("shop")[list(TARGETS)].std(ddof=0).stack()
    scale = widths.loc[list(zip(joined["shop"], joined["target"], strict=True))].to_numpy()
    assert judged.model.values["mae"] == pytest.approx((apart / scale).mean(), rel=1e-6)


def test_every_window_has_its_rows_in_order(said_of_test: pd.DataFrame) -> None:
    windows = TEST - HORIZON + 1
    assert list(said_of_test) == [
        "shop",
        "time",
        "cutoff",
        "step",
        "target",
        "prediction",
        *QUANTILES,
    ]
    assert len(said_of_test) == 2 * windows * len(TARGETS) * HORIZON
    assert (
        said_of_test["time"] - said_of_test["cutoff"]
        == pd.to_timedelta(said_of_test["step"], unit="h")
    ).all()
    assert (said_of_test["prediction"] == said_of_test["0.5"]).all()
    assert (said_of_test["0.1"] <= said_of_test["0.5"]).all() and (
        said_of_test["0.5"] <= said_of_test["0.9"]
    ).all()


@pytest.mark.parametrize("hours", [0, 2, 3, 18])
def test_what_was_seen_up_to_a_moment_gives_the_forecasts_of_that_moment(
    hours: int, run: Run, said_of_test: pd.DataFrame, tmp_path: Path
) -> None:
    cutoff = CUTOFF + pd.Timedelta(hours=hours)
    path = tmp_path / "seen.csv"
    seen_from(sales(), cutoff).to_csv(path, index=False)
    found = predict_run(run, data=path)
    expected = said_of_test[said_of_test["cutoff"] == cutoff].reset_index(drop=True)
    assert len(expected) == 2 * len(TARGETS) * HORIZON
    for column in ("shop", "time", "step", "target"):
        assert (found.table[column].array == expected[column].array).all(), column
    numbers = ["prediction", *QUANTILES]
    np.testing.assert_allclose(found.table[numbers], expected[numbers], rtol=1e-5)
    assert found.test_evaluations == []


def test_a_look_at_the_test_split_is_counted_and_one_at_the_others_is_not(run: Run) -> None:
    for split in ("validation", "test", "test"):
        predict_run(run, split=split)
    times = read_test_evaluations(run)
    assert len(times) == 2
    assert evaluate_run(run, "test").test_evaluations[:2] == times
    record = run.status_record.record() | {"status": "interrupted"}
    run.files.status.write_text(json.dumps(record))
    with pytest.raises(DataError, match="is interrupted"):
        predict_run(run, split="test")


@pytest.fixture
def moved(run: Run, finished: Run) -> Iterator[Run]:
    """A run on a machine without its data."""
    data = finished.path.parents[2] / "sales.csv"
    hidden = data.rename(data.with_suffix(".hidden"))
    yield run
    hidden.rename(data)


def test_a_run_that_was_moved_away_from_its_data_forecasts_from_a_template(
    moved: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match="--data"):
        predict_run(moved)
    later = sales().groupby("shop").tail(LOOKBACK + 3)
    later.assign(time=later["time"] + pd.Timedelta(days=30)).to_csv("later.csv", index=False)
    with pytest.raises(DataError, match=r"(?s)column 'price': expected a .* --template"):
        predict_run(moved, data=Path("later.csv"))

    write_file(template_of(moved, Path("later.csv"), parquet=False), Path("template.csv"))
    template = pd.read_csv("template.csv")
    ahead = template["sales"].isna()
    assert (template["price"].isna() == ahead).all()
    assert ahead.groupby(template["shop"]).sum().tolist() == [HORIZON, HORIZON]
    template.loc[ahead, "price"] = 0.5
    template.to_csv("filled.csv", index=False)

    table = predict_run(moved, data=Path("filled.csv")).table
    assert len(table) == 2 * HORIZON * len(TARGETS)
    # The newest row was measured on 2020-10-25 at 22:00 of winter time, now 30 days later.
    assert str(table["cutoff"].unique()[0]) == "2020-11-24 22:00:00+01:00"
    assert np.isfinite(table[["prediction", *QUANTILES]]).all(axis=None)


def test_a_data_frame_is_as_good_as_a_file(run: Run, said_of_test: pd.DataFrame) -> None:
    seen = seen_from(sales(), CUTOFF)
    found = predict_frame(run, seen).table
    expected = said_of_test[said_of_test["cutoff"] == CUTOFF]
    np.testing.assert_allclose(found["prediction"], expected["prediction"], rtol=1e-5)
    assert predict_frame(run, seen.set_index(["shop", "time"])).table.equals(found)
    mixed = seen.astype({"sales": object})
    mixed.loc[0, "sales"] = "many"
    with pytest.raises(DataError, match="The data frame cannot be read"):
        predict_frame(run, mixed)
    with pytest.raises(DataError, match="expected a column 'city'"):
        predict_frame(run, seen.drop(columns="city"))


def test_a_file_and_a_split_are_two_questions(run: Run) -> None:
    with pytest.raises(ConfigError, match="Leave out the one or the other"):
        predict_run(run, data=Path("any.csv"), split="test")


def test_a_model_of_another_run_is_refused(run: Run, trained: dict[str, Run]) -> None:
    shutil.copy(trained["forecast"].files.model, run.files.model)
    with pytest.raises(DataError, match=r"is not that of config\.yaml"):
        predict_frame(run, seen_from(sales(), CUTOFF))


def test_the_weather_goes_on_and_its_windows_score_what_was_recorded(
    runs: dict[str, Run],
) -> None:
    run = runs["forecast"]
    (row,) = predict_run(run).table.to_dict("records")
    assert list(row) == ["Date Time", "cutoff", "step", "target", "prediction"]
    assert row["Date Time"] - row["cutoff"] == pd.Timedelta(hours=25)
    assert (row["step"], row["target"]) == (150, "T (degC)")

    table = predict_run(run, split="validation").table
    weather, _ = run.experiment().dataset.read()
    rows = pd.Series(weather.values[:, 1], pd.DatetimeIndex(weather.times))
    error = np.abs(table["prediction"] - rows.loc[table["Date Time"]].to_numpy()).mean()
    assert error == pytest.approx(run.results.validation.model.original, rel=1e-6)


def test_a_picture_has_the_last_window_of_every_series_and_target(run: Run) -> None:
    result = predict_run(run, split="validation")
    drawings = result.drawings()
    assert [(d.name, d.label) for d in drawings] == [
        ("north", "sales"), ("north", "visits"), ("south", "sales"), ("south", "visits")
    ]  # fmt: skip
    table, (_, _, last, _) = result.table, drawings
    own = table[(table["shop"] == "south") & (table["target"] == "sales")].tail(HORIZON)
    assert last.forecast.tolist() == own["prediction"].tolist()
    assert last.lower is not None and last.lower.tolist() == own["0.1"].tolist()
    assert last.upper is not None and last.upper.tolist() == own["0.9"].tolist()
    assert last.band == "0.1 to 0.9"
    local = own["time"].dt.tz_localize(None)
    np.testing.assert_array_equal(last.forecast_times, local.to_numpy("datetime64[s]"))
    history = sales().set_index(["shop", "time"])["sales"]
    assert last.history_values[-1] == history["south", own["cutoff"].iloc[0]]


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".parquet"])
def test_files_hold_every_digit_and_the_time_zone(suffix: str, run: Run, tmp_path: Path) -> None:
    table = predict_run(run, split="validation").table
    path = tmp_path / f"predictions{suffix}"
    write_predictions(table, path)
    if is_parquet(path):
        again = pd.read_parquet(path)
        assert str(again["time"].dtype).endswith("Europe/Berlin]")
    else:
        separator = "," if suffix == ".csv" else "\t"
        again = pd.read_csv(path, sep=separator)
        assert again["time"][0].endswith("+02:00")
    assert (again["prediction"] == table["prediction"]).all()


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"\.xlsx is no form"):
        write_predictions(pd.DataFrame(), tmp_path / "predictions.xlsx")
