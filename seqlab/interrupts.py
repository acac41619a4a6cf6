"""Ctrl-C and SIGTERM: the first is met between two steps, a second one at once.

Python raises KeyboardInterrupt wherever it happens to be; in the middle of TensorFlow's own
callbacks that is ignored, or becomes another error. So a run remembers the first signal and meets
it when a step has ended.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

SIGNALS = (signal.SIGINT, signal.SIGTERM)
EXIT_CODE = 130
SHOW_CURSOR = b"\x1b[?25h"
HEARD = b"\nInterrupted: finishing the step. Once more leaves at once.\n"
LEFT = b"\nLeft at once. `seqlab resume` goes on from the last finished epoch.\n"


class Interrupted(KeyboardInterrupt):
    """Ctrl-C or SIGTERM ended some runs, which can be gone on with.

    Args:
        folders: their run folders.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__()
        self.folders = tuple(folders)


class Interrupts:
    """While it is entered, the first signal is remembered and a second one acts at once."""

    def __init__(self) -> None:
        self._requested = False

    def __enter__(self) -> Self:
        self._before: dict[int, object] = {}
        if _is_main_thread():  # no other thread may handle signals, and none gets Ctrl-C
            self._before = {number: signal.signal(number, self._remember) for number in SIGNALS}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what `signal` returned

    def check(self) -> None:
        """Meet the request, if there was one.

        Raises:
            KeyboardInterrupt: Ctrl-C was pressed, or SIGTERM came.
        """
        if self._requested:
            raise KeyboardInterrupt

    def _remember(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self.check()
        self._requested = True


@contextmanager
def passed_on(terminate: Callable[[], None]) -> Iterator[None]:
    """While it is entered, SIGTERM reaches the processes that this one has started, too.

    Ctrl-C reaches them by itself; SIGTERM comes to this process only.

    Args:
        terminate: sends it to them.
    """
    if not _is_main_thread():
        yield
        return

    def pass_on(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        terminate()
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGTERM, pass_on)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


@contextmanager
def second_leaves_at_once() -> Iterator[None]:
    """While it is entered, a first Ctrl-C or SIGTERM is acknowledged and a second ends the process.

    Python handles signals between two of its own instructions, and XLA's compiler keeps it from
    them for seconds. A thread that is woken by the system itself does not wait. Nothing is tidied
    up, which a run folder endures at any moment.
    """
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    before = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    watcher = threading.Thread(target=_watch, args=(reader,), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        writer.close()  # which ends the thread
        watcher.join()
        reader.close()


def _watch(reader: socket.socket) -> None:
    count = 0
    while signals := reader.recv(16):
        for number in signals:
            if number not in SIGNALS:
                continue
            count += 1
            if count == 1:
                os.write(2, HEARD)
            else:
                os.write(2, (SHOW_CURSOR if sys.stderr.isatty() else b"") + LEFT)
                os._exit(EXIT_CODE)


def _is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
