"""A backtest's figures against a plain loop over cutoffs; runs are found again and gone on with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seqlab.errors import SeqlabError
from seqlab.experiment.experiment import Experiment
from seqlab.experiment.training import TrainingSettings
from seqlab.models.linear import Linear
from seqlab.recipes.cutoffs import Origins, find_cutoffs
from seqlab.recipes.jobs import Outcome
from seqlab.recipes.train import train_experiment
from seqlab.runs.evaluations import read_test_evaluations
from seqlab.suites.backtest import Backtested, Order, run_backtest
from seqlab.training.events import silence
from tests.recipes.examples import DENSE, assert_same, interrupted
from tests.series.own import shops, write_shops
from tests.suites.in_process import train_here

LENGTHS = {"north": 120, "south": 90}
SHORT = TrainingSettings(epochs=2, steps_per_epoch=2, jit="off", shards=1)


def own(folder: Path) -> Experiment:
    path = folder / "shops.csv"
    if not path.exists():
        write_shops(path, LENGTHS)
    dataset = shops(path, split={"validation": 12, "test": 12})
    baselines = ({"kind": "persistence"},)
    return Experiment(
        name="own", dataset=dataset, model=Linear(), training=SHORT, baselines=baselines
    )


def order(outputs: Path, refit: int = 1, windows: int = 2) -> Order:
    return Order(Origins(windows), refit, 1, outputs)


@pytest.fixture
def trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return train_here(monkeypatch)


def sales(folder: Path) -> dict[str, np.ndarray]:
    """Sales and visits of each shop, `(rows, 2)`, read without seqlab."""
    lines = [line.split(",") for line in (folder / "shops.csv").read_text().splitlines()[1:]]
    return {
        shop: np.array([[float(c) for c in cells[2:]] for cells in lines if cells[0] == shop])
        for shop in LENGTHS
    }


def by_hand(folder: Path, found: Backtested, number: int, fitted_at: int) -> tuple[float, float]:
    """The errors of the model and of persistence at a cutoff, in a plain loop over shops."""
    model = found.cutoffs[number].run.model()
    errors, naive = [], []
    for values in sales(folder).values():
        place = len(values) - found.cutoffs[number].cutoff.before_end
        fitted = values[: len(values) - found.cutoffs[fitted_at].cutoff.before_end - 12]
        scaled = (values - fitted.mean(axis=0)) / fitted.std(axis=0)
        window = scaled[place - 6 : place]
        said = np.asarray(model(window[None].astype("float32")))[0, :, 0]
        errors.append(abs(said - scaled[place : place + 3, 0]).mean())
        naive.append(abs(window[-1, 0] - scaled[place : place + 3, 0]).mean())
    return float(np.mean(errors)), float(np.mean(naive))


@pytest.mark.keras
def test_each_cutoff_is_judged_as_a_plain_loop_judges_it_and_only_once(
    tmp_path: Path, trained: list[str]
) -> None:
    found = run_backtest(own(tmp_path), order(tmp_path / "out"), silence, lambda _: silence)
    assert trained == ["own/cutoff-6", "own/cutoff-3"]
    for number, judged in enumerate(found.cutoffs):
        model, naive = by_hand(tmp_path, found, number, number)
        assert judged.judgement.model.values["mae"] == pytest.approx(model, rel=1e-4)
        assert judged.judgement.baseline.values["mae"] == pytest.approx(naive, rel=1e-6)
        assert judged.judgement.samples.count == len(LENGTHS)
        assert judged.run.results.test == judged.judgement  # as `seqlab evaluate` would say
        assert len(read_test_evaluations(judged.run)) == 1
    lines = {line.name: line.values for line in found.result.lines}
    assert lines["model"] == tuple(j.judgement.model.values["mae"] for j in found.cutoffs)
    assert list(lines) == ["model", "persistence"]
    again = run_backtest(own(tmp_path), order(tmp_path / "out"), silence, lambda _: silence)
    assert trained == ["own/cutoff-6", "own/cutoff-3"]
    assert again.result == found.result
    assert [len(read_test_evaluations(judged.run)) for judged in again.cutoffs] == [1, 1]
    more = run_backtest(
        own(tmp_path), order(tmp_path / "out", windows=3), silence, lambda _: silence
    )
    assert trained[2:] == ["own/cutoff-9"]  # the others are those of two windows
    assert [one.run.path for one in more.cutoffs[1:]] == [one.run.path for one in found.cutoffs]


@pytest.mark.keras
def test_a_model_that_is_not_refitted_sees_later_windows_scaled_as_in_its_training(
    tmp_path: Path, trained: list[str]
) -> None:
    found = run_backtest(
        own(tmp_path), order(tmp_path / "out", refit=0, windows=3), silence, lambda _: silence
    )
    assert trained == ["own/cutoff-9"]
    assert len({judged.run.id for judged in found.cutoffs}) == 1
    for number, judged in enumerate(found.cutoffs):
        model, naive = by_hand(tmp_path, found, number, 0)
        assert judged.judgement.model.values["mae"] == pytest.approx(model, rel=1e-4)
        assert judged.judgement.baseline.values["mae"] == pytest.approx(naive, rel=1e-6)
    again = run_backtest(
        own(tmp_path), order(tmp_path / "out", refit=2, windows=3), silence, lambda _: silence
    )
    assert trained == ["own/cutoff-9", "own/cutoff-3"]
    here, there = again.cutoffs[1].judgement, found.cutoffs[1].judgement
    assert (here.model, here.baseline) == (there.model, there.baseline)


@pytest.mark.keras
def test_a_run_that_was_interrupted_is_gone_on_with_to_the_same_bits(
    tmp_path: Path, trained: list[str]
) -> None:
    experiment = own(tmp_path).model_copy(update={"model": DENSE})
    first = find_cutoffs(experiment, Origins(2))[0].experiment
    run = interrupted(first, tmp_path / "out", epoch=2)
    found = run_backtest(experiment, order(tmp_path / "out", refit=0), silence, lambda _: silence)
    assert found.cutoffs[0].run.path == run.path
    assert trained == ["own/cutoff-6"]
    straight = train_experiment(first, tmp_path / "straight", silence)
    assert run.results.validation.model == straight.results.validation.model
    run.files.metrics.write_bytes(straight.files.metrics.read_bytes())  # that knows no test split
    assert_same(run, straight)


def test_a_cutoff_that_fails_is_told_and_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def train_several(experiments, *_):
        return [Outcome(one, error="no memory") for one in experiments]

    monkeypatch.setattr("seqlab.suites.missing.train_several", train_several)
    with pytest.raises(SeqlabError, match="own/cutoff-6 seed 1: no memory") as error:
        run_backtest(own(tmp_path), order(tmp_path / "out"), silence, lambda _: silence)
    assert "2 of 2 cutoffs failed" in str(error.value)
    assert "the same command" in error.value.remedy


def test_every_so_manieth_cutoff_is_trained() -> None:
    for refit, expected in ((0, [0]), (1, [0, 1, 2, 3, 4]), (2, [0, 2, 4]), (9, [0])):
        own_order = Order(Origins(5), refit, 1, Path("out"))
        assert [number for number in range(5) if own_order.trains(number)] == expected
