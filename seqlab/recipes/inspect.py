"""What a model is made of, before anything is trained."""

from __future__ import annotations

from typing import Any

from seqlab.experiment.experiment import Experiment
from seqlab.tasks.data import Data
from seqlab.training.device import use_device


def inspect_model(experiment: Experiment, data: Data) -> dict[str, Any]:
    """The layers of the experiment's model, with output shapes and parameters.

    Returns:
        `layers`, each with `name`, `type`, `output` `(batch, ...)` and `parameters`; their sum;
        why a GPU cannot use cuDNN's kernel for a recurrent layer, empty where it can; and how a
        training step is computed on this machine.
    """
    device = use_device(experiment.training.device)
    model = experiment.model.build(data.task)
    layers = [
        {
            "name": layer.name,
            "type": type(layer).__name__,
            "output": _shape(layer.output.shape),
            "parameters": layer.count_params(),
        }
        for layer in model.layers
    ]
    return {
        "layers": layers,
        "parameters": model.count_params(),
        "cudnn_obstacles": experiment.model.cudnn_obstacles(),
        "device": device,
    }


def _shape(shape: tuple[int | None, ...]) -> str:
    return "(" + ", ".join("batch" if size is None else str(size) for size in shape) + ")"
