"""Findings about someone's texts, as JSON and in sentences."""

from __future__ import annotations

import pytest

from seqlab.text.audit import TextAudit
from seqlab.text.coverage import Coverage
from seqlab.text.look import Look

COVERAGE = Coverage({"training": 0.5, "validation": 0.0, "test": 0.0}, None)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, []),
        (1, ["1 text was left out of validation and test: an earlier split has the same."]),
        (2, ["2 texts were left out of validation and test: an earlier split has the same."]),
    ],
)
def test_texts_that_were_left_out_are_told_first(count, said) -> None:
    audit = TextAudit(scarce={"rare": 3})
    look = Look(audit, COVERAGE, (), count)
    assert look.lines() == [*said, *audit.lines()]
    record = look.record()
    assert record["left_out_as_repeated"] == count
    assert record["scarce_classes"] == {"rare": 3}
    assert record["texts_cut"]["training"] == 0.5
