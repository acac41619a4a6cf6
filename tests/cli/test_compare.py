"""`seqlab runs compare` ranks runs in the form that is asked for."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from seqlab.runs.reader import Run
from tests.conftest import QUICK, Cli
from tests.runs_examples import begin, start, write_metrics


def compared(outputs: Path, seed: int, mae: float) -> Run:
    """A completed run of `QUICK` with another seed and score."""
    writer = begin(outputs, "small", seed, QUICK + f"seed: {seed}\n", {"digests": {}})
    naive = {"baseline": "persistence", "mae": 0.29, "mae_original": 2.9, "windows": 1000}
    scores = {"loss": mae, "mae": mae, "mae_original": 10 * mae, "unit": "degC"}
    document = {"best_epoch": 1, "validation": scores, "baseline": {"validation": naive}}
    write_metrics(writer, document | {"parameters": 9, "seconds_per_epoch": 1.5})
    writer.finish("completed")
    return Run(writer.files.folder)


@pytest.fixture
def two_seeds(tmp_path: Path) -> list[Run]:
    return [compared(tmp_path / "outputs", seed, mae) for seed, mae in ((1, 0.2), (2, 0.24))]


@pytest.mark.usefixtures("two_seeds")
def test_seeds_of_one_experiment_are_a_line_beside_the_baseline(
    seqlab_here: Cli,
) -> None:
    done = seqlab_here("runs", "compare", "small")
    assert done.returncode == 0
    lines = [line.split() for line in done.stdout.splitlines()]
    (small,) = [line for line in lines if "small" in line]
    assert small[0] == "1" and "0.2200" in small
    (naive,) = [line for line in lines if "0.2900" in line]
    assert not naive[0].isdigit()  # without a rank


@pytest.mark.usefixtures("two_seeds")
@pytest.mark.parametrize("option", ["--json", "--csv", "--markdown"])
def test_every_form_has_the_same_mean(option: str, seqlab_here: Cli) -> None:
    done = seqlab_here("runs", "compare", option)
    assert done.returncode == 0
    if option == "--json":
        assert "0.22" in json.dumps(json.loads(done.stdout))
    elif option == "--csv":
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        assert any("0.22" in value for row in rows for value in row.values())
    else:
        assert "0.2200" in done.stdout and done.stdout.startswith(("|", "#", "*", "V", "v"))


def test_two_forms_exclude_each_other(seqlab_here: Cli) -> None:
    done = seqlab_here("runs", "compare", "--json", "--csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert "exclude each other" in done.stderr


@pytest.mark.usefixtures("two_seeds")
def test_what_cannot_be_compared_is_left_out_by_name_and_an_error_where_nothing_is_left(
    seqlab_here: Cli, tmp_path: Path
) -> None:
    young = start(tmp_path / "outputs", "jena/young")
    done = seqlab_here("runs", "compare")
    assert done.returncode == 0
    assert "left out: " in done.stderr and young.files.folder.name in done.stderr
    done = seqlab_here("runs", "compare", "jena/young")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Only completed runs can be compared." in done.stderr


def test_no_runs_are_told_on_stderr_and_an_empty_document(seqlab_here: Cli) -> None:
    done = seqlab_here("runs", "compare", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"leaderboards": []})
    assert "There are no completed runs in the folder outputs." in done.stderr
