"""What was found when someone's own texts were looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from seqlab.text.audit import TextAudit
from seqlab.text.coverage import Coverage


@dataclass(frozen=True, eq=False)
class Look:
    """What was found when someone's own texts were looked at.

    Args:
        audit: what is wrong with them.
        coverage: what a model does not see of them.
        places: where each text stands: `questions.csv, line 17`.
        left_out: how many texts were dropped because an earlier split has them.
    """

    audit: TextAudit
    coverage: Coverage
    places: Sequence[str]
    left_out: int = 0

    def record(self) -> dict[str, Any]:
        """All findings as a JSON object."""
        left_out = {"left_out_as_repeated": self.left_out}
        return self.audit.record() | left_out | self.coverage.record()

    def lines(self) -> list[str]:
        """All that is odd, a sentence each."""
        if not self.left_out:
            return self.audit.lines()
        verb = "text was" if self.left_out == 1 else "texts were"
        return [
            f"{self.left_out:,} {verb} left out of validation and test: an earlier split has the "
            "same.",
            *self.audit.lines(),
        ]
