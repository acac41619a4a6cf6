"""What is given raw becomes, bit for bit, what the dataset shows its models."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seqlab.datasets.panels.preprocessing import PanelPreprocessing
from seqlab.series.deployment import SeriesDeployment
from seqlab.tasks.data import InputBatch
from tests.own_series import HORIZON, LOOKBACK, STEP, sales, settings
from tests.recipes.examples import CLIMATE

pytestmark = pytest.mark.keras


def parts_of(batch: InputBatch) -> list[np.ndarray]:
    return [*batch] if isinstance(batch, tuple) else [batch]


def in_graph(deployment: SeriesDeployment, given: dict[str, np.ndarray]) -> list[np.ndarray]:
    """What the model is shown of raw inputs."""
    import keras

    inputs = {
        port.name: keras.ops.convert_to_tensor(given[port.name].astype(port.dtype("float64")))
        for port in deployment.inputs
    }
    return [np.asarray(part) for part in deployment.to_model(inputs, "float64")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "sales.csv"
    sales().to_csv(path, index=False)
    return path


ALL = ("minute", "hour", "day_of_week", "day_of_month", "day_of_year", "month")


@pytest.mark.parametrize("calendar", [(), ALL])
@pytest.mark.parametrize("scale", ["standard", "none"])
def test_windows_of_several_series_become_those_of_the_dataset(calendar, scale, path: Path) -> None:
    dataset = settings(path, calendar=calendar, scale=scale)
    data = dataset.load()
    prepared = data.preprocessing
    assert isinstance(prepared, PanelPreprocessing)
    deployment = prepared.deployment(data.task, from_logits=True)
    places = np.arange(0, data.samples("test").count, 7)  # the hour that occurs twice is among them
    questions = dataset.judged(data, "test").chosen(places)
    found = in_graph(deployment, deployment.feed(questions))
    whole = parts_of(data.evaluation_batch("test", data.samples("test").count, 0)[0])
    for part, expected in zip(found, whole, strict=True):
        assert part.dtype == np.float32
        assert abs(part - expected[places]).max() < 1e-6
    columns = len(prepared.columns)
    assert np.array_equal(found[0][..., :columns], whole[0][places][..., :columns])


def test_the_window_of_the_book_with_its_calendar_becomes_that_of_the_dataset() -> None:
    dataset = CLIMATE.model_copy(update={"calendar": ("hour", "day_of_year")})
    data = dataset.load()
    deployment = data.preprocessing.deployment(data.task, from_logits=True)
    questions = dataset.judged(data, "validation").chosen(np.arange(50))
    found = in_graph(deployment, deployment.feed(questions))
    for part, expected in zip(
        found, parts_of(data.evaluation_batch("validation", 50, 0)[0]), strict=True
    ):
        assert abs(part - expected).max() < 1e-6


def test_a_reader_learns_which_rows_and_which_numbers_are_meant(path: Path) -> None:
    dataset = settings(path)
    data = dataset.load()
    deployment = data.preprocessing.deployment(data.task, from_logits=True)
    facts = " ".join(deployment.facts)
    rows = LOOKBACK // STEP
    assert f"`window` holds {rows} rows, {STEP} rows from one to the next" in facts
    assert f"the one {(rows - 1) * STEP} rows before the newest" in facts
    assert f"the values 1 to {HORIZON} rows after the newest row" in facts
    assert "0 north, 1 south" in facts
    assert "0 Gera, 1 Jena" in facts
    assert "Europe/Berlin" in facts
    assert deployment.beside["offsets"] == [*range(-(rows - 1) * STEP, 1, STEP)]
    assert deployment.output.shape == (HORIZON, 2, 3)
