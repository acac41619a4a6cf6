"""Ctrl-C and SIGTERM, sent to this very process or to one of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from seqlab.interrupts import EXIT_CODE, HEARD, LEFT, Interrupted, Interrupts, passed_on
from tests.conftest import ROOT

BUSY = """\
import hashlib
from seqlab.interrupts import Interrupts, second_leaves_at_once
with second_leaves_at_once(), Interrupts():
    print("begun", flush=True)
    {work}
print("ended", flush=True)
"""
# As in XLA's compiler, no handler of Python's runs before it returns, in many minutes.
DEAF = 'hashlib.pbkdf2_hmac("sha256", b"", b"", 10**9)'
ENDS = "pass"


def busy(work: str) -> subprocess.Popen[bytes]:
    """A process that is in the middle of its work."""
    process = subprocess.Popen(
        [sys.executable, "-c", BUSY.format(work=work)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None and process.stdout.readline() == b"begun\n"
    return process


def press_ctrl_c() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_the_first_ctrl_c_waits_for_the_next_check_and_the_second_acts_at_once() -> None:
    with Interrupts() as interrupts:
        interrupts.check()
        press_ctrl_c()  # nothing is raised here
        with pytest.raises(KeyboardInterrupt):
            interrupts.check()
        with pytest.raises(KeyboardInterrupt):
            press_ctrl_c()


def test_afterwards_ctrl_c_is_what_it_was_before() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interrupts():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before


def test_another_thread_may_train_too() -> None:
    entered = []

    def work() -> None:
        with Interrupts() as interrupts:
            interrupts.check()
            entered.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert entered == [True]


def test_sigterm_is_met_as_ctrl_c_is() -> None:
    with Interrupts() as interrupts:
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(KeyboardInterrupt):
            interrupts.check()


def test_an_interruption_names_the_folders_that_can_be_gone_on_with() -> None:
    interrupted = Interrupted([Path("a"), Path("b")])
    assert isinstance(interrupted, KeyboardInterrupt)
    assert interrupted.folders == (Path("a"), Path("b"))


def test_sigterm_is_passed_on_to_what_was_started_and_ends_this_part() -> None:
    before, told = signal.getsignal(signal.SIGTERM), []
    with pytest.raises(KeyboardInterrupt), passed_on(lambda: told.append(True)):
        os.kill(os.getpid(), signal.SIGTERM)
    assert told == [True]
    assert signal.getsignal(signal.SIGTERM) == before


def test_another_thread_may_start_processes_too() -> None:
    entered = []

    def work() -> None:
        with passed_on(lambda: None):
            entered.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert entered == [True]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_ends_even_a_process_that_python_has_no_hold_of(number) -> None:
    process = busy(DEAF)
    assert process.stderr is not None
    process.send_signal(number)
    assert process.stderr.read(len(HEARD)) == HEARD  # at once, although nothing can be handled
    process.send_signal(number)
    assert process.stderr.read(len(LEFT)) == LEFT
    assert process.wait(timeout=30) == EXIT_CODE
    process.stderr.close()
    process.stdout.close()


def test_without_a_signal_nothing_is_said_and_the_watch_ends() -> None:
    out, err = busy(ENDS).communicate(timeout=30)
    assert (out, err) == (b"ended\n", b"")
