"""Checkpoints on the disk: everything a run needs to go on, in one file that checks itself.

A checkpoint is a file `epoch-<number>-<checksum>.npz` in the run's folder `checkpoints/`. It
appears whole or not at all, the checksum in its name covers every byte, and the one before it is
kept, so that a torn or damaged file costs an epoch and never a run. It is written last in its
epoch, after history.csv and model.keras: what they hold beyond the newest checkpoint is the epoch
that is trained again, to the same bits.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqlab.runs import atomic
from seqlab.runs.strict_json import strict_json

KEPT = 2
_FIELDS = {"epoch", "rows", "best_epoch", "has_stopped", "schedules"}
_DAMAGES = (
    OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, RecursionError,
    zipfile.BadZipFile, zlib.error, NotImplementedError,
)  # fmt: skip
"""What NumPy, zipfile and a record of another form raise: a stranger may have made the file."""
_NAME = re.compile(r"epoch-(\d{1,9})-([0-9a-f]{16})\.npz")


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A run as it stood at the end of an epoch.

    Args:
        epoch: epochs that are finished.
        rows: the history so far, a row per epoch.
        best_epoch: the epoch with the lowest validation loss, counted from 1.
        has_stopped: whether training ended early with this epoch.
        schedules: the state of each schedule, such as early stopping, by its name.
        variables: weights, optimizer's variables and random states, in the model's order.
    """

    epoch: int
    rows: list[dict[str, float]]
    best_epoch: int
    has_stopped: bool
    schedules: dict[str, dict[str, float]]
    variables: Sequence[NDArray[Any]]


def write_checkpoint(folder: Path, checkpoint: Checkpoint) -> Path:
    """Write a checkpoint and delete all but the newest two.

    Args:
        folder: the run's `checkpoints/`; made if missing.
        checkpoint: what to keep.

    Returns:
        The file; it is on the disk when this returns.

    Raises:
        OSError: the folder is missing, full or not writable; older checkpoints are then untouched.
    """
    record = {
        "epoch": checkpoint.epoch,
        "rows": checkpoint.rows,
        "best_epoch": checkpoint.best_epoch,
        "has_stopped": checkpoint.has_stopped,
        "schedules": checkpoint.schedules,
    }
    buffer = io.BytesIO()
    arrays = {f"variable_{number}": value for number, value in enumerate(checkpoint.variables)}
    text = np.frombuffer(strict_json(record).encode(), np.uint8)
    np.savez(buffer, allow_pickle=False, record=text, **arrays)
    content = buffer.getvalue()
    folder.mkdir(exist_ok=True)
    path = folder / f"epoch-{checkpoint.epoch:05d}-{_checksum(content)}.npz"
    atomic.write_bytes(path, content)
    for _, old in _files(folder)[KEPT:]:
        old.unlink(missing_ok=True)
    return path


def newest_checkpoint(folder: Path) -> Checkpoint | None:
    """The newest checkpoint that is whole; None if there is none.

    Args:
        folder: the run's `checkpoints/`, which may be missing.
    """
    for _, path in _files(folder):
        checkpoint = read_checkpoint(path)
        if checkpoint is not None:
            return checkpoint
    return None


def damaged_checkpoints(folder: Path) -> list[Path]:
    """The checkpoints whose contents are not what their names say."""
    return [path for _, path in _files(folder) if read_checkpoint(path) is None]


def read_checkpoint(path: Path) -> Checkpoint | None:
    """Read a checkpoint; None if it is damaged, or holds something else under a right checksum."""
    try:
        content = path.read_bytes()
        match = _NAME.fullmatch(path.name)
        if match is None or match[2] != _checksum(content):
            return None
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            record = json.loads(arrays["record"].tobytes())
            count = len(arrays.files) - 1
            variables = [arrays[f"variable_{number}"] for number in range(count)]
        return _checked(record, variables)
    except _DAMAGES:
        return None


def _checked(record: Any, variables: list[NDArray[Any]]) -> Checkpoint:
    """The checkpoint of a record of which nothing is known.

    Raises:
        ValueError, KeyError, TypeError or AttributeError: the record is that of no checkpoint.
    """
    if set(record) != _FIELDS:
        raise ValueError("other fields than those of a checkpoint")
    epoch, best_epoch, has_stopped = (record[k] for k in ("epoch", "best_epoch", "has_stopped"))
    if type(epoch) is not int or type(best_epoch) is not int or type(has_stopped) is not bool:
        raise ValueError("an epoch that is no number, or an end that is neither true nor false")
    if not 1 <= best_epoch <= epoch or len(record["rows"]) != epoch:
        raise ValueError("another history than that of the epochs")
    numbers = [*record["rows"], *record["schedules"].values()]
    if not all(_is_number(value) for values in numbers for value in values.values()):
        raise ValueError("a history or a schedule that does not consist of numbers")
    if any(value.dtype.kind not in "biuf" for value in variables):
        raise ValueError("text in the place of numbers")
    return Checkpoint(variables=variables, **record)


def _is_number(value: Any) -> bool:
    return type(value) in {int, float} and abs(value) <= sys.float_info.max


def _files(folder: Path) -> list[tuple[int, Path]]:
    """The checkpoints, newest first."""
    found = []
    for path in folder.glob("epoch-*.npz"):
        match = _NAME.fullmatch(path.name)
        if match:
            found.append((int(match[1]), path))
    return sorted(found, reverse=True)


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
