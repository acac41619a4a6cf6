"""A dead writer is told from a living one, and from a stranger with its number."""

from __future__ import annotations

import subprocess
import sys

import pytest

from seqlab.runs.process import is_surely_dead, this_process


def test_this_process_lives() -> None:
    assert not is_surely_dead(this_process())


def test_a_process_that_has_ended_is_dead() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    assert is_surely_dead({**this_process(), "pid": child.pid})


def test_of_a_process_on_another_host_nothing_is_known() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    assert not is_surely_dead({**this_process(), "pid": child.pid, "host": "elsewhere"})


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells when a process began")
def test_a_later_process_with_the_same_number_is_not_taken_for_the_writer() -> None:
    assert is_surely_dead({**this_process(), "process": "another boot/1"})


@pytest.mark.parametrize("pid", [None, "1", 0, -1, 1.5])
def test_nonsense_in_place_of_a_number_is_not_asked_about(pid: object) -> None:
    assert not is_surely_dead({**this_process(), "pid": pid})


def test_a_number_beyond_all_processes_is_dead() -> None:
    assert is_surely_dead({**this_process(), "pid": 2**80})
