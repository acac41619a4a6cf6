"""A verdict as metrics.json has it comes back as it was written, and damage is named."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.errors import DataError
from seqlab.runs.fields import Fields
from seqlab.runs.strict_json import strict_json
from seqlab.runs.verdict import Skill, Verdict, skill_sentence
from tests.runs.records import NUMBERS

PATH = Path("metrics.json")
SKILLS = st.none() | st.builds(Skill, NUMBERS, NUMBERS, NUMBERS)
NAMES = st.from_regex(r"[a-z_]{1,12}", fullmatch=True)


@st.composite
def verdicts(draw: st.DrawFn) -> Verdict:
    """Any verdict over one baseline or several."""
    skills = draw(st.dictionaries(NAMES, SKILLS, min_size=1, max_size=4))
    return Verdict(skills, draw(st.sampled_from(list(skills))), "error")


def read(record: dict[str, Any]) -> Verdict:
    return Verdict.parse(Fields(json.loads(strict_json(record)), PATH), "error")


@given(verdicts())
def test_any_verdict_comes_back_as_it_was_written(verdict) -> None:
    again = read(verdict.record())
    assert again == verdict
    assert list(again.skills) == list(verdict.skills)  # the first is the naive one
    assert (again.answer, again.sentence()) == (verdict.answer, verdict.sentence())


def test_what_is_not_defined_is_null_and_no_number() -> None:
    verdict = Verdict({"persistence": Skill(0.5, -math.inf, 1.0), "ridge": None}, "ridge", "error")
    record = verdict.record()
    json.dumps(record, allow_nan=False)
    assert record == {
        "best_baseline": "ridge",
        "skill_over_best": None,
        "interval": None,
        "verdict": None,
        "skills": {
            "persistence": {"skill": 0.5, "interval": None},
            "ridge": {"skill": None, "interval": None},
        },
    }
    unsure = read(record | {"best_baseline": "persistence"})
    assert unsure.answer == "cannot be told"
    assert unsure.over_best is not None and not unsure.over_best.is_sure


def test_the_record_names_the_best_baseline_with_its_interval() -> None:
    skills = {"persistence": Skill(0.095, 0.08, 0.11), "ridge": Skill(0.051, 0.039, 0.062)}
    record = Verdict(skills, "ridge", "error").record()
    assert (record["best_baseline"], record["verdict"]) == ("ridge", "worth it")
    assert (record["skill_over_best"], record["interval"]) == (0.051, [0.039, 0.062])


SOUND = Verdict({"ridge": Skill(0.1, 0.0, 0.2)}, "ridge", "error").record()


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"skills": None}, "skills"),
        ({"skills": {"ridge": 3}}, "skills.ridge"),
        ({"skills": {"ridge": {"skill": "high", "interval": [0, 1]}}}, "skills.ridge.skill"),
        ({"skills": {"ridge": {"skill": 0.1, "interval": [0]}}}, "skills.ridge.interval"),
        ({"skills": {"ridge": {"skill": 0.1, "interval": "wide"}}}, "skills.ridge.interval"),
        ({"best_baseline": 5}, "best_baseline"),
        ({"best_baseline": "drift"}, "best_baseline"),
    ],
    ids=str,
)
def test_damage_is_named_by_its_key(change, key) -> None:
    with pytest.raises(DataError, match=f"'{key}'"):
        read(SOUND | change)


@pytest.mark.parametrize(
    ("skill", "says"),
    [
        (0.25, "The model removes 25.0% of the baseline's error."),
        (-0.25, "The model does not beat the baseline: 25.0% more error."),
        (0.0, "The model does not beat the baseline: 0.0% more error."),
        (None, "The baseline makes no error: no model can beat it on these samples."),
    ],
)
def test_runs_of_before_there_were_verdicts_have_a_sentence_too(
    skill: float | None, says: str
) -> None:
    assert skill_sentence(skill, "error") == says
