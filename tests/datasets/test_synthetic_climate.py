"""The made-up climate is quick to load, and is not the real one."""

from __future__ import annotations

import time

from seqlab.datasets.synthetic_climate import SyntheticClimate


def test_another_seed_is_another_climate_with_the_same_splits() -> None:
    one, other = (SyntheticClimate(data_seed=seed).load() for seed in (1, 2))
    assert one.anchors == other.anchors
    samples = [data.samples("validation") for data in (one, other)]
    assert samples[0].count == samples[1].count
    assert samples[0].fingerprint != samples[1].fingerprint


def test_loading_the_defaults_takes_well_under_a_second() -> None:
    began = time.process_time()
    SyntheticClimate().load()
    assert time.process_time() - began < 1.0
