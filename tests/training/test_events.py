"""Events go through a pipe and come out the same."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from seqlab.runs.asked import Asked
from seqlab.tasks.metric import MAE
from seqlab.training.events import (
    EpochBegins,
    EpochEnded,
    Event,
    Noticed,
    RunBegins,
    RunEnded,
    StepEnded,
    ValidationBegins,
    silence,
)

ASKED = Asked("forecast", MAE, "degC", 8.85, "windows", "loss")
EVENTS: list[Event] = [
    Noticed("training goes on"),
    RunBegins("jena/gru", 1, Path("outputs"), 20, 3, 500, "CPU", ASKED),
    EpochBegins(3),
    StepEnded(500, 0.25),
    ValidationBegins(),
    EpochEnded({"epoch": 3, "loss": 0.25}, is_best=False),
    RunEnded("completed"),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_is_small_and_survives_a_pipe(event: Event) -> None:
    sent = pickle.dumps(event)
    assert len(sent) < 1000
    assert pickle.loads(sent) == event


def test_silence_takes_every_event() -> None:
    assert [silence(event) for event in EVENTS] == [None] * len(EVENTS)
