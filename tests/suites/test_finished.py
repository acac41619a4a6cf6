"""Which runs count as runs of an experiment, and what they measured."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from seqlab.errors import DataError
from seqlab.runs.reader import Run
from seqlab.runs.scores import Rival, Scores
from seqlab.suites.finished import Library
from tests.suites.examples import BASELINE, finished_run, suite_file, tiny_suite


def test_a_run_counts_only_with_the_same_settings_the_same_seed_and_a_whole_folder(
    tmp_path,
) -> None:
    suite = tiny_suite(tmp_path)
    dense, conv = suite.members[1].experiment, suite.members[2].experiment
    run = finished_run(tmp_path / "outputs", tmp_path / "dense.yaml", 1, [0.3])
    library = Library(tmp_path / "outputs", ["dense", "conv"])
    assert library.find(dense).run.path == run.path
    assert library.find(conv) is None
    assert library.find(dense.model_copy(update={"seed": 2})) is None
    longer = dense.training.model_copy(update={"epochs": 3})
    assert library.find(dense.model_copy(update={"training": longer})) is None
    environment = json.loads(run.files.environment.read_text())
    run.files.environment.write_text(json.dumps(environment | {"digests": {"a": "b"}}))
    assert Library(tmp_path / "outputs", ["dense"]).find(dense) is None


def test_a_run_measured_its_best_epoch_its_last_rise_and_its_time(tmp_path) -> None:
    suite = tiny_suite(tmp_path)
    finished_run(tmp_path / "outputs", tmp_path / "dense.yaml", 1, [0.4, 0.25, 0.3], seconds=3.0)
    found = Library(tmp_path / "outputs", ["dense"]).find(suite.members[1].experiment)
    assert found.value("validation.mae") == found.value("validation.loss") == 0.25
    assert found.value("validation.loss_rise") == pytest.approx(0.05)
    assert (found.value("seconds_per_epoch"), found.baseline()) == (3.0, BASELINE)


def test_the_best_of_several_baselines_is_told_and_of_one_there_is_none(tmp_path) -> None:
    suite = tiny_suite(tmp_path)
    finished_run(tmp_path / "outputs", tmp_path / "dense.yaml", 1, [0.4])
    dense = suite.members[1].experiment
    found = Library(tmp_path / "outputs", ["dense"]).find(dense)
    assert found.best_baseline() is None
    judged = found.results.validation
    ridge = Rival("ridge", Scores({"mae": 0.2}, 1.6))
    both = replace(judged, rivals=(*judged.rivals, ridge))
    beside_both = replace(found, results=replace(found.results, validation=both))
    assert beside_both.best_baseline() == ("ridge", 0.2)
    assert beside_both.baseline() == BASELINE


def test_the_newest_run_of_each_seed_counts_and_one_that_ends_later_is_added(tmp_path) -> None:
    dense = tiny_suite(tmp_path).members[1].experiment
    outputs, config = tmp_path / "outputs", tmp_path / "dense.yaml"
    finished_run(outputs, config, 1, [0.3])
    newest = finished_run(outputs, config, 1, [0.29])
    other = finished_run(outputs, config, 2, [0.28])
    library = Library(outputs, ["dense"])
    assert [f.run.path for f in library.find_seeds(dense)] == [newest.path, other.path]
    later = finished_run(outputs, config, 1, [0.27])
    library.add(later)
    assert library.find(dense).run.path == later.path


def test_each_folder_is_read_once(tmp_path, monkeypatch) -> None:
    dense = tiny_suite(tmp_path).members[1].experiment
    finished_run(tmp_path / "outputs", tmp_path / "dense.yaml", 1, [0.3])
    read: list[str] = []
    reader = Run.results.fget
    monkeypatch.setattr(Run, "results", property(lambda run: (read.append(run.id), reader(run))[1]))
    library = Library(tmp_path / "outputs", ["dense"])
    assert all(library.find(dense) for _ in range(3))
    assert len(read) == 1


def test_damaged_folders_and_other_experiments_are_no_results(tmp_path) -> None:
    suite_file(tmp_path)
    outputs = tmp_path / "outputs"
    run = finished_run(outputs, tmp_path / "dense.yaml", 1, [0.3])
    for number, damage in enumerate(["", "{}", '{"format": 2}', "9" * 5000]):
        copy = Run(shutil.copytree(run.path, run.path.with_name(f"20260101-000000-000{number}")))
        copy.files.metrics.write_text(damage)
    gone = Run(shutil.copytree(run.path, run.path.with_name("20260101-000001-0000")))
    gone.files.metrics.unlink()
    finished_run(outputs, tmp_path / "conv.yaml", 1, [0.3])
    dense = tiny_suite(tmp_path).members[1].experiment
    library = Library(outputs, ["dense"])
    assert [f.run.path for f in library.find_seeds(dense)] == [run.path]
    with pytest.raises(DataError, match=r"no metrics\.json"):
        library.add(gone)


def test_a_config_that_was_edited_after_the_run_is_no_result(tmp_path) -> None:
    dense = tiny_suite(tmp_path).members[1].experiment
    run = finished_run(tmp_path / "outputs", tmp_path / "dense.yaml", 1, [0.3])
    text = run.config_text
    run.files.config.write_text(text.replace("units: 4", "units: 8"))
    assert Library(tmp_path / "outputs", ["dense"]).find_seeds(dense) == []
    run.files.config.write_text(text)
    assert json.loads(run.files.status.read_text())["config_digest"]
    assert len(Library(tmp_path / "outputs", ["dense"]).find_seeds(dense)) == 1
