"""The journal gives back what was put in, whatever a kill left of its last line."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from optuna.trial import TrialState, create_trial

from seqlab.errors import DataError
from seqlab.searches.journal import JOURNAL, Journal
from seqlab.searches.proposing import propose
from seqlab.searches.search import Search
from tests.searches.examples import tiny_search


def filled(search: Search, folder: Path, count: int = 3) -> Journal:
    journal = Journal(folder, search)
    for number in range(len(journal.ended), count):
        trial = propose(search, journal.ended, number, 1)
        told = trial.study.get_trials()[-1]
        journal.add(
            create_trial(
                state=TrialState.COMPLETE,
                value=1 / (number + 3),
                params=told.params,
                distributions=told.distributions,
                user_attrs={"elapsed": 0.1},
                intermediate_values={1: 1 / (number + 3)},
            )
        )
    return journal


def test_trials_come_back_to_the_last_bit(tmp_path: Path) -> None:
    search = tiny_search(tmp_path)
    journal = filled(search, tmp_path)
    assert Journal(tmp_path, search).ended == journal.ended
    assert [trial.number for trial in journal.ended] == [0, 1, 2]


@pytest.mark.parametrize("cut", [1, 2, 40, 300])
def test_a_line_that_was_cut_off_is_forgotten_and_written_again(tmp_path: Path, cut: int) -> None:
    search, path = tiny_search(tmp_path), tmp_path / JOURNAL
    before = [(t.number, t.params, t.value) for t in filled(search, tmp_path).ended]
    path.write_bytes(path.read_bytes()[:-cut])
    assert len(Journal(tmp_path, search).ended) == 2
    assert [(t.number, t.params, t.value) for t in filled(search, tmp_path).ended] == before


def test_a_lock_that_a_kill_left_behind_holds_nothing_up(tmp_path: Path) -> None:
    search = tiny_search(tmp_path)
    filled(search, tmp_path, 1)
    (tmp_path / f"{JOURNAL}.lock").symlink_to(tmp_path / JOURNAL)
    began = time.monotonic()
    assert len(filled(search, tmp_path, 2).ended) == 2
    assert time.monotonic() - began < 10  # Optuna would wait for 30 s


@pytest.mark.parametrize("text", ["no json\n", "{}\n", '{"op_code": 4}\n'])
def test_a_damaged_file_is_named(tmp_path: Path, text: str) -> None:
    search = tiny_search(tmp_path)
    filled(search, tmp_path, 1)
    with (tmp_path / JOURNAL).open("a") as file:
        file.write(text)
        file.write('{"op_code": 99}\n')
    with pytest.raises(DataError, match=r"journal\.log is damaged"):
        Journal(tmp_path, search)
