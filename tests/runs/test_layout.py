"""Run ids sort by time and are never given out twice."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.errors import ConfigError
from seqlab.runs.layout import check_experiment_name, make_run_folder, run_id

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))


def test_the_id_shows_the_start_and_the_fraction_of_its_second() -> None:
    half_past = datetime(2026, 11, 20, 22, 40, 36, 500_000, tzinfo=UTC)
    assert run_id(half_past) == "20261120-224036-8000"


def test_the_id_is_in_utc_whatever_the_time_zone() -> None:
    moment = datetime(2026, 11, 20, 23, 40, 36, tzinfo=timezone(timedelta(hours=1)))
    assert run_id(moment) == "20261120-224036-0000"


@given(MOMENTS, MOMENTS)
def test_ids_sort_like_their_moments(one: datetime, other: datetime) -> None:
    early, late = sorted([one, other])
    assert run_id(early) <= run_id(late)
    if late - early >= timedelta(microseconds=16):
        assert run_id(early) < run_id(late)


@given(MOMENTS)
def test_every_id_has_the_same_shape(moment: datetime) -> None:
    assert re.fullmatch(r"\d{8}-\d{6}-[0-9a-f]{4}", run_id(moment))


def test_runs_that_start_together_get_folders_of_their_own(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        folders = list(pool.map(make_run_folder, [tmp_path] * 200))
    assert len(set(folders)) == 200
    assert {path.name for path in tmp_path.iterdir()} == {folder.name for folder in folders}


@pytest.mark.parametrize("name", ["jena/gru", "quickstart", "a/b/c", "imdb/conv1d-2.5_x"])
def test_names_of_folders_are_accepted(name: str) -> None:
    check_experiment_name(name)


@pytest.mark.parametrize(
    "name", ["", "/", "/etc", "..", "a/../b", "../a", "a//b", "a/", ".hidden", "a\nb", "a\x1b[31m"]
)
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    with pytest.raises(ConfigError, match="cannot name a folder"):
        check_experiment_name(name)
