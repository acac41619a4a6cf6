"""What XLA compiled, kept on disk: a process that does what another did need not compile again.

Compiling a recurrent model takes seconds in each process that trains it, and gives the same
program, to the last bit of what it computes. TensorFlow can keep programs in a folder; what it does
not look at is whether a program fits the processor, whether its file is whole, and how many of them
there are. That is done here, before TensorFlow starts.

A program is found again by its code and by the names of its functions, which TensorFlow counts: a
resume, before which a process does other things than before a training, has programs of its own.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import platform
import shutil
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from seqlab.cache_folder import cache_folder
from seqlab.cores import usable_cores

FLAG = "--tf_xla_persistent_cache_directory"
PATTERN = "*/*.pb"
"""Of the programs in the folder of all of them: those of a machine have a folder of their own."""
LIMIT = 128 * 2**20
"""Bytes of programs that are kept for a machine; a GRU with its validation needs one million."""
ROOM = 4 * LIMIT
"""Bytes that must be free on the disk: a program that cannot be written would end the training."""
DESCRIBED_BY = ("vendor", "model", "flags", "CPU", "Features")
"""How lines begin that describe a processor of Intel's kind or ARM's, and not its speed or load."""

_log = logging.getLogger(__name__)


def keep_compiled_programs() -> None:
    """Have XLA keep its programs in the cache, unless the user's own flags name a folder.

    Called before TensorFlow reads its flags. Where programs cannot be kept, they are not, and
    nothing else changes.
    """
    flags = os.environ.get("TF_XLA_FLAGS", "")
    names_a_file = bool(flags) and not flags.startswith("-")
    programs = programs_folder()
    if FLAG in flags or names_a_file or programs is None:
        return
    folder = programs / _machine()
    try:
        _prepare(folder)
    except OSError as error:
        _log.debug("compiled programs cannot be kept: %s", error)
        return
    os.environ["TF_XLA_FLAGS"] = f"{flags} {FLAG}={folder}".lstrip()


def programs_folder() -> Path | None:
    """The folder of the programs of all machines; None without a home directory."""
    cache = cache_folder()
    return cache / "compiled" if cache else None


def kept() -> list[Path]:
    """The files of all programs, of this machine and of others that share the home directory."""
    programs = programs_folder()
    return sorted(programs.glob(PATTERN)) if programs else []


def clear() -> int:
    """Delete every program, and what a killed process may have left half-written.

    Returns:
        The bytes freed.

    Raises:
        OSError: a file cannot be deleted.
    """
    programs = programs_folder()
    freed = 0
    for path in sorted(programs.glob("*/*")) if programs else []:
        freed += path.stat().st_size
        path.unlink()
    return freed


def _machine() -> str:
    """A digest of all that a program depends on besides the computation itself.

    The processor's features, since a home directory may be shared by different machines; the number
    of cores, over which XLA spreads a program when it compiles it; versions and flags.
    """
    parts = [version("tensorflow"), os.environ.get("XLA_FLAGS"), len(usable_cores()), _processor()]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def _processor() -> list[str]:
    lines: list[str] = []
    with suppress(OSError):  # on systems other than Linux
        described = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
        first = described.partition("\n\n")[0].splitlines()
        lines = [line for line in first if line.startswith(DESCRIBED_BY)]
    return [platform.machine(), platform.processor(), *sorted(lines)]


def _prepare(folder: Path) -> None:
    """Make the folder, or drop from it what is damaged and what is too much.

    Raises:
        OSError: programs cannot be kept there, or others could put theirs among them.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    status = folder.stat()
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
        raise PermissionError(f"{folder} belongs to, or can be written by, somebody else")
    if not os.access(folder, os.W_OK) or shutil.disk_usage(folder).free < ROOM:
        raise PermissionError(f"{folder} cannot be written, or its disk is nearly full")
    kept = 0
    for path in sorted(folder.glob("*.pb"), key=_age):
        with suppress(FileNotFoundError):  # another process may be clearing it
            size = path.stat().st_size
            if kept + size > LIMIT or not _is_whole(path):
                path.unlink()
            else:
                kept += size


def _age(path: Path) -> float:
    """Smaller for what was written later; the largest for what is gone already."""
    with suppress(FileNotFoundError):
        return -path.stat().st_mtime
    return 0


def _is_whole(path: Path) -> bool:
    """False for a file that was cut short, as by a power failure, which XLA takes for a failure."""
    from google.protobuf.empty_pb2 import Empty
    from google.protobuf.message import DecodeError

    content = path.read_bytes()
    try:
        Empty.FromString(content)  # fields that it does not know are read over
    except DecodeError:
        return False
    return bool(content)
