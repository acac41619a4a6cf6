"""A checkpoint comes back as it was written, and anything else is no checkpoint."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seqlab.runs.checkpoints import (
    Checkpoint,
    damaged_checkpoints,
    newest_checkpoint,
    read_checkpoint,
    write_checkpoint,
)
from seqlab.runs.strict_json import strict_json

RECORD: dict[str, Any] = {
    "epoch": 2,
    "rows": [{"epoch": 1, "loss": 0.5}, {"epoch": 2, "loss": 0.25}],
    "best_epoch": 2,
    "has_stopped": False,
    "schedules": {"EarlyStopping": {"wait": 0, "best": 0.25}},
}


def checkpoint(epoch: int = 2) -> Checkpoint:
    rows = [{"epoch": n, "loss": 1 / 3 / n} for n in range(1, epoch + 1)]
    variables = [np.arange(6, dtype=np.float32).reshape(2, 3) / 7, np.array(5), np.zeros(0)]
    return Checkpoint(epoch, rows, 1, False, {"EarlyStopping": {"best": 0.1}}, variables)


def crafted(folder: Path, record: object = RECORD, **arrays: object) -> Path:
    """A file that some other program wrote, under the right checksum."""
    text = record if isinstance(record, bytes) else strict_json(record).encode()
    packed: dict[str, Any] = {"record": np.frombuffer(text, np.uint8), **arrays}
    buffer = io.BytesIO()
    np.savez(buffer, **packed)
    return under_its_checksum(folder, buffer.getvalue())


def under_its_checksum(folder: Path, content: bytes) -> Path:
    from seqlab.runs.checkpoints import _checksum

    path = folder / f"epoch-00002-{_checksum(content)}.npz"
    path.write_bytes(content)
    return path


def test_a_checkpoint_comes_back_to_the_last_bit(tmp_path: Path) -> None:
    written = checkpoint()
    path = write_checkpoint(tmp_path / "checkpoints", written)
    found = read_checkpoint(path)
    assert found is not None
    for name in ("epoch", "rows", "best_epoch", "has_stopped", "schedules"):
        assert getattr(found, name) == getattr(written, name)
    for one, other in zip(found.variables, written.variables, strict=True):
        assert (one.dtype, one.shape) == (other.dtype, other.shape)
        assert one.tobytes() == other.tobytes()


def test_the_newest_two_are_kept(tmp_path: Path) -> None:
    for epoch in (1, 2, 3):
        write_checkpoint(tmp_path, checkpoint(epoch))
    epochs = [path.name.split("-")[1] for path in sorted(tmp_path.iterdir())]
    assert epochs == ["00002", "00003"]
    newest = newest_checkpoint(tmp_path)
    assert newest is not None and newest.epoch == 3


def test_a_damaged_one_costs_an_epoch_and_never_a_run(tmp_path: Path) -> None:
    write_checkpoint(tmp_path, checkpoint(1))
    path = write_checkpoint(tmp_path, checkpoint(2))
    sound = path.read_bytes()
    for place in range(0, len(sound), 37):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 8]) + sound[place + 1 :])
        newest = newest_checkpoint(tmp_path)
        assert newest is not None and newest.epoch == 1
        assert damaged_checkpoints(tmp_path) == [path]


def test_a_missing_folder_has_no_checkpoint(tmp_path: Path) -> None:
    assert newest_checkpoint(tmp_path / "gone") is None
    assert damaged_checkpoints(tmp_path / "gone") == []


def test_what_another_program_wrote_in_the_right_form_is_read(tmp_path: Path) -> None:
    found = read_checkpoint(crafted(tmp_path, variable_0=np.ones(3)))
    assert found is not None
    assert (found.epoch, len(found.variables)) == (2, 1)


@pytest.mark.parametrize(
    "record",
    [
        RECORD | {"strange": 1},
        {key: value for key, value in RECORD.items() if key != "rows"},
        [RECORD],
        [],
        "text",
        5,
        None,
        RECORD | {"epoch": "2"},
        RECORD | {"epoch": True},
        RECORD | {"epoch": 3},
        RECORD | {"best_epoch": 0},
        RECORD | {"best_epoch": 3},
        RECORD | {"best_epoch": 1.5},
        RECORD | {"has_stopped": 1},
        RECORD | {"rows": 2},
        RECORD | {"rows": [1, 2]},
        RECORD | {"rows": [{"loss": "x"}, {}]},
        RECORD | {"rows": [{"loss": None}, {}]},
        RECORD | {"rows": [{"loss": 10**400}, {}]},
        RECORD | {"schedules": []},
        RECORD | {"schedules": {"EarlyStopping": 5}},
        RECORD | {"schedules": {"EarlyStopping": {"wait": [1]}}},
        b"[" * 100_000,
        b"\xff",
        b"",
    ],
    ids=lambda record: repr(record)[:40] if isinstance(record, (list, bytes)) else "",
)
def test_a_record_of_another_form_is_no_checkpoint(record: object, tmp_path: Path) -> None:
    path = crafted(tmp_path, record, variable_0=np.ones(3))
    assert read_checkpoint(path) is None
    assert damaged_checkpoints(tmp_path) == [path]


@pytest.mark.parametrize(
    "arrays", [{"variable_1": np.ones(2)}, {"variable_0": np.array("text")}, {"other": np.ones(2)}]
)
def test_variables_of_another_form_are_no_checkpoint(
    arrays: dict[str, Any], tmp_path: Path
) -> None:
    assert read_checkpoint(crafted(tmp_path, **arrays)) is None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04damaged", b"\x93NUMPY\x01\x00", b"text"])
def test_what_is_no_archive_at_all_is_no_checkpoint(content: bytes, tmp_path: Path) -> None:
    assert read_checkpoint(under_its_checksum(tmp_path, content)) is None
