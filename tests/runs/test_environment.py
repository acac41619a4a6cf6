"""environment.json is one record, in which a stranger's words stay words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from seqlab.errors import DataError
from seqlab.runs.environment import Environment
from seqlab.runs.strict_json import strict_json
from tests.runs.old_folders import old_classification, old_forecast
from tests.runs.records import ENVIRONMENTS

PATH = Path("environment.json")


@given(ENVIRONMENTS)
def test_any_record_comes_back_as_it_was_written(record: Environment) -> None:
    assert Environment.parse(json.loads(strict_json(record.record())), PATH) == record


def test_a_record_from_before_formats_is_read(tmp_path: Path) -> None:
    forecast, text = old_forecast(tmp_path).environment, old_classification(tmp_path).environment
    assert forecast.versions["keras"] == "3.15.1"
    assert (forecast.device, forecast.cores, forecast.plan) == (
        "CPU", 2, {"shards": 2, "jit": True},
    )  # fmt: skip
    assert (list(forecast.digests), list(text.digests)) == (["jena"], ["reviews"])
    assert text.command == "seqlab train --config imdb/lstm"


def test_a_record_that_says_nothing_is_read() -> None:
    found = Environment.parse({}, PATH)
    assert (found.versions, found.digests, found.device, found.cores) == ({}, {}, "", None)
    assert found.record()["format"] == 1
    assert found.plugins == {} and "plugins" not in found.record()


@pytest.mark.parametrize(
    ("key", "value", "named"),
    [
        ("versions", ["keras"], "versions"),
        ("versions", {"keras": 3}, "versions.keras"),
        ("plugins", {"waves": 1.0}, "plugins.waves"),
        ("digests", {"jena": None}, "digests.jena"),
        ("cores", 10**400, "cores"),
        ("cores", "two", "cores"),
        ("plan", "x", "plan"),
        ("device", 5, "device"),
        ("git_commit", ["f2"], "git_commit"),
    ],
)
def test_damage_is_named_by_file_and_key(key: str, value: Any, named: str) -> None:
    with pytest.raises(DataError, match=rf"environment\.json is damaged: '{named}'"):
        Environment.parse({key: value}, PATH)


def test_a_newer_file_is_refused_by_name_and_number() -> None:
    with pytest.raises(DataError, match=r"environment\.json has format 2; this seqlab reads"):
        Environment.parse({"format": 2}, PATH)
