"""Prepared arrays on disk, so that a file is read and parsed only once.

An entry is one file, `<name>-<key>-<checksum>.npz`, in `$XDG_CACHE_HOME/seqlab` or else
`~/.cache/seqlab`. It appears complete or not at all, so several processes may prepare the same
entry at once: each builds it, and the last one to finish replaces a file by its equal. The
checksum in the name covers every byte of the file.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import os
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CachedFile:
    """One file of the cache.

    Args:
        name: what it was prepared for, such as `imdb`.
        path: the file.
        size: in bytes.
        modified: when it was written, in local time.
    """

    name: str
    path: Path
    size: int
    modified: datetime


def cache_folder() -> Path | None:
    """Where prepared arrays are kept; the folder may not exist yet.

    None for a user without a home directory, as in some containers: in a folder that all users
    share, anyone could prepare other arrays.
    """
    cache = os.environ.get("XDG_CACHE_HOME")
    if cache:
        return Path(cache) / "seqlab"
    try:
        return Path.home() / ".cache" / "seqlab"
    except RuntimeError:
        return None


def cached(name: str, key: Mapping[str, str | int], build: Callable[[], Arrays]) -> Arrays:
    """Read prepared arrays from the cache, or build and keep them.

    A damaged entry is built anew. A cache that cannot be written is only logged: the arrays are
    there all the same.

    Args:
        name: what the arrays are, a word such as `imdb`.
        key: everything the arrays depend on: digests of the sources, settings, and the version
            of the code's format.
        build: makes the arrays, of numbers only; called when no sound entry is found.

    Returns:
        The arrays by name.

    Raises:
        ValueError: `build` returned an array of Python objects.
    """
    digest = hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()
    stem = f"{name}-{digest[:16]}"
    for path in _files(f"{stem}-*.npz"):
        arrays = _read(path)
        if arrays is not None:
            return arrays
    arrays = build()
    payload = _pack(arrays)
    folder = cache_folder()
    if folder is None:
        _log.warning("%s cannot be kept: no home directory, and no XDG_CACHE_HOME", name)
        return arrays
    try:
        _write(folder / f"{stem}-{_checksum(payload)}.npz", payload)
    except OSError as error:
        _log.warning("%s cannot be kept in the cache: %s", name, error)
    return arrays


def entries() -> list[CachedFile]:
    """What is in the cache, by file name."""
    found = []
    for path in _files("*-*-*.npz"):
        with suppress(FileNotFoundError):  # another process may be clearing it
            status = path.stat()
            modified = datetime.fromtimestamp(status.st_mtime)
            found.append(CachedFile(path.name.rsplit("-", 2)[0], path, status.st_size, modified))
    return found


def clear() -> int:
    """Delete every entry, and what a killed process may have left half-written.

    Returns:
        The bytes freed.

    Raises:
        OSError: a file cannot be deleted.
    """
    freed = 0
    for pattern in ("*-*-*.npz", ".*.part"):
        for path in _files(pattern):
            size = path.stat().st_size
            path.unlink()
            freed += size
    return freed


def _files(pattern: str) -> list[Path]:
    folder = cache_folder()
    return sorted(folder.glob(pattern)) if folder else []


def _checksum(payload: bytes) -> str:
    return hashlib.blake2b(payload, digest_size=8).hexdigest()


def _pack(arrays: Arrays) -> bytes:
    # np.savez would pickle an array of objects instead of refusing it.
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in arrays.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                np.lib.format.write_array(member, array, allow_pickle=False)
    return buffer.getvalue()


def _read(path: Path) -> Arrays | None:
    """The arrays of an entry; None, and the file is gone, where it is damaged."""
    try:
        payload = path.read_bytes()
    except OSError as error:
        _log.warning("%s cannot be read and is not used: %s", path, error)
        return None
    if not path.stem.endswith(f"-{_checksum(payload)}"):
        _log.warning("%s is damaged and is made anew.", path)
        with suppress(OSError):
            path.unlink(missing_ok=True)
        return None
    with np.load(io.BytesIO(payload), allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def _write(path: Path, payload: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=".", suffix=".part", delete=False
    ) as part:
        try:
            part.write(payload)
            part.flush()
            os.fsync(part.fileno())
            part.close()
            Path(part.name).replace(path)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
