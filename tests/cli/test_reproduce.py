"""`seqlab reproduce` sets what was found beside what was published, and says with what code."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from seqlab.errors import SeqlabError
from seqlab.interrupts import Interrupted
from seqlab.runs import reader
from seqlab.runs.history import History
from tests.conftest import Cli
from tests.suites.examples import finished_run, suite_file

DONE = ("--outputs", "outputs", "--results", "results")


@pytest.fixture
def suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A suite of which everything that learns is done; training would be an error."""
    path = suite_file(tmp_path)
    for name, best in (("dense", 0.25), ("conv", 0.2505)):
        for seed in (1, 2, 3):
            curve = [0.28, best + seed / 1e5]
            finished_run(tmp_path / "outputs", tmp_path / f"{name}.yaml", seed, curve)

    def train_nothing(missing: list[object], *_: object) -> list[object]:
        assert missing == []
        return []

    monkeypatch.setattr("seqlab.suites.missing.train_several", train_nothing)
    return path


def test_tables_are_printed_and_written_and_what_is_done_is_not_run_again(
    suite: Path, seqlab_here: Cli, tmp_path: Path
) -> None:
    done = seqlab_here("reproduce", suite, "--seeds", "3", *DONE)
    assert done.returncode == 0, done.stderr + done.stdout
    assert done.stderr.splitlines()[0] == "6 of 6 runs are done, 0 missing"
    assert done.stderr.splitlines()[-1].startswith("written: results/tiny")
    for name in ("naive", "dense", "conv"):
        assert any(line.startswith(name) for line in done.stdout.splitlines())
    assert "holds" in done.stdout
    assert (tmp_path / "results" / "tiny.md").exists()
    document = json.loads(seqlab_here("reproduce", suite, "--seeds", "3", *DONE, "--json").stdout)
    assert document["suite"] == "tiny" or "tiny" in json.dumps(document)


def test_each_folder_is_read_once(
    suite: Path, seqlab_here: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: Counter[str] = Counter()
    history, document = reader.read_history, reader.read_json_object

    def counted_history(path: Path) -> History:
        read[str(path)] += 1
        return history(path)

    def counted_document(path: Path) -> dict[str, Any]:
        read[str(path)] += 1
        return document(path)

    monkeypatch.setattr(reader, "read_history", counted_history)
    monkeypatch.setattr(reader, "read_json_object", counted_document)
    assert seqlab_here("reproduce", suite, "--seeds", "3", *DONE).returncode == 0
    for name in ("history.csv", "metrics.json", "environment.json"):
        counts = [count for path, count in read.items() if path.endswith(name)]
        assert counts == [1] * 6, name


def test_a_claim_that_does_not_hold_is_exit_code_1(suite: Path, seqlab_here: Cli) -> None:
    suite.write_text(suite.read_text().replace("dense validation.mae <", "dense validation.mae >"))
    done = seqlab_here("reproduce", suite, "--seeds", "3", *DONE)
    assert done.returncode == 1
    assert "does not hold" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (Interrupted([]), 130, "Interrupted; the same command goes on where it stopped."),
        (SeqlabError("no device"), 1, "error: no device"),
    ],
)
def test_how_it_ends_early_is_told(
    error: BaseException,
    code: int,
    says: str,
    suite: Path,
    seqlab_here: Cli,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("seqlab.suites.missing.train_several", fail)
    done = seqlab_here("reproduce", suite, *DONE)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.splitlines()[-1] == says
    assert not (tmp_path / "results").exists()


def test_a_suite_that_is_not_there_is_told_with_those_that_are(seqlab_here: Cli) -> None:
    done = seqlab_here("reproduce", "chapter7")
    assert done.returncode == 2
    assert "chapter6" in done.stderr
