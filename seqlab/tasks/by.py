"""What errors are told apart by. A file of its own, because the command line needs just this."""

from typing import Literal

By = Literal["step", "hour", "weekday", "month", "id", "target"]
"""What the values of a part have in common."""
