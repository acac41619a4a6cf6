"""A run is read as it stands now, and damage is named."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from seqlab.errors import DataError
from seqlab.runs.reader import Run, describe
from seqlab.runs.summary import summarise
from tests.runs_examples import GRU_VAL_LOSS, series_run, start, text_run


def test_a_run_whose_process_has_died_is_interrupted(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from seqlab.runs.writer import RunWriter; "
        "print(RunWriter.create(Path(sys.argv[1]), 'a', 1, '', {}).files.folder)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )
    folder = Path(done.stdout.strip())
    assert json.loads((folder / "status.json").read_text())["status"] == "running"
    assert Run(folder).status == "interrupted"


@pytest.mark.parametrize("status", ["completed", "failed", "interrupted"])
def test_the_last_status_is_the_one_that_was_recorded(tmp_path: Path, status: str) -> None:
    writer = start(tmp_path)
    assert Run(writer.files.folder).status == "running"
    writer.finish(status)  # type: ignore[arg-type]  # a parameter is a plain str
    assert Run(writer.files.folder).status == status


def test_the_history_is_what_pandas_reads(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    pd.testing.assert_frame_equal(run.history, pd.read_csv(run.files.history))


def test_the_history_of_a_run_without_epochs_is_empty(tmp_path: Path) -> None:
    assert Run(start(tmp_path).files.folder).history.empty


def test_an_epoch_cut_short_is_not_there_yet(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    content = run.files.history.read_bytes()
    run.files.history.write_bytes(content[:-3])
    assert [row["val_loss"] for row in run.epochs()] == list(GRU_VAL_LOSS[:-1])


@pytest.mark.parametrize(
    "content",
    [
        '{"status": "done", "name": "a"}',
        '{"status": ["failed"], "name": "a"}',
        '{"status": "failed"}',
    ],
)
def test_a_status_that_none_writes_is_refused(tmp_path: Path, content: str) -> None:
    run = series_run(tmp_path)
    run.files.status.write_text(content)
    with pytest.raises(DataError, match=r"status\.json is damaged"):
        _ = run.status


@pytest.mark.parametrize(
    "content", ["a: [", "- 1", "&a [*a]: 1", "[" * 5000, "a: !!python/name:os.system"]
)
def test_a_config_that_is_not_a_mapping_is_refused(tmp_path: Path, content: str) -> None:
    run = series_run(tmp_path)
    run.files.config.write_text(content)
    with pytest.raises(DataError, match=r"config\.yaml is damaged"):
        _ = run.config


def test_a_name_from_a_stranger_is_safe_to_show(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    record = json.loads(run.files.status.read_text())
    run.files.status.write_text(json.dumps({**record, "name": "a\x1b[2Jb"}))
    assert run.name == "a[2Jb"
    assert summarise(run).experiment == "a[2Jb"


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"model\.keras is missing"):
        series_run(tmp_path).model()


@pytest.mark.keras
def test_the_model_comes_back_and_a_damaged_one_is_named(tmp_path: Path) -> None:
    import keras

    run = series_run(tmp_path)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model.save(run.files.model)
    weights = zip(run.model().get_weights(), model.get_weights(), strict=True)
    assert all((found == saved).all() for found, saved in weights)
    run.files.model.write_bytes(b"PK")
    with pytest.raises(DataError, match=r"model\.keras is not a whole Keras archive"):
        run.model()


def test_a_block_is_described_in_one_line() -> None:
    block = {"kind": "gru", "units": [32, 64], "layers": [{"a": 1}], "note": "a\nb", "none": []}
    assert describe(block) == "gru, units 32 64, layers ..., note a b, none []"
    assert describe("cpu\x1b") == "cpu"


def test_a_few_lines_of_yaml_cannot_fill_the_memory(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    levels = [
        f"b{level}: &b{level} [{', '.join([f'*b{level - 1}'] * 9)}]" for level in range(1, 30)
    ]
    bomb = "\n  ".join(["b0: &b0 [x]", *levels])
    run.files.config.write_text(f"model:\n  {bomb}\n")
    with pytest.raises(DataError, match=r"config\.yaml:\d+:\d+: the aliases stand for more than"):
        _ = run.config


def test_a_summary_of_a_series_is_in_original_units(tmp_path: Path) -> None:
    summary = summarise(series_run(tmp_path))
    assert (summary.metric, summary.unit, summary.epochs, summary.best_epoch) == (
        "mae",
        "degC",
        8,
        3,
    )
    assert summary.value == pytest.approx(0.2653 * 8.85249908220462)
    assert summary.baseline == pytest.approx(2.5649, abs=1e-4)
    assert summary.skill == pytest.approx(1 - summary.value / summary.baseline)


def test_a_summary_of_text_has_the_accuracy(tmp_path: Path) -> None:
    summary = summarise(text_run(tmp_path))
    assert (summary.metric, summary.value, summary.baseline) == ("accuracy", 0.8862, 0.5)


def test_a_summary_of_a_young_run_has_no_scores(tmp_path: Path) -> None:
    summary = summarise(Run(start(tmp_path).files.folder))
    assert (summary.status, summary.epochs, summary.value) == ("running", 0, None)


@pytest.mark.parametrize("name", ["status.json", "metrics.json", "history.csv"])
def test_a_summary_of_a_damaged_run_says_what_is_damaged(tmp_path: Path, name: str) -> None:
    run = series_run(tmp_path)
    (run.path / name).write_bytes(b"\xff")
    summary = summarise(run)
    assert summary.status == "damaged"
    assert name in summary.problem
