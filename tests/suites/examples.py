"""A tiny suite on made-up weather, and finished runs with known results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from seqlab.experiment.experiment import load_experiment
from seqlab.runs.reader import Run
from seqlab.suites.deciding import Runs
from seqlab.suites.finished import Library
from seqlab.suites.suite import Suite, load_suite
from tests.runs_examples import begin, write_metrics

CONFIG = """\
name: {name}
dataset:
  kind: synthetic_climate
  days: 60
  lookback: 72
  training_rows: [0, 5000]
  validation_rows: [5001, 6500]
  test_rows: [6501, null]
model:
{model}
training: {{epochs: 2, steps_per_epoch: 3}}
baselines: [persistence]
"""
MODELS = {
    "dense": "  kind: dense\n  layers: [{units: 4}]",
    "conv": "  kind: conv1d\n  blocks: [{filters: 2, kernel_size: 3}]",
    "naive": "  kind: persistence",
}
SUITE = """\
name: tiny
experiments:
  - config: naive.yaml
  - config: dense.yaml
    published:
      {metric: validation.mae, value: 0.3, tolerance: 0.01, seconds_per_epoch: 2, source: nowhere}
  - config: conv.yaml
claims:
  - claim: dense validation.mae < baseline
    source: nowhere
  - claim: conv validation.mae ~ dense
    within: 0.01
"""
BASELINE = 0.29


def suite_file(folder: Path, text: str = SUITE) -> Path:
    """The suite's file, beside its configs."""
    for name, model in MODELS.items():
        config = CONFIG.format(name=name, model=model)
        (folder / f"{name}.yaml").write_text(config, encoding="utf-8")
    path = folder / "tiny.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def tiny_suite(folder: Path) -> Suite:
    """The suite as it is read."""
    return load_suite(suite_file(folder))


def finished_run(
    outputs: Path, config: Path, seed: int, curve: Sequence[float], seconds: float = 2.0
) -> Run:
    """A completed run of an experiment whose validation MAE took this course."""
    experiment = load_experiment(config, f"seed={seed}")
    environment = {"versions": {"keras": "3"}, "device": "CPU", "cores": 2, "digests": {}}
    writer = begin(outputs, experiment.name, experiment.seed, experiment.to_yaml(), environment)
    for epoch, value in enumerate(curve, start=1):
        row = {"epoch": epoch, "loss": 0.2, "mae": 0.2, "val_loss": value, "val_mae": value}
        writer.append_epoch({**row, "learning_rate": 0.001, "seconds": seconds})
    best = min(curve)
    baseline = {"baseline": "persistence", "mae": BASELINE, "windows": 1000}
    write_metrics(
        writer,
        {
            "best_epoch": list(curve).index(best) + 1,
            "validation": {"loss": best, "mae": best, "mae_original": 8 * best, "unit": "degC"},
            "baseline": {"validation": baseline},
            "parameters": 33,
            "seconds_per_epoch": seconds,
        },
    )
    writer.finish("completed")
    return Run(writer.files.folder)


def runs_of(folder: Path, curves: Mapping[str, Sequence[Sequence[float]]]) -> Runs:
    """Finished runs of these courses, the seeds 1, 2, ... of each experiment of the suite."""
    suite = tiny_suite(folder)
    for name, courses in curves.items():
        for seed, course in enumerate(courses, start=1):
            finished_run(folder / "outputs", folder / f"{name}.yaml", seed, course)
    return found_runs(folder, suite)


def found_runs(folder: Path, suite: Suite) -> Runs:
    """The finished runs of a suite below a folder."""
    library = Library(folder / "outputs", [m.experiment.name for m in suite.members])
    return {
        m.experiment.name: {f.experiment.seed: f for f in library.find_seeds(m.experiment)}
        for m in suite.members
    }
