"""One's own series: settings that are refused, files that are found, and the book's windows."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from seqlab.datasets.dataset import Drawing
from seqlab.datasets.panels.drawing import MOST_DRAWN
from seqlab.datasets.panels.preprocessing import PanelPreprocessing
from seqlab.datasets.series import Series
from seqlab.datasets.series_dataset import SeriesDataset
from seqlab.datasets.sources.weather import make_climate
from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.errors import DataError
from seqlab.experiment.experiment import json_schema, load_experiment
from seqlab.series.data import SeriesData
from seqlab.series.table import Table
from seqlab.tasks.data import ORDER
from seqlab.tasks.forecast import Forecast
from tests.datasets.panels.examples import made_up, problem, settings


def test_what_a_model_needs_is_known_without_reading() -> None:
    own = settings()
    assert (own.task, own.input_form, own.length) == (Forecast, "sequence", 3)
    assert own.preprocessing_type is PanelPreprocessing
    assert not own.pads_before and own.shortened(3) is own
    assert own.columns.values == ("sales (t)", "visits", "price")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"lookback": 7}, "lookback: lookback 7 must be a multiple of step 2, such as 6"),
        (
            {"lookback": 3, "step": 5},
            "lookback: lookback 3 must be a multiple of step 5, such as 5",
        ),
        ({"quantiles": (0.1, 0.9)}, "quantiles: quantiles must ascend and have 0.5 among them"),
        ({"quantiles": (0.5, 0.1)}, "quantiles: quantiles must ascend"),
        ({"quantiles": (0.5, 0.5)}, "quantiles: quantiles must ascend"),
        (
            {"calendar": ("hour",), "timestamp_column": None},
            "calendar: a calendar needs timestamp_column",
        ),
        (
            {"past_dynamic_columns": ("visits", "price")},
            "known_dynamic_columns: the column 'price' is in past_dynamic_columns already",
        ),
        ({"rows": (100, 50)}, "rows: there is no row from 100 to before 50"),
        ({"target": ("shop",)}, "target: the column 'shop' is in id_column already"),
        ({"timestamp_column": "shop"}, "timestamp_column: the column 'shop' is in id_column al"),
        ({"target": ("sales (t)", "sales (t)")}, "target: a column stands here twice"),
        ({"static_columns": ("time",)}, "static_columns: the column 'time' is in timestamp_column"),
    ],
    ids=str,
)
def test_settings_that_do_not_go_together_are_refused_at_the_one_to_change(changes, says) -> None:
    assert problem(**changes).startswith(says)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("target", ()), ("target", ("",)), ("path", ""), ("lookback", 0), ("step", 0),
        ("horizon", 0), ("horizon", 1.5), ("season", 0), ("batch_size", 0), ("quantiles", (0.0,)),
        ("quantiles", (1.0,)), ("predict", "difference"), ("scale", "log"), ("missing", "drop"),
        ("short_series", "keep"), ("calendar", ("week",)), ("rows", (-1, 5)), ("rows", (5, 0)),
        ("separator", " "), ("decimal", ";"), ("reach_back", "maybe"),
    ],
)  # fmt: skip
def test_values_that_no_setting_can_have_are_refused(field, value) -> None:
    with pytest.raises(ValidationError) as caught:
        settings(**{field: value})
    assert {error["loc"][0] for error in caught.value.errors()} == {field}


def test_its_settings_have_a_manual_and_a_schema() -> None:
    block = json_schema()["$defs"]["Series"]
    assert {"path", "target", "lookback", "horizon"} <= set(block["required"])
    manual = {name: part.get("description") for name, part in block["properties"].items()}
    assert [name for name, words in manual.items() if not words] == ["kind"]
    json.dumps(block)


def as_csv(table: Table, path: Path) -> Path:
    """A table as people have it: a row for each id and time."""
    import pandas as pd

    frame = pd.DataFrame(table.values, columns=list(table.columns))
    lengths = np.diff(table.series_bounds)
    frame.insert(0, "time", table.times)
    frame.insert(0, "shop", np.repeat(np.array(table.ids), lengths))
    for name, own in table.static.items():
        frame[name] = np.repeat(np.array(own), lengths)
    frame.to_csv(path, index=False)
    return path


CONFIG = """\
dataset:
  kind: series
  path: sales.csv
  id_column: shop
  timestamp_column: time
  target: [sales (t)]
  past_dynamic_columns: [visits]
  known_dynamic_columns: [price]
  static_columns: [city, area]
  lookback: 6
  step: 2
  horizon: 2
  split: {validation: 0.2, test: 2020-03-29}
