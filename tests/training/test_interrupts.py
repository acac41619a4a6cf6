"""Ctrl-C, sent to this very process."""

from __future__ import annotations

import os
import signal
import threading

import pytest
from seqlab.training.interrupts import Interrupts


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
