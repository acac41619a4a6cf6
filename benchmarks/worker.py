"""A side of a comparison in a process of its own, which measures on command.

Sides would change each other in one process: two frameworks fight over the cores, and TensorFlow
under Python 3.11 turns the recycling of large blocks of memory off for the whole process
(`mallopt`) when a `tf.data` pipeline from a Python generator first begins, after which every batch
pays for fresh pages. So each side lives in a process that sleeps until its turn.

    python -m benchmarks.worker MODULE FUNCTION [ARGUMENT ...]

calls the function once with the arguments, as strings; what it returns is then called for each line
on stdin, and its answer, a list of numbers, printed as a line of JSON.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from types import TracebackType
from typing import Self

from benchmarks.settings import ROOT

Turn = Callable[[], list[float]]
"""Measures once and says what was found; the first call warms up."""


class Worker:
    """The other end: starts the process, and asks it to measure.

    Args:
        module: where the function is.
        function: returns a `Turn`.
        arguments: for the function.
    """

    def __init__(self, module: str, function: str, *arguments: str) -> None:
        settings = {
            "PYTHONWARNINGS": "ignore",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "TF_FORCE_GPU_ALLOW_GROWTH": "true",  # the other side needs some of its memory
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.worker", module, function, *arguments],
            cwd=ROOT,
            env={**os.environ, **settings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def measure(self) -> list[float]:
        """Let it measure once, and wait for what it found.

        Raises:
            RuntimeError: it has ended; its own error is on stderr.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write("\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            raise RuntimeError("a worker has ended; its error stands above")
        found: list[float] = json.loads(answer)
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()


def main() -> None:
    """Serve what the command line names until stdin ends."""
    module, function, *arguments = sys.argv[1:]
    answers = sys.stdout
    with redirect_stdout(sys.stderr):  # whatever a framework prints is no answer
        turn: Turn = getattr(importlib.import_module(module), function)(*arguments)
        for _ in sys.stdin:
            print(json.dumps(turn()), file=answers, flush=True)


if __name__ == "__main__":
    main()
