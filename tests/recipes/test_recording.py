"""However a job ends, its folder has the right status and says why in its log."""

from __future__ import annotations

import pytest

from seqlab.errors import SeqlabError
from seqlab.interrupts import Interrupted
from seqlab.recipes.recording import recorded_as_it_ends
from seqlab.runs.reader import Run
from seqlab.runs.writer import RunWriter
from seqlab.training.events import RunEnded, Stopped
from tests.runs_examples import start


@pytest.fixture
def writer(tmp_path) -> RunWriter:
    return start(tmp_path)


@pytest.mark.parametrize(
    ("error", "raised", "status"),
    [
        (KeyboardInterrupt(), Interrupted, "interrupted"),
        (BrokenPipeError(), Interrupted, "interrupted"),
        (SeqlabError("the loss is NaN"), SeqlabError, "failed"),
        (ZeroDivisionError("a bug"), ZeroDivisionError, "failed"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_ends_a_job_decides_its_status_and_is_told(writer, error, raised, status) -> None:
    told = []
    with pytest.raises(raised), recorded_as_it_ends(writer, told.append):
        raise error
    run = Run(writer.files.folder)
    assert (run.status, told) == (status, [RunEnded(status)])
    log = writer.files.log.read_text(encoding="utf-8")
    assert ("interrupted" in log) == (status == "interrupted")
    assert ("Traceback" in log) == (status == "failed")


def test_a_run_that_an_observer_stops_is_interrupted_and_says_why(writer) -> None:
    told = []
    with pytest.raises(Stopped), recorded_as_it_ends(writer, told.append):
        raise Stopped("pruned after epoch 2")
    record = Run(writer.files.folder).status_record
    assert (record.status, record.error) == ("interrupted", "pruned after epoch 2")
    assert told == [RunEnded("interrupted")]
    log = writer.files.log.read_text(encoding="utf-8")
    assert "pruned after epoch 2" in log
    assert "Traceback" not in log
