"""What differs between two runs: config, environment, data and results."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from seqlab.errors import ConfigError
from seqlab.experiment.experiment import load_experiment
from seqlab.runs.environment import Environment
from seqlab.runs.history import History
from seqlab.runs.reader import Run

ABSENT = object()
"""What a run does not have: unlike `null`, which it may have."""

NO_RESULTS = ("parameters", "seconds_per_epoch")
"""What metrics.json says besides what came out of training."""


@dataclass(frozen=True)
class Change:
    """One value in both runs.

    Args:
        key: its dotted key, such as `model.layers.0.units`.
        left: in the first run; `ABSENT` where it has none.
        right: in the second run.
    """

    key: str
    left: Any
    right: Any

    @property
    def by(self) -> float | None:
        """How much larger the second number is; None where one of them is no number."""
        pair = [v for v in (self.left, self.right) if type(v) in (int, float)]
        return pair[1] - pair[0] if len(pair) == 2 else None

    @property
    def is_in_both(self) -> bool:
        """Whether neither run lacks it, as one lacks the test scores that nobody asked for."""
        return self.left is not ABSENT and self.right is not ABSENT

    @property
    def differs(self) -> bool:
        """Whether the two values are not the same one; a missing number (NaN) is one value."""
        return not _same(self.left, self.right)


@dataclass(frozen=True)
class Difference:
    """What differs between two runs.

    Args:
        config: the settings that differ.
        environment: versions, platform, device and the like that differ.
        data: the digests that differ.
        results: every score of either run, whether or not it differs; then parameters and time.
        epochs: finished epochs of both.
        first_different_epoch: counted from 1, where the histories are not equal bit for bit
            (seconds aside); None where they are.
    """

    config: list[Change]
    environment: list[Change]
    data: list[Change]
    results: list[Change]
    epochs: tuple[int, int]
    first_different_epoch: int | None

    @property
    def same_results(self) -> bool:
        """Whether all epochs, and all scores that both runs have, are equal bit for bit."""
        scores = [c for c in self.results if c.is_in_both and c.key not in NO_RESULTS]
        return self.first_different_epoch is None and not any(change.differs for change in scores)


def difference(left: Run, right: Run) -> Difference:
    """Set two runs against each other. They may be unfinished; then they have fewer results.

    Raises:
        DataError: a folder is damaged.
    """
    here, there = left.environment, right.environment
    histories = left.epochs(), right.epochs()
    results = [None if run.results is None else run.results.record() for run in (left, right)]
    return Difference(
        config=changes(*_configs(left, right)),
        environment=changes(_without_digests(here), _without_digests(there)),
        data=changes(here.digests, there.digests),
        results=list(_pairs(*map(_only_results, results))),
        epochs=(len(histories[0]), len(histories[1])),
        first_different_epoch=_first_difference(*histories),
    )


def _configs(left: Run, right: Run) -> tuple[Any, Any]:
    """Both configs, complete: settings that are younger than a run have their defaults.

    As they stand in the files where this version cannot read one of them.
    """
    try:
        read = [load_experiment(run.files.config) for run in (left, right)]
    except ConfigError:
        return left.config, right.config
    here, there = (experiment.model_dump(mode="json") for experiment in read)
    return here, there


def _without_digests(environment: Environment) -> dict[str, Any]:
    """The environment but for the data, which is told of by itself, and the command."""
    return {k: v for k, v in environment.record().items() if k not in {"digests", "command"}}


def _only_results(record: Mapping[str, Any] | None) -> dict[str, Any]:
    """What came out; not what was asked, nor what the data says by itself."""
    left_out = {"format", "task", "data", "baselines"}
    return {key: value for key, value in (record or {}).items() if key not in left_out}


def _first_difference(left: History, right: History) -> int | None:
    """The first epoch that is not the same.

    Worked example, 3 and 5 epochs of which the first 3 are the same: the 4th.
    """
    for epoch, (here, there) in enumerate(zip(left, right, strict=False), start=1):
        if here.keys() != there.keys() or any(
            not _same(here[name], there[name]) for name in here.keys() - {"seconds"}
        ):
            return epoch
    shorter = min(len(left), len(right))
    return shorter + 1 if len(left) != len(right) else None


def changes(left: Any, right: Any) -> list[Change]:
    """Every value that is not the same in two documents of nested mappings and lists."""
    return [change for change in _pairs(left, right) if change.differs]


def _pairs(left: Any, right: Any) -> Iterator[Change]:
    """Every value below two documents, by its dotted key, in the order of the first one."""
    here, there = dict(leaves(left)), dict(leaves(right))
    for key in [*here, *(key for key in there if key not in here)]:
        yield Change(key, here.get(key, ABSENT), there.get(key, ABSENT))


def leaves(document: Any) -> Iterator[tuple[str, Any]]:
    """The values of nested mappings and lists: `{"a": [{"b": 1}]}` has `a.0.b`, which is 1.

    An empty mapping or list is a value itself.
    """
    waiting = [("", document)] if document else []
    while waiting:  # no recursion: a stranger's file may be deeply nested
        key, value = waiting.pop()
        if isinstance(value, (dict, list)) and value:
            items = value.items() if isinstance(value, dict) else enumerate(value)
            below = [(f"{key}.{name}" if key else str(name), item) for name, item in items]
            waiting += reversed(below)
        else:
            yield key, value


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, float) and isinstance(right, float) and math.isnan(left):
        return math.isnan(right)
    return left == right and isinstance(left, bool) == isinstance(right, bool)
