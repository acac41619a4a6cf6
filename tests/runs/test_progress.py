"""A run in progress says how far it is, and one that is not says nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.runs.progress import LEVELS, progress_of, spark_line
from seqlab.runs.reader import Run
from tests.runs_examples import series_run, start


def epoch(number: int, loss: float) -> dict[str, float]:
    return {
        "epoch": number,
        "loss": loss,
        "mae": loss,
        "val_loss": loss,
        "val_mae": loss,
        "learning_rate": 0.001,
        "seconds": 60.0,
    }


def test_what_is_left_are_the_epochs_that_are_missing(tmp_path: Path) -> None:
    writer = start(tmp_path, "jena/gru")
    run = Run(writer.files.folder)
    begun = progress_of(run)
    assert begun is not None
    assert (begun.epochs, begun.losses, begun.seconds_left) == (20, (), None)
    for number, loss in enumerate((0.3, 0.2, 0.25), start=1):
        writer.append_epoch(epoch(number, loss))
    os.utime(run.files.history, (1000.0, 1000.0))
    found = progress_of(run, now=1020.0)
    assert found is not None
    assert found.losses == (0.3, 0.2, 0.25)
    assert (found.summary.best_epoch, found.summary.value) == (2, 0.2)
    assert found.seconds_left == pytest.approx(17 * 60 - 20)
    late = progress_of(run, now=10_000.0)
    assert late is not None
    assert late.seconds_left == 0


def test_a_finished_run_and_a_damaged_one_are_not_in_progress(tmp_path: Path) -> None:
    assert progress_of(series_run(tmp_path)) is None
    writer = start(tmp_path, "jena/gru")
    writer.files.history.write_text("epoch,loss\n1,x\n")
    assert progress_of(Run(writer.files.folder)) is None


def test_a_curve_is_as_high_as_its_values() -> None:
    assert spark_line((1.0, 3.0, 2.0)) == "▁█▅"
    assert spark_line((2.0, 2.0)) == "▁▁"
    assert spark_line(()) == ""


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50))
def test_a_higher_value_is_never_lower(values: list[float]) -> None:
    line = spark_line(tuple(values))
    shown = values[-20:]
    assert len(line) == len(shown)
    heights = [LEVELS.index(block) for block in line]
    order = sorted(range(len(shown)), key=lambda place: shown[place])
    assert [heights[place] for place in order] == sorted(heights)
