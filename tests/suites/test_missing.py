"""Only what is missing is trained, in the order in which it is wanted."""

from __future__ import annotations

from pathlib import Path

import pytest

from seqlab.recipes.jobs import Outcome
from seqlab.suites.finished import Library
from seqlab.suites.missing import train_missing
from seqlab.training.events import Event, Noticed, silence
from tests.suites.examples import finished_run, tiny_suite


def test_what_is_done_is_left_alone_and_what_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, dense, conv = (member.experiment for member in tiny_suite(tmp_path).members)
    outputs = tmp_path / "outputs"
    finished_run(outputs, tmp_path / "dense.yaml", 1, [0.3])
    other = dense.model_copy(update={"seed": 2})
    asked = []

    def train_several(experiments, outputs, jobs, observer_of, begun):
        asked.append((list(experiments), jobs, dict(begun)))
        for experiment in experiments:
            observer_of(experiment)
        run = finished_run(outputs, tmp_path / "dense.yaml", 2, [0.2])
        return [Outcome(experiments[0], error="no memory"), Outcome(experiments[1], run.path)]

    monkeypatch.setattr("seqlab.suites.missing.train_several", train_several)
    library = Library(outputs, ["dense", "conv"])
    said: list[Event] = []
    titles: list[str] = []
    failures = train_missing(
        [dense, conv, other],
        library,
        outputs,
        3,
        said.append,
        lambda title: titles.append(title) or silence,
    )
    assert said == [Noticed("1 of 3 runs are done, 2 missing")]
    assert asked == [([conv, other], 3, {})]
    assert titles == ["1/2 conv seed 1", "2/2 dense seed 2"]
    assert failures == ["conv seed 1: no memory"]
    assert library.find(other) is not None
