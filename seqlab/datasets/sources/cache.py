"""Prepared arrays on disk, so that a file is read and parsed only once.

An entry is one file, `<name>-<key>-<checksum>.npz`, in `$XDG_CACHE_HOME/seqlab` or else
`~/.cache/seqlab`. It appears complete or not at all, so several processes may prepare the same
entry at once: each builds it, and the last one to finish replaces a file by its equal. The
checksum in the name covers every byte of the file. Arrays go to the disk without a second copy of
them in memory, and those of an entry are its file, mapped: pages are read when they are used, and
copied when they are written to. No entry is ever changed in place.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import os
import struct
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Literal

import numpy as np
from numpy.typing import NDArray

from seqlab.cache_folder import cache_folder

if TYPE_CHECKING:
    from typing_extensions import Buffer

Arrays = dict[str, NDArray[Any]]

LAYOUT = 2
"""Of the files: entries of another one are not found."""
HEADER = 30
"""Bytes of a zip's header of a member, in front of its name."""
ZIP64 = 20
"""Bytes of the field that holds the size of a member, which may be above 4 GB."""
CHECKSUM = 16
"""Hexadecimal digits of it in a file's name."""

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
    digest = hashlib.sha256(json.dumps({"layout": LAYOUT, **key}, sort_keys=True).encode())
    stem = f"{name}-{digest.hexdigest()[:16]}"
    for path in _files(f"{stem}-*.npz"):
        arrays = _read(path)
        if arrays is not None:
            return arrays
    arrays = build()
    objects = [name for name, array in arrays.items() if array.dtype.hasobject]
    if objects:  # reading them would run code
        raise ValueError(f"Object arrays cannot be kept: {', '.join(objects)}")
    folder = cache_folder()
    if folder is None:
        _log.warning("%s cannot be kept: no home directory, and no XDG_CACHE_HOME", name)
        return arrays
    try:
        _write(folder, stem, arrays)
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


class _Summed(io.RawIOBase):
    """Writes to a file and takes the checksum of what is written.

    It cannot go back, so that a zip's sizes stand behind its members and nothing is written twice.

    Args:
        file: what is written to.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sum = hashlib.sha256()
        self._count = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer, /) -> int:
        self._sum.update(data)
        written = self._file.write(data)
        self._count += written
        return written

    def flush(self) -> None:
        self._file.flush()

    def tell(self) -> int:
        """Bytes that were written."""
        return self._count

    def checksum(self) -> str:
        """Of all that was written, as it stands in an entry's name."""
        return self._sum.hexdigest()[:CHECKSUM]


def _read(path: Path) -> Arrays | None:
    """The arrays of an entry; None, and the file is gone, where it is damaged."""
    try:
        with path.open("rb") as file:
            checksum = hashlib.file_digest(file, "sha256").hexdigest()[:CHECKSUM]
            if path.stem.endswith(f"-{checksum}"):
                return _mapped(file)
    except OSError as error:
        _log.warning("%s cannot be read and is not used: %s", path, error)
        return None
    _log.warning("%s is damaged and is made anew.", path)
    with suppress(OSError):
        path.unlink(missing_ok=True)
    return None


def _mapped(file: BinaryIO) -> Arrays:
    """The arrays of a sound entry, mapped."""
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
    arrays: Arrays = {}
    for member in members:
        file.seek(member.header_offset)
        # A header, whose last two numbers are the lengths of the name and of further fields behind
        # it; then the member as it was written, since none is compressed.
        lengths = struct.unpack("<26x2H", file.read(HEADER))
        file.seek(sum(lengths), os.SEEK_CUR)
        np.lib.format.read_magic(file)
        shape, is_fortran, dtype = np.lib.format.read_array_header_1_0(file)
        array: NDArray[Any] = np.empty(shape, dtype)
        if array.size:
            order: Literal["F", "C"] = "F" if is_fortran else "C"
            array = np.asarray(np.memmap(file, dtype, "c", file.tell(), shape, order))
        arrays[member.filename.removesuffix(".npy")] = array
    return arrays


def _member(name: str, start: int) -> zipfile.ZipInfo:
    """A member whose contents begin at a multiple of 64 bytes, as arrays have to in memory.

    Worked example: `times.npy` at byte 0 has 30 bytes of header, 9 of name and 20 for its size; a
    field of 4 + 1 bytes fills them up to 64.

    Args:
        name: of the member.
        start: where its header begins.
    """
    info = zipfile.ZipInfo(name)
    field = 4  # its kind, of which 0xD935 is known as padding, and its length
    filled = -(start + HEADER + len(name.encode()) + ZIP64 + field) % 64
    info.extra = struct.pack("<2H", 0xD935, filled) + bytes(filled)
    return info


def _write(folder: Path, stem: str, arrays: Arrays) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".", suffix=".part", delete=False) as part:
        try:
            summed = _Summed(part.file)
            with zipfile.ZipFile(summed, "w") as archive:
                for name, array in arrays.items():
                    info = _member(f"{name}.npy", summed.tell())
                    with archive.open(info, "w", force_zip64=True) as member:
                        np.lib.format.write_array(member, array, (1, 0), allow_pickle=False)
            part.flush()
            os.fsync(part.fileno())
            part.close()
            Path(part.name).replace(folder / f"{stem}-{summed.checksum()}.npz")
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
