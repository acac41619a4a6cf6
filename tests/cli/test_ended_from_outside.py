"""Trainings that are ended from outside: each says how to go on, and none says more than that."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from seqlab.interrupts import HEARD
from seqlab.runs.reader import Run
from tests.conftest import QUICK, cli_environment

pytestmark = pytest.mark.keras

ENDLESS = QUICK.replace("epochs: 2", "epochs: 100000")
SEVERAL = ("--jobs", "2", "--seed", "1", "--seed", "2")


def train(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """A training that never ends, in a process of its own."""
    (folder / "endless.yaml").write_text(ENDLESS)
    return subprocess.Popen(
        [sys.executable, "-m", "seqlab", "train", "endless.yaml", *arguments],
        cwd=folder,
        env=cli_environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 100
    while not condition():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.01)


def runs_of(folder: Path) -> list[Run]:
    return [Run(status.parent) for status in sorted(folder.glob("outputs/small/*/status.json"))]


def with_epochs(folder: Path) -> list[Path]:
    return [path for path in folder.glob("outputs/small/*/history.csv") if path.stat().st_size]


def test_ctrl_c_ends_a_run_as_interrupted_with_exit_code_130_and_its_own_command(
    tmp_path: Path,
) -> None:
    process = train(tmp_path)
    wait_for(lambda: with_epochs(tmp_path) or process.poll() is not None)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stdout) == (130, "")
    (run,) = runs_of(tmp_path)
    assert HEARD.decode() in stderr
    after = stderr[stderr.index(HEARD.decode()) + len(HEARD) :].splitlines()
    assert [line for line in after if not line.startswith("epoch ")] == [
        "Interrupted. To go on:",
        f"  seqlab resume outputs/small/{run.id}",
    ]
    assert (run.status_record.status, run.status_record.error) == ("interrupted", None)


def test_several_runs_name_themselves_after_a_signal_and_end_quietly_when_their_parent_is_killed(
    tmp_path: Path,
) -> None:
    process = train(tmp_path, *SEVERAL)
    wait_for(lambda: len(with_epochs(tmp_path)) == 2 or process.poll() is not None)
    process.send_signal(signal.SIGTERM)
    stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stdout) == (130, "")
    runs = runs_of(tmp_path)
    assert [run.status for run in runs] == ["interrupted"] * 2
    commands = set(re.findall(r"^  seqlab resume (\S+)$", stderr, re.MULTILINE))
    assert commands == {f"outputs/small/{run.id}" for run in runs}
    assert "Traceback" not in stderr

    (tmp_path / "outputs").rename(tmp_path / "before")
    process = train(tmp_path, *SEVERAL)
    wait_for(lambda: len(with_epochs(tmp_path)) == 2 or process.poll() is not None)
    process.kill()
    _, stderr = process.communicate(timeout=60)  # ends when the last worker has closed it
    assert "Traceback" not in stderr and "Error" not in stderr
    assert [run.status_record.record()["status"] for run in runs_of(tmp_path)] == [
        "interrupted"
    ] * 2
    written = [run.files.status.read_text() for run in runs_of(tmp_path)]
    assert all('"interrupted"' in text for text in written)  # and not only found to be dead


@pytest.mark.parametrize("seeds", [1, 2])
def test_a_run_whose_reader_has_gone_is_interrupted_without_a_word(
    seeds: int, tmp_path: Path
) -> None:
    process = train(tmp_path, *SEVERAL[: 2 + 2 * seeds])
    assert process.stderr is not None and process.stdout is not None
    wait_for(lambda: len(with_epochs(tmp_path)) == seeds or process.poll() is not None)
    process.stderr.close()
    assert process.wait(timeout=60) != 0
    assert process.stdout.read() == ""
    process.stdout.close()
    written = [run.files.status.read_text() for run in runs_of(tmp_path)]
    assert len(written) == seeds
    assert all('"interrupted"' in text for text in written)
