"""Pages of every family on the real files, a few steps each."""

from __future__ import annotations

from pathlib import Path

import pytest

from seqlab.experiment.experiment import load_experiment
from seqlab.recipes.train import train_experiment
from seqlab.report.html import to_html
from seqlab.report.run_page import run_page
from seqlab.training.events import silence
from tests.conftest import CONFIGS
from tests.report.checks import check_page, headings, verdict

pytestmark = [pytest.mark.slow, pytest.mark.keras, pytest.mark.data]

SERIES = {"Where it errs", "Forecasts over truth"}
TEXTS = {"Classes, confusion and calibration", "The most confident mistakes"}


@pytest.mark.parametrize(
    ("name", "sections"),
    [
        ("jena/linear", SERIES),
        ("series/etth1_linear", SERIES),
        ("series/m4_hourly", SERIES),
        ("imdb/bag_of_words_binary", TEXTS),
        ("text/trec_conv1d", TEXTS),
        ("text/rt_conv1d", TEXTS),
    ],
)
def test_a_page_of_a_real_run_is_whole(
    name: str, sections: set[str], real_data: Path, tmp_path: Path
) -> None:
    assert real_data.is_dir()
    short = ("training.epochs=1", "training.steps_per_epoch=5")
    experiment = load_experiment(CONFIGS / f"{name}.yaml", *short)
    run = train_experiment(experiment, tmp_path, silence)
    page = check_page(to_html(run_page(run, lambda _: None)))
    assert sections < set(headings(page))
    assert verdict(page)
