"""`seqlab runs watch` shows runs in progress: in a pipe once, on a terminal until Ctrl-C."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.conftest import ROOT, Cli
from tests.runs.test_progress import epoch
from tests.runs_examples import series_run, start


def test_in_a_pipe_it_is_one_table(seqlab_here: Cli, tmp_path: Path) -> None:
    none = seqlab_here("runs", "watch")
    assert (none.returncode, none.stdout) == (0, "")
    assert none.stderr == "No run is in progress in the folder outputs.\n"
    series_run(tmp_path / "outputs")
    writer = start(tmp_path / "outputs", "jena/lstm")
    for number, loss in enumerate((0.3, 0.2, 0.25), start=1):
        writer.append_epoch(epoch(number, loss))
    head, row = seqlab_here("runs", "watch").stdout.splitlines()
    assert head.split()[:4] == ["run", "experiment", "seed", "epoch"]
    assert row.split()[1:7] == ["jena/lstm", "1", "3/20", "0.2500", "mae", "0.2000"]
    assert row.endswith("█▁▅")
    (found,) = json.loads(seqlab_here("runs", "watch", "--json").stdout)
    assert (found["epochs"], found["losses"]) == (20, [0.3, 0.2, 0.25])


def test_on_a_terminal_it_goes_on_until_ctrl_c(tmp_path: Path) -> None:
    writer = start(tmp_path / "outputs", "jena/lstm")
    writer.append_epoch(epoch(1, 0.3))
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "seqlab", "runs", "watch"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "140"},
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while b"1/20" not in shown:
        shown += os.read(ours, 4096)
    writer.append_epoch(epoch(2, 0.2))
    until = time.monotonic() + 20
    while b"2/20" not in shown and time.monotonic() < until:
        shown += os.read(ours, 4096)
    assert b"2/20" in shown
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0
    os.close(ours)
