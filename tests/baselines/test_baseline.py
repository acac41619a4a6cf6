"""The room of baselines: what is found in it."""

from __future__ import annotations

import seqlab.baselines
from seqlab.baselines.baseline import Baseline
from seqlab.component import descriptions, find_components


def test_every_baseline_is_found_by_its_kind() -> None:
    found = find_components(seqlab.baselines, base=Baseline)
    assert [component.model_fields["kind"].default for component in found] == [
        "climatology",
        "drift",
        "gradient_boosting",
        "logistic_regression",
        "majority",
        "nb_svm",
        "persistence",
        "ridge",
        "seasonal_naive",
    ]


def test_every_setting_has_its_manual() -> None:
    for component in find_components(seqlab.baselines, base=Baseline):
        settings = set(component.model_fields) - {"kind"}
        assert settings == set(descriptions(component)) - {"kind"}
        assert component.__doc__
