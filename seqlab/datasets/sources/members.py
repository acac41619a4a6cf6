"""Names of the members of archives, which are read one by one and never unpacked to the disk."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from seqlab.errors import DataError


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
