"""`seqlab verify` says verified, or what is not."""

from __future__ import annotations

import json

import pytest

from seqlab.runs.reader import Run
from tests.conftest import Cli

pytestmark = pytest.mark.keras


@pytest.mark.usefixtures("run")
def test_a_true_run_is_verified_line_by_line(seqlab_here: Cli) -> None:
    done = seqlab_here("verify", "last")
    assert (done.returncode, done.stderr) == (0, "")
    *checks, verdict = done.stdout.splitlines()
    assert [line.split()[0] for line in checks] == [
        "files", "history", "checkpoints", "data", "scores",
    ]  # fmt: skip
    assert verdict == "verified"


def test_what_differs_is_named_with_exit_code_1(run: Run, seqlab_here: Cli) -> None:
    metrics = json.loads(run.files.metrics.read_text())
    run.files.metrics.write_text(json.dumps(metrics | {"skill": metrics["skill"] * 1.001}))
    done = seqlab_here("verify", run.path)
    assert done.returncode == 1
    assert "scores       WRONG\n  metrics.json: skill is recorded as" in done.stdout
    assert done.stdout.endswith("not verified: 1 problem\n")
    done = seqlab_here("verify", run.path, "--json")
    document = json.loads(done.stdout)
    assert (done.returncode, document["verified"], document["run"]) == (1, False, run.id)
    assert [check["name"] for check in document["checks"] if check["problems"]] == ["scores"]
