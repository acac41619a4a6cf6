"""A run folder is whole at every moment, and says what happened."""

from __future__ import annotations

import json
import math
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqlab.errors import ConfigError, SeqlabError
from seqlab.runs.environment import Environment
from seqlab.runs.lock import FolderLock
from seqlab.runs.metrics import Metrics
from seqlab.runs.reader import Run
from seqlab.runs.writer import RunWriter, check_writable
from tests.runs.old_folders import TEXT_METRICS
from tests.runs_examples import begin, start


def test_a_new_run_is_running_with_its_config_and_environment(tmp_path: Path) -> None:
    writer = begin(tmp_path, "jena/gru", 1, "name: jena/gru\n", {"device": "cpu"})
    run = Run(writer.files.folder)
    assert run.path.parent == tmp_path / "jena" / "gru"
    assert (run.status, run.name, run.config) == ("running", "jena/gru", {"name": "jena/gru"})
    assert run.environment == Environment.parse({"device": "cpu"}, run.files.environment)
    assert run.results is None
    assert len(run.epochs()) == 0
    assert {path.name for path in run.path.iterdir()} == {
        "config.yaml",
        "environment.json",
        "preprocessing",
        "status.json",
    }
    assert run.files.preprocessing.read_text() == "{}\n"
    assert run.files.existing() == [run.files.config, run.files.environment,
                                    run.files.preprocessing, run.files.status]  # fmt: skip


def test_status_json_records_start_end_process_and_error(tmp_path: Path) -> None:
    writer = start(tmp_path)
    before = json.loads(writer.files.status.read_text())
    assert before["pid"] > 0
    assert before["host"]
    assert before["ended"] is None
    writer.finish("failed", "the loss is not a number")
    after = json.loads(writer.files.status.read_text())
    assert (after["status"], after["error"]) == ("failed", "the loss is not a number")
    assert before["started"] == after["started"] <= after["ended"]


def test_the_history_has_one_header_and_a_line_per_epoch_in_the_given_order(tmp_path: Path) -> None:
    writer = start(tmp_path)
    for epoch in (1, 2):
        writer.append_epoch({"epoch": epoch, "loss": 0.1, "val_loss": 1e-30, "seconds": 9.0})
        lines = writer.files.history.read_text().splitlines()
        assert lines[0] == "epoch,loss,val_loss,seconds"
        assert lines[1:] == [f"{row},0.1,1e-30,9.0" for row in range(1, epoch + 1)]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(), min_size=1, max_size=20))
def test_floats_come_back_to_the_last_bit(
    tmp_path_factory: pytest.TempPathFactory, losses: list[float]
) -> None:
    writer = start(tmp_path_factory.mktemp("outputs"))
    for epoch, loss in enumerate(losses, start=1):
        writer.append_epoch({"epoch": np.int64(epoch), "loss": loss, "val_loss": np.float64(loss)})
    run = Run(writer.files.folder)
    for read in ([row["loss"] for row in run.epochs()], list(run.history["val_loss"])):
        assert len(read) == len(losses)
        for given_loss, found in zip(losses, read, strict=True):
            same = struct.pack("d", given_loss) == struct.pack("d", found)
            assert same or (math.isnan(given_loss) and math.isnan(found))
    assert list(run.history["epoch"]) == list(range(1, len(losses) + 1))


@given(st.floats(width=32, allow_nan=False))
@settings(max_examples=20, deadline=None)
def test_single_precision_is_not_rounded(
    tmp_path_factory: pytest.TempPathFactory, loss: float
) -> None:
    writer = start(tmp_path_factory.mktemp("outputs"))
    writer.append_epoch({"epoch": 1, "loss": np.float32(loss), "val_loss": 0.5})
    assert Run(writer.files.folder).epochs().column("loss") == [loss]


def test_metrics_that_are_not_numbers_are_null(tmp_path: Path) -> None:
    writer = start(tmp_path)
    found = Metrics.parse(json.loads(TEXT_METRICS), writer.files.metrics)
    model = replace(found.validation.model, values={"loss": math.nan, "accuracy": 0.5})
    writer.write_metrics(replace(found, validation=replace(found.validation, model=model)))
    document = json.loads(writer.files.metrics.read_text(), parse_constant=pytest.fail)
    assert document["validation"] == {"loss": None, "accuracy": 0.5}


def test_outputs_that_is_a_file_is_named_in_the_error(tmp_path: Path) -> None:
    outputs = tmp_path / "outputs"
    outputs.write_text("")
    with pytest.raises(SeqlabError, match=r"outputs: Not a directory") as caught:
        start(outputs)
    assert "--outputs" in caught.value.remedy


def test_a_failure_while_the_folder_is_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, *_: object) -> None:
        if path.name == "status.json":
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("seqlab.runs.atomic.write_json", full)
    with pytest.raises(SeqlabError, match="No space left"):
        start(tmp_path / "outputs", "jena/gru")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_runs_that_were_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = start(tmp_path, "jena/gru").files.folder

    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("seqlab.runs.atomic.write_text", broken)
    with pytest.raises(KeyboardInterrupt):
        start(tmp_path, "jena/lstm")
    assert [path for path in tmp_path.rglob("*") if path.is_dir()] == [
        kept.parent.parent,
        kept.parent,
        kept,
        kept / "preprocessing",
    ]


def test_a_folder_that_vanishes_during_the_run_is_reported(tmp_path: Path) -> None:
    writer = start(tmp_path)
    writer.files.folder.rename(tmp_path / "moved")
    with pytest.raises(SeqlabError, match="Cannot write"):
        writer.append_epoch({"epoch": 1, "loss": 0.5})
    with pytest.raises(SeqlabError, match="Cannot write"):
        writer.finish("completed")


def test_a_name_that_leaves_the_outputs_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        start(tmp_path / "outputs", "../elsewhere")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    with pytest.raises(SeqlabError, match="is not a folder"):
        check_writable(in_the_way / "outputs")
    check_writable(tmp_path / "not" / "yet" / "there")
    assert sorted(tmp_path.iterdir()) == [in_the_way]


def test_a_run_that_is_held_is_written_only_once_it_goes_on(tmp_path: Path) -> None:
    writer = start(tmp_path)
    writer.append_epoch({"epoch": 1, "loss": 0.5, "val_loss": 0.5})
    writer.append_epoch({"epoch": 2, "loss": 0.4, "val_loss": 0.4})
    writer.finish("interrupted")
    run = Run(writer.files.folder)
    before = {path.name: path.read_bytes() for path in run.path.iterdir() if path.is_file()}
    with RunWriter.held(run.path, run.status_record) as held:
        with pytest.raises(SeqlabError, match="is being trained by another"):
            FolderLock(run.path).take()
        assert {p.name: p.read_bytes() for p in run.path.iterdir() if p.is_file()} == before
        held.go_on(run.epochs().rows[:1])
        assert (run.status, len(run.epochs())) == ("running", 1)
        held.finish("completed")
    assert (run.status, run.status_record.started) == ("completed", writer.status.started)
    FolderLock(run.path).take()
