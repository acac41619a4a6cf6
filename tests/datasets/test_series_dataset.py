"""A series is checked before it is read, and cut as its settings say."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from seqlab.advice import Surroundings
from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.tasks.forecast import Forecast
from tests.series.examples import SETTINGS

TRAINED = Surroundings(may_use_gpu=False, learns=True, clips=False, pads_before=False)


def other(**settings: object) -> SyntheticClimate:
    return SyntheticClimate(**{**SETTINGS.model_dump(), **settings})


def problem(**settings: object) -> str:
    with pytest.raises(ValidationError) as caught:
        other(**settings)
    return str(caught.value.errors()[0]["ctx"]["message"])


def test_what_a_model_needs_is_known_without_reading() -> None:
    assert (SETTINGS.task, SETTINGS.input_form, SETTINGS.length) == (Forecast, "sequence", 12)
    assert not SETTINGS.pads_before


def test_settings_that_leave_no_windows_are_refused() -> None:
    assert "must be a multiple of step 5, such as 35 or 40" in problem(step=5)
    assert "such as 480" in problem(lookback=48, step=480)
    assert "validation_rows holds 49 rows" in problem(validation_rows=(4001, 4050))


def test_splits_that_overlap_are_refused() -> None:
    assert "validation_rows starts at row 3,000 but training_rows ends" in problem(
        validation_rows=(3000, 6000)
    )
    assert "ends at null, the end of the series" in problem(validation_rows=(4001, None))


def test_the_short_form_validates_on_as_many_batches_as_asked() -> None:
    short = SETTINGS.shortened(3)
    assert short.load().anchors["validation"].batches == 3
    assert short.training_rows == SETTINGS.training_rows


def test_warnings_count_the_shared_targets_and_the_true_horizon() -> None:
    found = {finding.name: finding for finding in SETTINGS.warn(TRAINED)}
    # Anchor 3999 has the target 4011, and validation begins at row 4001: rows 4001 to 4011.
    assert "the last 11 training targets" in found["overlap"].reason
    assert "looks 15 rows ahead, not 12" in found["horizon"].reason
    assert set(found) == set(SETTINGS.warning_names)
    assert list(other(purge=True, alignment="strict").warn(TRAINED)) == []
