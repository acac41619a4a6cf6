"""The training settings refuse what no training could use."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seqlab.errors import ConfigError
from seqlab.experiment.experiment import load_experiment
from seqlab.experiment.training import LARGEST, SMALLEST, Clipping, TrainingSettings
from tests.experiment.examples import SERIES, write


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return write(tmp_path, SERIES)


def refusal(config: Path, *overrides: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load_experiment(config, *overrides)
    return str(caught.value)


@pytest.mark.parametrize("given", ["many", "0", "true", "2.0", "-1", "null"])
def test_shards_are_auto_or_a_whole_number_and_the_error_says_so_once(
    config: Path, given: str
) -> None:
    message = refusal(config, f"training.shards={given}")
    assert "auto or a whole number above 0" in message
    assert message.startswith("1 problem")
    assert load_experiment(config, "training.shards=3").training.shards == 3


@pytest.mark.parametrize("key", ["learning_rate", "clipping.norm", "clipping.value"])
@pytest.mark.parametrize("value", ["1e-50", "1e300", "5e-324"])
def test_what_float32_takes_for_zero_or_infinity_is_refused(
    key: str, value: str, config: Path
) -> None:
    with np.errstate(over="ignore"):
        assert np.float32(float(value)) in (0, np.inf)
    message = refusal(config, f"training.{key}={value}")
    assert message.startswith("1 problem")
    assert f"training.{key}: expected a number from 1.18e-38 to 3.4e+38" in message
    assert f"given: {float(value)}." in message


def test_the_limits_are_those_of_float32() -> None:
    for limit in (SMALLEST, LARGEST):
        assert TrainingSettings(learning_rate=limit).learning_rate == limit
    assert np.float32(SMALLEST) >= np.finfo(np.float32).tiny
    assert np.isfinite(np.float32(LARGEST))
    assert np.float32(SMALLEST * 0.99) < np.finfo(np.float32).tiny


@pytest.mark.parametrize("key", ["learning_rate", "clipping.norm"])
def test_zero_and_less_are_refused_in_words(key: str, config: Path) -> None:
    for value in ("0", "-1.0"):
        assert f"training.{key}: expected a number above 0" in refusal(
            config, f"training.{key}={value}"
        )


@pytest.mark.parametrize("key", ["epochs", "steps_per_epoch"])
def test_counts_without_end_are_refused(key: str, config: Path) -> None:
    message = refusal(config, f"training.{key}={10**24}")
    assert f"training.{key}: expected 1000000000 or less; given: {10**24}" in message


def test_two_kinds_of_clipping_exclude_each_other(config: Path) -> None:
    message = refusal(config, "training.clipping={norm: 1, value: 2}")
    assert "training.clipping.value: norm and value exclude each other: keep one" in message
    assert Clipping(value=2.0).value == 2
