"""Run folders as seqlab wrote them before its files had a format, copied from real ones."""

from __future__ import annotations

from pathlib import Path

from seqlab.runs.reader import Run

STATUS = """\
{
  "status": "completed",
  "name": "NAME",
  "seed": 1,
  "started": "2026-11-26T18:58:15.096+00:00",
  "ended": "2026-11-26T18:58:21.391+00:00",
  "error": null,
  "pid": 6524,
  "parent": 2507,
  "host": "elsewhere",
  "process": "2efd1ef1-53a0-46c3-bab9-1eb70b2ab353/66451"
}
"""
ENVIRONMENT = """\
{
  "versions": {
    "python": "3.11.7",
    "seqlab": "0.1.0",
    "tensorflow": "2.21.0",
    "keras": "3.15.1",
    "numpy": "2.4.6",
    "pandas": "3.1.1",
    "pydantic": "2.14.3"
  },
  "platform": "Linux-6.18.44-x86_64-with-glibc2.36",
  "processor": "x86_64",
  "cores": 2,
  "device": "CPU",
  "plan": {
    "shards": 2,
    "jit": true
  },
  "xla_flags": "--xla_cpu_prefer_vector_width=512",
  "git_commit": "f2f3850e69478c4b47a23c5b69af0ef2d945e911",
  "command": "seqlab train --config NAME",
  "digests": {
    DIGESTS
  }
}
"""
FORECAST_CONFIG = """\
name: jena/gru
dataset:
  kind: jena
  batch_size: 128
  lookback: 1440
  step: 6
  delay: 144
  alignment: book
  target: T (degC)
  training_rows:
  - 0
  - 200000
  validation_rows:
  - 200001
  - 300000
  test_rows:
  - 300001
  - null
  purge: false
  bad_rows: keep
model:
  kind: recurrent
  embedding: null
  layers:
  - cell: gru
    units: 32
    activation: tanh
    dropout: 0.0
    recurrent_dropout: 0.0
    bidirectional: false
  reverse_time: false
  summary: last
  dense: []
training:
  epochs: 1
  steps_per_epoch: 40
  loss: mae
  from_logits: true
  optimizer: rmsprop
  learning_rate: 0.001
  early_stopping: null
  reduce_on_plateau: null
  clipping: null
  mixed_precision: false
  jit: auto
  shards: auto
  device: auto
seed: 1
silence: []
"""
FORECAST_HISTORY = """\
epoch,loss,mae,val_loss,val_mae,learning_rate,seconds
1,0.40839964151382446,0.40839967131614685,0.2943858206272125,0.2943858206272125,\
0.0010000000474974513,5.918719872999986
"""
FORECAST_METRICS = """\
{
  "best_epoch": 1,
  "validation": {
    "loss": 0.2943858206272125,
    "mae": 0.2943858206272125,
    "mae_original": 2.6060502069164575,
    "unit": "degC"
  },
  "baseline": {
    "validation": {
      "baseline": "persistence",
      "split": "validation",
      "mae": 0.2897359729905481,
      "mae_original": 2.564887434980494,
      "unit": "degC",
      "windows": 98432,
      "horizon_minutes": 1500
    },
    "test": {
      "baseline": "persistence",
      "split": "test",
      "mae": 0.2917,
      "mae_original": 2.5822,
      "unit": "degC",
      "windows": 118912,
      "horizon_minutes": 1500,
      "without_touched": {
        "windows": 117458,
        "mae": 0.2911,
        "mae_original": 2.5770,
        "unit": "degC"
      }
    }
  },
  "skill": -0.016048568593918233,
  "parameters": 4641,
  "seconds_per_epoch": 5.918719872999986,
  "data": {
    "training": {"first_row": 0, "last_row": 200143, "touched_windows": 0},
    "validation": {"first_row": 200001, "last_row": 300143, "touched_windows": 0},
    "test": {"first_row": 300001, "last_row": 420549, "touched_windows": 1454}
  },
  "test": {
    "loss": 0.3011,
    "mae": 0.3011,
    "mae_original": 2.6655,
    "unit": "degC",
    "without_touched": {
      "windows": 117458,
      "mae": 0.2988,
      "mae_original": 2.6451,
      "unit": "degC"
    }
  }
}
"""
TEXT_CONFIG = """\
name: imdb/lstm
dataset:
  kind: imdb
  batch_size: 128
  max_features: 10000
  maxlen: 500
  padding: pre
  truncating: pre
  reverse: false
  validation_fraction: 0.2
  shuffle_seed: 113
model:
  kind: recurrent
  embedding:
    dimension: 32
    pretrained: false
    trainable: true
    mask_padding: false
  layers:
  - cell: lstm
    units: 32
    activation: tanh
    dropout: 0.0
    recurrent_dropout: 0.0
    bidirectional: false
  reverse_time: false
  summary: last
  dense: []
training:
  epochs: 1
  steps_per_epoch: 40
  loss: binary_crossentropy
  from_logits: true
  optimizer: rmsprop
  learning_rate: 0.001
  early_stopping: null
  reduce_on_plateau: null
  clipping: null
  mixed_precision: false
  jit: auto
  shards: auto
  device: auto
seed: 1
silence: []
"""
TEXT_HISTORY = """\
epoch,accuracy,loss,val_accuracy,val_loss,learning_rate,seconds
1,0.5126953125,0.6920815110206604,0.5626000165939331,0.6901375651359558,\
0.0010000000474974513,6.63515054100003
"""
TEXT_METRICS = """\
{
  "best_epoch": 1,
  "validation": {
    "accuracy": 0.5626000165939331,
    "loss": 0.6901375651359558
  },
  "baseline": {
    "validation": {
      "baseline": "majority",
      "split": "validation",
      "accuracy": 0.4936,
      "reviews": 5000
    }
  },
  "skill": 0.13625595693904635,
  "parameters": 328353,
  "seconds_per_epoch": 6.63515054100003,
  "data": {}
}
"""
JENA = '"jena": "fba0d56cee436968219dee0bef412afcfaa643bafab758386bcde650df06da08"'
REVIEWS = '"reviews": "3cbe8ce5c05e939174902d6ed4840b0cccf3977217d4bc5f0e0e19db0e9e4330"'


def old_forecast(outputs: Path, run_id: str = "20261126-185815-18e2") -> Run:
    """A completed run of `jena/gru`, judged on its test split too."""
    texts = FORECAST_CONFIG, FORECAST_HISTORY, FORECAST_METRICS
    return _folder(outputs / "jena/gru" / run_id, "jena/gru", JENA, *texts)


def old_classification(outputs: Path, run_id: str = "20261126-185444-bda8") -> Run:
    """A completed run of `imdb/lstm`, whose config has no block for its encoding yet."""
    texts = TEXT_CONFIG, TEXT_HISTORY, TEXT_METRICS
    return _folder(outputs / "imdb/lstm" / run_id, "imdb/lstm", REVIEWS, *texts)


def _folder(folder: Path, name: str, digests: str, config: str, history: str, metrics: str) -> Run:
    folder.mkdir(parents=True)
    environment = ENVIRONMENT.replace("NAME", name).replace("DIGESTS", digests)
    for file, text in {
        "config.yaml": config,
        "environment.json": environment,
        "status.json": STATUS.replace("NAME", name),
        "history.csv": history,
        "metrics.json": metrics,
    }.items():
        (folder / file).write_text(text, encoding="utf-8")
    return Run(folder)
