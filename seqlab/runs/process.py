"""Whether the process that writes a run is still there."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def this_process() -> dict[str, Any]:
    """Describe this process so that any other can tell later whether it still lives.

    Returns:
        `pid`, `parent` (the pid of the process that started it), `host`, and `process`: what tells
        it from a later process with the same pid.
    """
    pid = os.getpid()
    return {"pid": pid, "parent": os.getppid(), "host": platform.node(), "process": _birth(pid)}


def is_surely_dead(description: Mapping[str, Any]) -> bool:
    """Say whether a described process has ended.

    Args:
        description: what `this_process` returned, back then and perhaps elsewhere.

    Returns:
        False as well where it cannot be known: for a process of another host.
    """
    pid = description.get("pid")
    if not isinstance(pid, int) or pid <= 0 or description.get("host") != platform.node():
        return False
    if sys.platform == "win32":
        return False  # there, `os.kill` ends the process that it should only ask about
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        pass  # it lives and is somebody else's
    return description.get("process") not in (None, _birth(pid))


def _birth(pid: int) -> str | None:
    """The boot and the clock tick of a process' start, on Linux: pids are given out again."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        # The second field is the program's name in brackets, which may hold spaces itself.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return f"{boot}/{fields[19]}"
