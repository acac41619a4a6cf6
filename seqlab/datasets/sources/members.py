"""The members of archives, which are read one by one and never unpacked to the disk."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from seqlab.errors import DataError

DAMAGES = (
    OSError, EOFError, ValueError, RuntimeError,
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
)  # fmt: skip
"""What Python's modules raise for a damaged archive, whatever it was packed with."""


def is_resource_fork(name: str) -> bool:
    """Whether a member is what macOS adds beside each file that it packs: `__MACOSX/._data.csv`."""
    path = PurePosixPath(name)
    return path.parts[:1] == ("__MACOSX",) or path.name.startswith("._")


def refuse_climbing(names: Iterable[str], path: Path) -> None:
    """Refuse an archive that would write outside of the folder that others unpack it in.

    Here it could do no harm; but an archive made for that is no copy of any data set.

    Args:
        names: of its members, `/` between their parts.
        path: the archive, for the message.

    Raises:
        DataError: names the first member that is absolute, or leads upwards.
    """
    for name in names:
        parts = PurePosixPath(name.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts:
            raise DataError(
                f"{path} holds {name[:100]!r}, which leads out of the folder that it is unpacked "
                "in: this archive was made to do harm.",
                remedy="Delete it, and get the file from its publisher: `seqlab data list` names "
                "the addresses.",
            )
