"""Events are plain enough to go through a pipe, and whoever hears nothing may hear them all."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import get_args

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

ASKED = Asked("forecast", MAE, "degC", 8.0, "windows", "loss")
EVENTS: list[Event] = [
    Noticed("warning: a word"),
    RunBegins("a", 1, Path("outputs/a/1"), 20, 3, 500, "CPU", ASKED),
    EpochBegins(3),
    StepEnded(7, 0.25),
    ValidationBegins(),
    EpochEnded({"epoch": 3, "loss": 0.25}, True),
    RunEnded("completed"),
]


def test_there_is_an_example_of_each() -> None:
    assert {type(event) for event in EVENTS} == set(get_args(Event))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_goes_through_a_pipe_and_through_silence(event: Event) -> None:
    assert pickle.loads(pickle.dumps(event)) == event
    assert silence(event) is None
