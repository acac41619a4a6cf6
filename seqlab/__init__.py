"""One YAML file trains a sequence model in Keras and says whether it was worth it.

In a notebook:

    import seqlab

    experiment = seqlab.load_experiment("configs/jena/gru.yaml", "training.epochs=5")
    run = seqlab.train(experiment)
    run.history, run.metrics, run.model(), run.plot()

Importing `seqlab` alone imports neither TensorFlow nor anything else that takes time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seqlab.version import __version__

if TYPE_CHECKING:
    from seqlab.errors import SeqlabError
    from seqlab.experiment.experiment import Experiment, load_experiment
    from seqlab.notebook import NotebookRun, open_run, resume, train, train_several

__all__ = [
    "Experiment",
    "NotebookRun",
    "SeqlabError",
    "__version__",
    "load_experiment",
    "open_run",
    "resume",
    "train",
    "train_several",
]

_HOMES = {
    "Experiment": "seqlab.experiment.experiment",
    "NotebookRun": "seqlab.notebook",
    "SeqlabError": "seqlab.errors",
    "load_experiment": "seqlab.experiment.experiment",
    "open_run": "seqlab.notebook",
    "resume": "seqlab.notebook",
    "train": "seqlab.notebook",
    "train_several": "seqlab.notebook",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'seqlab' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
