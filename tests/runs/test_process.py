"""A dead writer is told from a living one, and from a stranger with its number."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from seqlab.errors import DataError
from seqlab.runs.fields import Fields
from seqlab.runs.process import Process, this_process


def test_this_process_lives() -> None:
    assert not this_process().is_surely_dead()


def test_a_process_that_has_ended_is_dead() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    assert replace(this_process(), pid=child.pid).is_surely_dead()


def test_of_a_process_on_another_host_nothing_is_known() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    assert not replace(this_process(), pid=child.pid, host="elsewhere").is_surely_dead()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells when a process began")
def test_a_later_process_with_the_same_number_is_not_taken_for_the_writer() -> None:
    assert replace(this_process(), process="another boot/1").is_surely_dead()
    assert not replace(this_process(), process=None).is_surely_dead()


@pytest.mark.parametrize("pid", [None, 0, -1])
def test_nonsense_in_place_of_a_number_is_not_asked_about(pid: int | None) -> None:
    assert not replace(this_process(), pid=pid).is_surely_dead()


def test_a_number_beyond_all_processes_is_dead() -> None:
    assert replace(this_process(), pid=2**80).is_surely_dead()


def test_a_process_is_read_back_as_it_was_written_and_may_be_unknown() -> None:
    own = this_process()
    assert Process.parse(Fields(asdict(own), Path("status.json"))) == own
    assert Process.parse(Fields({}, Path("status.json"))) == Process(None, None, None, None)


@pytest.mark.parametrize("pid", ["1", 1.5, True, 10**400])
def test_what_is_no_number_of_a_process_is_damage(pid: object) -> None:
    with pytest.raises(DataError, match=r"status\.json is damaged: 'pid'"):
        Process.parse(Fields({"pid": pid}, Path("status.json")))
