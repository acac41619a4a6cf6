"""One process works in a run folder at a time, and a dead one holds nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from seqlab.errors import SeqlabError
from seqlab.runs.lock import FolderLock, alone_in

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such locks there")

HOLDER = """\
import sys, time
from pathlib import Path
from seqlab.runs.lock import FolderLock
FolderLock(Path(sys.argv[1])).take()
print("held", flush=True)
time.sleep(60)
"""


def test_a_second_one_is_refused_until_the_first_gives_back(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path), FolderLock(tmp_path)
    first.take()
    with pytest.raises(SeqlabError, match="is being trained by another process") as caught:
        second.take()
    assert "runs show" in caught.value.remedy
    first.release()
    second.take()
    second.release()
    second.release()  # once more does no harm
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_held_is_free(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    lock = FolderLock(tmp_path)
    with pytest.raises(SeqlabError):
        lock.take()
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    lock.take()
    lock.release()


def test_short_tasks_wait_for_each_other(tmp_path: Path) -> None:
    inside, seen = 0, []

    def work() -> None:
        nonlocal inside
        with alone_in(tmp_path):
            inside += 1
            seen.append(inside)
            time.sleep(0.01)
            inside -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [1] * 8


def test_the_lock_is_given_back_when_the_task_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), alone_in(tmp_path):
        _ = 1 / 0
    FolderLock(tmp_path).take()
