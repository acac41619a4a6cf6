"""Whether the process that writes a run is still there."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

from seqlab.runs.fields import Fields


@dataclass(frozen=True)
class Process:
    """A process, so described that any other can tell later whether it still lives.

    Args:
        pid: its number; None if a folder does not tell.
        parent: that of the process that started it.
        host: the machine.
        process: what tells it from a later process with the same pid; None where nothing does.
    """

    pid: int | None
    parent: int | None
    host: str | None
    process: str | None

    @classmethod
    def parse(cls, fields: Fields) -> Process:
        """Read it from the fields of status.json.

        Raises:
            DataError: a value is not what it must be.
        """
        return cls(
            pid=fields.whole("pid") if fields.has("pid") else None,
            parent=fields.whole("parent") if fields.has("parent") else None,
            host=fields.optional_text("host"),
            process=fields.optional_text("process"),
        )

    def is_surely_dead(self) -> bool:
        """Whether it has ended; False as well where it cannot be known, on another host."""
        if self.pid is None or self.pid <= 0 or self.host != platform.node():
            return False
        if sys.platform == "win32":
            return False  # there, `os.kill` ends the process that it should only ask about
        try:
            os.kill(self.pid, 0)
        except (ProcessLookupError, OverflowError):
            return True
        except PermissionError:
            pass  # it lives and is somebody else's
        return self.process not in (None, _birth(self.pid))


def this_process() -> Process:
    """Describe this process."""
    pid = os.getpid()
    return Process(pid, os.getppid(), platform.node(), _birth(pid))


def _birth(pid: int) -> str | None:
    """The boot and the clock tick of a process' start, on Linux: pids are given out again."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        # The second field is the program's name in brackets, which may hold spaces itself.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return f"{boot}/{fields[19]}"
