"""Two runs set against each other: every difference is named, and only differences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.errors import DataError
from seqlab.runs.difference import ABSENT, Change, changes, difference
from seqlab.runs.evaluations import record_test_evaluation
from seqlab.runs.scores import Judgement, Rival, Scores
from seqlab.tasks.data import Samples
from tests.conftest import SMALL
from tests.runs_examples import (
    GRU_LOSS,
    GRU_VAL_LOSS,
    beside_a_perfect_baseline,
    change_file,
    copy_of,
    series_run,
)

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
DOCUMENTS = st.recursive(
    LEAVES, lambda below: st.lists(below) | st.dictionaries(st.text(), below), max_leaves=15
)


@given(DOCUMENTS)
def test_a_document_has_no_difference_from_itself(document) -> None:
    assert changes(document, json.loads(json.dumps(document))) == []


def test_what_is_absent_is_not_what_is_null_and_true_is_not_one() -> None:
    left = {"model": {"layers": [{"units": 32}]}, "same": 1, "gone": None, "flag": True, "n": 1}
    right = {"model": {"layers": [{"units": 64}, {}]}, "same": 1, "flag": 1, "n": 1.0}
    assert changes(left, right) == [
        Change("model.layers.0.units", 32, 64),
        Change("gone", None, ABSENT),
        Change("flag", True, 1),
        Change("model.layers.1", ABSENT, {}),
    ]


def test_missing_numbers_are_the_same_missing_number() -> None:
    assert not Change("loss", float("nan"), float("nan")).differs
    assert Change("loss", float("nan"), 1.0).differs


def test_a_copy_differs_in_nothing_and_its_time_does_not_count(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    copy = copy_of(run)
    change_file(copy.files.history, "9.1", "1000.0")
    change_file(copy.files.metrics, '"seconds_per_epoch": 9.1', '"seconds_per_epoch": 1000.0')
    found = difference(run, copy)
    assert (found.config, found.environment, found.data, found.first_different_epoch) == (
        [],
        [],
        [],
        None,
    )
    assert found.same_results


def test_one_bit_in_one_epoch_is_found(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    copy = copy_of(run)
    change_file(copy.files.history, repr(GRU_LOSS[4]), repr(GRU_LOSS[4] + 2**-53))
    found = difference(run, copy)
    assert found.first_different_epoch == 5 and not found.same_results


def test_a_shorter_run_parts_where_it_ends(tmp_path: Path) -> None:
    long = series_run(tmp_path)
    short = series_run(tmp_path, loss=GRU_LOSS[:5], val_loss=GRU_VAL_LOSS[:5])
    assert difference(long, short).first_different_epoch == 6


def test_a_look_at_the_test_split_changes_no_result(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    copy = copy_of(run)
    samples = Samples(1000, "windows", "ab", 1500)
    naive = Rival("persistence", Scores({"mae": 0.3}))
    judgement = Judgement(Scores({"mae": 0.27}), (naive,), samples)
    record_test_evaluation(copy, judgement)
    assert difference(run, copy).same_results


def test_a_default_written_out_is_no_difference(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    run.files.config.write_text(SMALL)
    other = copy_of(run)
    change_file(other.files.config, "training:", "training:\n  learning_rate: 1e-3")
    assert difference(run, other).config == []
    change_file(other.files.config, "1e-3", "1e-2")
    assert difference(run, other).config == [Change("training.learning_rate", 1e-3, 1e-2)]


def test_a_damaged_config_is_named(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    bomb = "a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
    bomb += "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
    other = copy_of(run)
    other.files.config.write_text(bomb)
    with pytest.raises(DataError, match=r"config\.yaml"):
        difference(run, other)


def test_skill_that_there_is_not_is_no_difference_and_no_number(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    perfect = beside_a_perfect_baseline(copy_of(run))
    (skill,) = [c for c in difference(run, perfect).results if c.key == "skill"]
    assert (skill.right, skill.by, skill.differs) == (None, None, True)
    again = copy_of(perfect, "20260101-000000-0001")
    assert difference(perfect, again).same_results
