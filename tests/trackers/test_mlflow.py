"""MLflow's own client reads back what was sent, and sending it twice changes nothing."""

from __future__ import annotations

import importlib.util
import time
from pathlib import Path
from typing import Any

import pytest

from seqlab.errors import SeqlabError
from seqlab.runs.reader import Run
from seqlab.trackers.mlflow import MLflow
from tests.runs_examples import GRU_LOSS, GRU_VAL_LOSS, PERSISTENCE, series_run


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty database, in the folder where artefacts are written, too."""
    pytest.importorskip("mlflow")
    monkeypatch.chdir(tmp_path)
    return f"sqlite:///{tmp_path}/mlflow.db"


def client(store: str) -> Any:
    from mlflow import MlflowClient

    return MlflowClient(store)


def sent(store: str, name: str) -> list[Any]:
    experiment = client(store).get_experiment_by_name(name)
    return list(client(store).search_runs([experiment.experiment_id]))


def test_parameters_epochs_scores_and_files_are_read_back(store: str, tmp_path: Path) -> None:
    run = series_run(tmp_path / "outputs")
    place = MLflow(address=store).send(run)
    (found,) = sent(store, "jena/gru")
    assert place.endswith(found.info.run_id)
    assert (found.info.run_name, found.info.status) == (run.id, "FINISHED")
    assert found.data.params["dataset.lookback"] == "1440"
    for name, values in {"loss": GRU_LOSS, "val_mae": GRU_VAL_LOSS}.items():
        history = client(store).get_metric_history(found.info.run_id, name)
        assert [(one.step, one.value) for one in history] == list(enumerate(values, start=1))
    assert found.data.metrics["validation/mae"] == pytest.approx(min(GRU_VAL_LOSS))
    assert found.data.metrics["validation/persistence/mae"] == pytest.approx(PERSISTENCE)
    files = {one.path for one in client(store).list_artifacts(found.info.run_id)}
    assert {"config.yaml", "history.csv", "metrics.json"} <= files
    took = found.info.end_time - found.info.start_time
    assert took == pytest.approx(9100 * (len(GRU_LOSS) - 1), abs=2)


def test_sending_twice_changes_nothing(store: str, tmp_path: Path) -> None:
    run = series_run(tmp_path / "outputs")
    first = MLflow(address=store).send(run)
    before = (tmp_path / "mlflow.db").read_bytes()
    time.sleep(0.01)
    assert MLflow(address=store).send(Run(run.path)) == first
    assert len(sent(store, "jena/gru")) == 1
    assert (tmp_path / "mlflow.db").read_bytes() == before


def test_what_was_cut_short_is_sent_anew(store: str, tmp_path: Path, monkeypatch: Any) -> None:
    from mlflow import MlflowClient

    run = series_run(tmp_path / "outputs")
    with monkeypatch.context() as broken:
        broken.setattr(MlflowClient, "log_artifact", lambda *_: 1 / 0)
        with pytest.raises(SeqlabError, match="does not take the run: ZeroDivisionError"):
            MLflow(address=store).send(run)
    place = MLflow(address=store).send(run)
    (found,) = sent(store, "jena/gru")
    assert place.endswith(found.info.run_id)
    assert found.info.status == "FINISHED"


def test_an_address_of_something_else_is_told(store: str, tmp_path: Path) -> None:
    run = series_run(tmp_path / "outputs")
    (tmp_path / "mlflow.db").write_text("no database" * 1000)
    with pytest.raises(SeqlabError, match=r"MLflow at sqlite.* file is not a database"):
        MLflow(address=store).send(run)


def test_a_missing_package_names_the_extra(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SeqlabError, match="not installed: mlflow") as caught:
        MLflow().send(series_run(tmp_path / "outputs"))
    assert "pip install 'seqlab[mlflow]'" in str(caught.value)
