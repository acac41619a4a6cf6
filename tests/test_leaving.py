"""How a process ends when a command fails while TensorFlow still cuts batches."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import cli_environment

FAILING = """
import time
import seqlab.cli.app
from seqlab.__main__ import main
from seqlab.errors import SeqlabError

def app(**_):
    from seqlab.backend import start_tensorflow
    start_tensorflow()
    import tensorflow as tf

    def cut(number):
        if number > 0:
            print("cutting", flush=True)
            end = time.monotonic() + 2
            while time.monotonic() < end:
                pass
        return number

    def batch(number):
        return tf.numpy_function(cut, [number], tf.int64)

    batches = iter(tf.data.Dataset.range(9).map(batch).prefetch(2))
    next(batches)
    kept = [batches]
    kept.append(kept)  # a model is such a cycle, too
    time.sleep(0.5)
    print("half a line", end="")
    raise ERROR

seqlab.cli.app.app = app
main()
"""


@pytest.mark.keras
@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        ("MemoryError", 1, "error: the memory does not suffice"),
        ("SeqlabError('No.')", 1, "error: No."),
        ("KeyboardInterrupt", 130, ""),
        ("KeyError(3)", 1, "error: a bug in seqlab: KeyError: 3"),
    ],
)
def test_a_command_that_fails_amid_a_batch_says_so_and_ends(
    error: str, code: int, says: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAILING.replace("ERROR", error)],
        env=cli_environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == code
    assert done.stdout == "cutting\nhalf a line"
    assert done.stderr.startswith(says)
    assert "Traceback" not in done.stderr