model: {kind: linear}
"""


def test_a_file_is_found_beside_its_config_from_anywhere(own_folders, monkeypatch) -> None:
    beside = own_folders / "project"
    beside.mkdir()
    (beside / "shop.yaml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.chdir(own_folders)
    assert load_experiment(beside / "shop.yaml").dataset.path == "sales.csv"  # not there yet
    as_csv(made_up(60, 50), beside / "sales.csv")
    dataset = load_experiment(Path("project/shop.yaml")).dataset
    assert dataset.path == str(beside / "sales.csv")
    monkeypatch.chdir("/")
    table, digests = dataset.read()
    assert (table.ids, list(digests)) == (("shop 1", "shop 2"), ["sales.csv"])


def test_a_file_is_found_where_seqlab_data_says_and_an_absolute_path_left_alone(
    own_folders, monkeypatch
) -> None:
    folder = own_folders / "data"
    folder.mkdir()
    path = as_csv(made_up(60, 50), folder / "sales.csv")
    monkeypatch.setenv("SEQLAB_DATA", str(folder))
    monkeypatch.chdir(own_folders)
    own = settings().located(own_folders)
    assert own.path == "sales.csv"
    assert len(own.read()[0]) == 110
    absolute = settings(path=str(path))
    assert absolute.located(Path("/somewhere")) == absolute
    monkeypatch.delenv("SEQLAB_DATA")
    with pytest.raises(DataError, match=r"dataset\.path is 'sales\.csv': there is no .*sales\.csv"):
        own.load()


def drawn(own: Series, table: Table, monkeypatch: pytest.MonkeyPatch) -> tuple[Drawing, ...]:
    monkeypatch.setattr(Series, "read", lambda _: (table, {}))
    return own.drawings(own.load())


def test_targets_are_drawn_series_by_series_with_their_splits(monkeypatch) -> None:
    table = made_up(60, 50)
    own = settings(target=("sales (t)", "visits"), past_dynamic_columns=())
    drawings = drawn(own, table, monkeypatch)
    assert [(one.label, one.unit) for one in drawings] == [
        ("shop 1 sales", "t"), ("shop 1 visits", ""),
        ("shop 2 sales", "t"), ("shop 2 visits", ""),
    ]  # fmt: skip
    last = drawings[-1]
    np.testing.assert_array_equal(last.times, table.times[60:])
    np.testing.assert_array_equal(last.values, table.values[60:, 1])
    assert last.splits == {"training": (0, 30), "validation": (30, 40), "test": (40, 50)}
    assert last.has_clock


def test_only_the_first_series_of_many_are_drawn_and_one_alone_needs_no_name(monkeypatch) -> None:
    assert len(drawn(settings(), made_up(*[30] * 20), monkeypatch)) == MOST_DRAWN
    alone = settings(id_column=None, timestamp_column=None)
    (one,) = drawn(alone, made_up(30, freq="steps"), monkeypatch)
    assert (one.label, one.has_clock) == ("sales", False)


def test_series_that_are_left_out_are_not_drawn_in_the_place_of_others(monkeypatch) -> None:
    table = made_up(5, 60)
    (one,) = drawn(settings(short_series="drop"), table, monkeypatch)
    assert one.label == "shop 2 sales"
    np.testing.assert_array_equal(one.values, table.values[5:, 0])
    assert one.splits["test"] == (48, 60)


BOOK = SyntheticClimate(
    days=30,
    lookback=36,
    step=6,
    delay=1,
    alignment="strict",
    batch_size=1,
    training_rows=(0, 2400),
    validation_rows=(2400, 3300),
    test_rows=(3300, None),
)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[SeriesData, SeriesData]:
    """The same weather as the book's windows cut it, and as one's own file."""
    table = make_climate(BOOK.days, BOOK.data_seed)
    path = as_csv(table, tmp_path_factory.mktemp("weather") / "weather.csv")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(path.parent))
        own = Series(
            path=str(path),
            timestamp_column="time",
            target=("T (degC)",),
            past_dynamic_columns=tuple(name for name in table.columns if name != "T (degC)"),
            lookback=BOOK.lookback,
            step=BOOK.step,
            horizon=1,
            reach_back=False,
            split={"validation": 900, "test": len(table) - 3300},
        )
        assert issubclass(SyntheticClimate, SeriesDataset)
        return BOOK.load(), own.load()


def rows_of(data: SeriesData, split: str) -> list[int]:
    newest: list[int] = data.panel().newest[split].tolist()
    return newest


def test_the_books_windows_are_those_of_ones_own_file_but_for_a_few_at_the_ends(both) -> None:
    book, own = both
    # The book's anchors begin a lookback after the first row of a split, though the oldest input of
    # a strict window lies a step after that: as many windows more would fit.
    training, validation, test = (rows_of(own, split)[BOOK.step :] for split in ORDER)
    # Its last training target, and it alone, lies among the validation rows.
    assert rows_of(book, "training") == [*training, 2399]
    # Its generator wraps before the last batch: of the validation split that would have had the
    # first test row as its target. At the end of the file it also begins one row sooner to wrap:
    # `len(data) - delay - 1` is the row after its last anchor.
    assert rows_of(book, "validation") == validation
    assert rows_of(book, "test") == test[:-2]
    assert book.shape == own.shape


@pytest.mark.parametrize("split", ["validation", "test"])
def test_windows_targets_and_persistence_are_the_same(split, both) -> None:
    book, own = both
    features = [book.report.columns.index(name) for name in own.prepared.columns]
    count = book.samples(split).count
    common = slice(BOOK.step, BOOK.step + count)
    (x, y), (other_x, other_y) = (data.evaluation_batch(split, 10_000, 0) for data in (book, own))
    np.testing.assert_allclose(other_x[common], x[:, :, features], rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(other_y[common], y, rtol=1e-5, atol=1e-6)
    (celsius,), (other,) = book.task.targets, own.task.targets
    assert (other.name, other.unit) == (celsius.name, celsius.unit)
    assert (other.mean, other.scale) == (
        pytest.approx(celsius.mean, rel=1e-12),
        pytest.approx(celsius.scale, rel=1e-12),
    )
    naive = []
    for data, part in ((book, slice(None)), (own, common)):
        panel = data.panel()
        newest = panel.newest[split][part]
        naive.append(np.abs(panel.targets[newest] - panel.targets[newest + 1]).mean())
    assert naive[1] == pytest.approx(naive[0], rel=1e-12)
