"""Runs whose names, data and logs attack whoever shows them."""

from __future__ import annotations

from pathlib import Path

from seqlab.experiment.experiment import Experiment
from seqlab.experiment.training import TrainingSettings
from seqlab.models.dense import Dense, DenseLayer
from seqlab.recipes.train import train_experiment
from seqlab.runs.reader import Run
from seqlab.training.events import silence
from tests import own_series, own_texts
from tests.runs_examples import change_file

SCRIPT = "<script>alert(1)</script>"
ATTACK = f"\"'><img src=x onerror=alert(1)></title></style>{SCRIPT}&lt;"


def hostile_series(folder: Path) -> Run:
    """A run on two series whose names, columns and folder attack."""
    path = folder / "sales.csv"
    frame = own_series.sales()
    frame["shop"] = ATTACK + frame["shop"]
    frame = frame.rename(columns={"sales": f"sales{SCRIPT} ($x^2$)"})
    frame.to_csv(path, index=False)
    experiment = Experiment(
        name="shops",
        dataset=own_series.settings(path, target=(f"sales{SCRIPT} ($x^2$)", "visits")),
        model=Dense(layers=(DenseLayer(units=4),)),
        training=TrainingSettings(epochs=1),
        baselines=("persistence",),
    )
    return _attacking(train_experiment(experiment, folder / "outputs", silence))


def hostile_texts(folder: Path) -> Run:
    """A run on texts that attack, in classes that do."""
    path = folder / "tickets.csv"
    frame = own_texts.tickets()
    frame["text"] = ATTACK + " " + frame["text"]
    frame["label"] = SCRIPT + frame["label"]
    frame.to_csv(path, index=False)
    return _attacking(train_experiment(own_texts.experiment(path), folder / "outputs", silence))


def _attacking(run: Run) -> Run:
    """The same folder, with attacks in what the run wrote about itself."""
    escaped = SCRIPT.replace('"', '\\"')
    change_file(run.files.status, f'"name": "{run.name}"', f'"name": "{escaped}\\u001b[2J"')
    change_file(run.files.environment, '"command": "', f'"command": "{escaped}')
    with run.files.log.open("a", encoding="utf-8") as file:
        file.write(f"{ATTACK}\x1b[31m\n")
    return run
