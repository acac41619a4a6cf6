"""status.json is one record from the beginning of a run to its end."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from seqlab.errors import DataError
from seqlab.runs.process import this_process
from seqlab.runs.status import StatusRecord
from seqlab.runs.strict_json import strict_json
from tests.runs.old_folders import STATUS, old_classification, old_forecast
from tests.runs.records import STATUSES

PATH = Path("status.json")


def parsed(document: Any) -> StatusRecord:
    return StatusRecord.parse(document, PATH)


@given(STATUSES)
def test_any_record_comes_back_as_it_was_written(record: StatusRecord) -> None:
    assert parsed(json.loads(strict_json(record.record()))) == record


def test_a_run_begins_goes_on_and_ends() -> None:
    begun = StatusRecord.begin("jena/gru", 7, "ab")
    assert (begun.status, begun.name, begun.seed, begun.ended) == ("running", "jena/gru", 7, None)
    assert (begun.process, begun.config_digest) == (this_process(), "ab")
    failed = begun.end("failed", "the loss is not a number")
    assert (failed.status, failed.error) == ("failed", "the loss is not a number")
    assert datetime.fromisoformat(begun.started) <= datetime.fromisoformat(failed.ended or "")
    assert replace(failed.go_on(), process=begun.process) == begun


def test_a_running_run_is_interrupted_once_its_process_is_dead() -> None:
    running = StatusRecord.begin("a", 1, "ab").record()
    assert parsed(running).status == "running"
    assert parsed(running | {"pid": 2**80}).status == "interrupted"
    assert parsed(running | {"pid": 2**80, "status": "completed"}).status == "completed"
    assert parsed(running | {"pid": 2**80, "host": "elsewhere"}).status == "running"


def test_a_record_from_before_formats_is_read(tmp_path: Path) -> None:
    for run in (old_forecast(tmp_path), old_classification(tmp_path)):
        record = run.status_record
        assert (record.status, record.seed, record.config_digest) == ("completed", 1, None)
        assert record.started == "2026-11-26T18:58:15.096+00:00"
        assert (record.process.pid, record.process.host) == (6524, "elsewhere")


def test_a_record_that_says_next_to_nothing_is_read() -> None:
    record = parsed({"status": "failed", "name": "a"})
    assert (record.seed, record.started, record.error, record.process.pid) == (None, "", None, None)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("status", "done"),
        ("status", ["failed"]),
        ("status", None),
        ("name", 5),
        ("name", None),
        ("seed", 10**400),
        ("seed", "one"),
        ("seed", 1.5),
        ("started", 2026),
        ("pid", 10**400),
        ("pid", "6524"),
        ("host", ["a"]),
        ("config_digest", 5),
    ],
)
def test_damage_is_named_by_file_and_key(key: str, value: Any) -> None:
    with pytest.raises(DataError, match=rf"status\.json is damaged: '{key}'"):
        parsed(json.loads(STATUS) | {key: value})


def test_a_status_that_none_writes_is_told_those_that_there_are() -> None:
    with pytest.raises(DataError, match="'done', not running or completed or failed or interrup"):
        parsed({"status": "done", "name": "a"})


def test_a_newer_file_is_refused_by_name_and_number() -> None:
    with pytest.raises(DataError, match=r"status\.json has format 2; this seqlab reads"):
        parsed(StatusRecord.begin("a", 1, "ab").record() | {"format": 2})
