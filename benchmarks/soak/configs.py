"""Shipped configs with all kinds of mistakes: an experiment, or an error with its place?"""

from __future__ import annotations

import copy
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from benchmarks.soak.report import Survey
from seqlab.errors import ConfigError
from seqlab.experiment.advice import advise
from seqlab.experiment.experiment import read_experiment
from seqlab.experiment.shipped import shipped_configs
from seqlab.experiment.source import read_file

MANY = 10_000


@cache
def _shipped() -> list[Any]:
    return [read_file(path).data for _, path in sorted(shipped_configs().items())]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=5,
)


def blocks(data: Any) -> list[Any]:
    """Every mapping and list of the data that holds something."""
    inner = list(data.values() if isinstance(data, dict) else data) if data else []
    nested = [item for item in inner if isinstance(item, dict | list)]
    return [data] * bool(data) + [found for item in nested for found in blocks(item)]


@st.composite
def damaged(draw: st.DrawFn) -> Any:
    """A shipped config with keys dropped, renamed, retyped, moved and put in another order."""
    data = copy.deepcopy(draw(st.sampled_from(_shipped())))
    for _ in range(draw(st.integers(1, 4))):
        block = draw(st.sampled_from(blocks(data) or [data]))
        if not block:
            continue
        keys = list(block) if isinstance(block, dict) else list(range(len(block)))
        key = draw(st.sampled_from(keys))
        how = draw(st.sampled_from(["drop", "rename", "retype", "move", "reorder"]))
        if how == "retype":
            block[key] = draw(VALUES)
        elif how == "drop":
            del block[key]
        elif how == "move":
            target = draw(st.sampled_from(blocks(data)))
            value = copy.deepcopy(block[key])
            if isinstance(target, dict):
                target[str(key)] = value
            else:
                target.append(value)
        elif isinstance(block, list):
            block.reverse()
        elif how == "rename":
            block[draw(st.text(max_size=8) | st.just(f"{key}s"))] = block.pop(key)
        else:
            items = draw(st.permutations(list(block.items())))
            block.clear()
            block.update(items)
    return data


def soak(random: Random, folder: Path, *, quick: bool) -> Survey:
    """Read `MANY` damaged configs, as `seqlab validate` does."""
    path, counts, failures = folder / "damaged.yaml", Counter[str](), []

    @seed(random.getrandbits(64))
    @settings(
        max_examples=MANY // 20 if quick else MANY,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(damaged(), st.sampled_from([None, True, False]))
    def read_many(data: Any, flow: bool | None) -> None:
        text = yaml.safe_dump(data, sort_keys=False, default_flow_style=flow)
        path.write_text(text, encoding="utf-8")
        counts[read_or_refuse(path)] += 1

    try:
        read_many()
    except Exception as error:  # what hypothesis made of the first failure that it found
        failures.append(f"{type(error).__name__}: {error}")
    return Survey(
        "configs",
        "Damaged configs",
        "Shipped configs with up to four keys dropped, renamed, given another type, moved or put "
        "in another order, read as `seqlab validate` reads them. Whatever is refused is refused "
        "with exit code 2 and a message that names the file.",
        ("outcome", "configs"),
        sorted(counts.items()),
        failures,
    )


def read_or_refuse(path: Path) -> str:
    """`experiment` or `refused`; anything else is an exception.

    Raises:
        AssertionError: the message does not name the file.
    """
    try:
        advise(*read_experiment(path))
    except ConfigError as error:
        assert str(path) in error.message, error.message
        return "refused, with the place"
    return "still a valid experiment"
