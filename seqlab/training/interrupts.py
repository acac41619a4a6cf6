"""Ctrl-C and SIGTERM as requests that are met between two steps.

Python raises KeyboardInterrupt wherever it happens to be; in the middle of TensorFlow's own
callbacks that is ignored, or becomes another error.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Self

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupts:
    """While it is entered, the first signal is remembered and a second one acts at once."""

    def __init__(self) -> None:
        self._requested = False
        self._is_main = threading.current_thread() is threading.main_thread()

    def __enter__(self) -> Self:
        if self._is_main:  # no other thread may handle signals, and none gets Ctrl-C
            self._before = {number: signal.signal(number, self._remember) for number in SIGNALS}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._is_main:
            for number, handler in self._before.items():
                signal.signal(number, handler)

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
