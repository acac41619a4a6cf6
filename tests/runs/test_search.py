"""The run that the user means is found, or the choice is shown."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest

from seqlab.errors import ConfigError
from seqlab.runs.reader import Run
from seqlab.runs.search import find_run, find_runs, list_runs
from seqlab.runs.summary import summarise
from tests.runs_examples import series_run

IDS = ("20261120-224036-7f3a", "20261120-224036-8000", "20261121-000000-0001")


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    """Three runs of two experiments, and folders that are none."""
    made = series_run(tmp_path / "made")
    outputs = tmp_path / "outputs"
    for run_id, name in zip(IDS, ("jena/gru", "quick", "jena/gru"), strict=True):
        shutil.copytree(made.path, outputs / name / run_id)
    (outputs / "jena" / "empty").mkdir()
    (outputs / "note.txt").write_text("")
    return outputs


def test_all_runs_are_listed_newest_first(outputs: Path) -> None:
    assert [run.id for run in list_runs(outputs)] == list(reversed(IDS))


def test_the_last_run_is_the_one_that_started_last_whatever_its_folder_is_called(
    outputs: Path,
) -> None:
    for folder, name, started in (
        ("jena/gru/20261120-224036-7f3a", "zzz-copy", "2026-11-20T22:40:36.500+00:00"),
        ("quick/20261120-224036-8000", "a-rename", "2026-11-22T01:00:00+01:00"),
    ):
        copy = outputs / "copies" / name
        shutil.copytree(outputs / folder, copy)
        record = json.loads((copy / "status.json").read_text())
        (copy / "status.json").write_text(json.dumps({**record, "started": started}))
    for run in (outputs / "jena", outputs / "quick"):
        shutil.rmtree(run)
    assert [run.id for run in list_runs(outputs)] == ["a-rename", "zzz-copy"]
    assert find_run("last", outputs).id == "a-rename"


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "{}",
        '{"started": 5}',
        '{"started": "yesterday"}',
        '{"started": "0001-01-01T00:00:00+14:00"}',
    ],
)
def test_a_run_that_does_not_tell_its_start_goes_by_its_name(outputs: Path, text: str) -> None:
    for run_folder in outputs.glob("*/**/2026*"):
        (run_folder / "status.json").write_text(text)
    assert [run.id for run in list_runs(outputs)] == list(reversed(IDS))


def test_a_missing_outputs_folder_holds_no_runs(tmp_path: Path) -> None:
    assert list_runs(tmp_path / "missing") == []


def test_links_do_not_lead_round_in_a_circle(outputs: Path) -> None:
    (outputs / "jena" / "round").symlink_to(outputs)
    assert len(list_runs(outputs)) == 3


def test_a_folder_is_a_run_only_with_a_status(outputs: Path) -> None:
    (outputs / "quick" / IDS[1] / "status.json").unlink()
    assert [run.id for run in list_runs(outputs)] == [IDS[2], IDS[0]]


@pytest.mark.parametrize(
    ("reference", "expected"),
    [("last", IDS[2]), (IDS[0], IDS[0]), ("20261121", IDS[2]), ("20261120-224036-8", IDS[1])],
)
def test_a_run_is_found_by_id_by_prefix_and_as_the_last(
    outputs: Path, reference: str, expected: str
) -> None:
    assert find_run(reference, outputs).id == expected


def test_a_folder_is_a_run_wherever_it_lies(outputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = outputs / "quick" / IDS[1]
    assert find_run(str(folder), Path("elsewhere")).path == folder
    monkeypatch.chdir(folder)
    assert find_run(".", Path("elsewhere")).id == IDS[1]


def test_a_whole_id_is_not_ambiguous_beside_a_longer_name(outputs: Path) -> None:
    source = outputs / "quick" / IDS[1]
    shutil.copytree(source, source.with_name(IDS[1] + "-copy"))
    assert find_run(IDS[1], outputs).path == source


def test_an_ambiguous_prefix_shows_the_candidates(outputs: Path) -> None:
    with pytest.raises(ConfigError, match="means 2 runs") as caught:
        find_run("20261120", outputs)
    assert IDS[0] in caught.value.message
    assert IDS[1] in caught.value.message
    assert IDS[2] not in caught.value.message


def test_an_unknown_run_shows_what_there_is(outputs: Path) -> None:
    with pytest.raises(ConfigError, match="no run 'gone'") as caught:
        find_run("gone", outputs)
    assert all(run_id in caught.value.message for run_id in IDS)


@pytest.mark.parametrize("reference", ["last", "", "x\x1b[2J", "x\0y"])
def test_without_any_run_the_error_says_how_to_make_one(tmp_path: Path, reference: str) -> None:
    with pytest.raises(ConfigError, match="no run at all") as caught:
        find_run(reference, tmp_path / "missing")
    assert "seqlab train" in caught.value.remedy
    assert "\x1b" not in caught.value.message


def test_a_thousand_runs_are_listed_in_half_a_second(tmp_path: Path) -> None:
    source = series_run(tmp_path / "made")
    names = [path.relative_to(source.path) for path in source.path.rglob("*") if path.is_file()]
    for number in range(1000):
        folder = tmp_path / "outputs" / f"jena/model{number % 9}" / f"20261120-000000-{number:04x}"
        (folder / "preprocessing").mkdir(parents=True)
        for name in names:
            (folder / name).hardlink_to(source.path / name)
    times = []
    for _ in range(3):
        start = time.process_time()  # others may use the machine at the same time
        summaries = [summarise(run) for run in list_runs(tmp_path / "outputs")]
        times.append(time.process_time() - start)
    assert len(summaries) == 1000
    assert {summary.status for summary in summaries} == {"completed"}
    assert min(times) < 0.5


def test_the_runs_that_are_found_can_be_read(outputs: Path) -> None:
    run = find_run("last", outputs)
    assert isinstance(run, Run)
    assert (run.name, len(run.epochs())) == ("jena/gru", 8)


def test_an_experiment_means_all_of_its_runs_each_once(tmp_path: Path) -> None:
    gru = [series_run(tmp_path, "jena/gru") for _ in range(2)]
    dense = series_run(tmp_path, "jena/dense")

    def meant(*references: str) -> set[str]:
        found = [run.id for run in find_runs(references, tmp_path)]
        assert len(set(found)) == len(found)
        return set(found)

    assert meant("jena/gru") == {run.id for run in gru}
    assert meant("jena/*") == {dense.id, *(run.id for run in gru)}
    assert meant("jena/dense", "last", str(dense.path), f"{dense.path}/") == {dense.id}
    for unknown in ("imdb/*", "jena", "jena/gr"):
        with pytest.raises(ConfigError, match="There is no run"):
            meant(unknown)
