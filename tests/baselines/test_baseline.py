"""The room of baselines: what is found in it."""

from __future__ import annotations

from seqlab.component import descriptions
from seqlab.experiment.experiment import BASELINES


def test_every_baseline_is_found_by_its_kind() -> None:
    assert list(BASELINES.own) == [
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
    for component in BASELINES.every:
        settings = set(component.model_fields) - {"kind"}
        assert settings == set(descriptions(component)) - {"kind"}
        assert component.__doc__
