"""A side in a process of its own."""

from __future__ import annotations

import pytest

from benchmarks.worker import Worker


def counting_side(first: str):
    """A side that prints, as frameworks do, and counts its turns."""
    turns = iter(range(int(first), 100))

    def turn() -> list[float]:
        print("chatter")
        return [float(next(turns))]

    return turn


def test_a_worker_answers_turn_by_turn_whatever_it_prints() -> None:
    with Worker(__name__, "counting_side", "3") as worker:
        assert worker.measure() == [3.0]
        assert worker.measure() == [4.0]


def test_a_worker_that_has_ended_is_an_error() -> None:
    with (
        Worker(__name__, "no_such_side") as worker,
        pytest.raises(RuntimeError, match="has ended"),
    ):
        worker.measure()
