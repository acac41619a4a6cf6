"""Ctrl-C on the command line: the first is met between two steps, the second at once."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from seqlab.training.interrupts import SIGNALS

INTERRUPTED = 130
SHOW_CURSOR = b"\x1b[?25h"
LEFT = b"\nLeft at once. `seqlab resume` goes on from the last finished epoch.\n"


@contextmanager
def second_leaves_at_once() -> Iterator[None]:
    """While it is entered, a second Ctrl-C or SIGTERM ends the process, whatever it is doing.

    Python handles signals between two of its own instructions, and XLA's compiler keeps it from
    them for seconds. A thread that is woken by the system itself does not wait. Nothing is tidied
    up, which a run folder endures at any moment.
    """
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    before = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    watcher = Thread(target=_leave_at_the_second, args=(reader,), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        writer.close()  # which ends the thread
        watcher.join()
        reader.close()


def _leave_at_the_second(reader: socket.socket) -> None:
    count = 0
    while signals := reader.recv(16):
        count += sum(number in SIGNALS for number in signals)
        if count > 1:
            os.write(2, (SHOW_CURSOR if sys.stderr.isatty() else b"") + LEFT)
            os._exit(INTERRUPTED)
