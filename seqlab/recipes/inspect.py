"""What a model is made of, before anything is trained."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from seqlab.backend import settled_keras
from seqlab.experiment.experiment import Experiment
from seqlab.tasks.data import Data
from seqlab.training.device import use_device


@settled_keras()
def inspect_model(experiment: Experiment, data: Data) -> dict[str, Any]:
    """The layers of the experiment's model, with output shapes and parameters.

    Returns:
        `layers`, each with `name`, `type`, `output` `(batch, ...)` and `parameters`; their sum;
        why a GPU cannot use cuDNN's kernel for a recurrent layer, empty where it can; the device,
        with the plan of a training step on it, or why there is none; and the bytes that training on
        a CPU takes at least.
    """
    settings = experiment.training
    device = use_device(settings.device)

    from seqlab.training.memory import memory_needed, outline
    from seqlab.training.plan import choose_plan, keras_steps_reason

    model = outline(experiment, data.task)
    plan = choose_plan(settings, model, experiment.dataset.batch_size, device)
    return {
        "layers": layers_of(model),
        "parameters": model.count_params(),
        "cudnn_obstacles": experiment.model.cudnn_obstacles(),
        "device": device,
        "plan": None if plan is None else asdict(plan),
        "keras_steps_reason": keras_steps_reason(settings, model, device),
        "memory": memory_needed(experiment, data).total,
    }


def layers_of(model: Any) -> list[dict[str, Any]]:
    """The layers of a Keras model: `name`, `type`, `output` `(batch, ...)` and `parameters`."""
    return [
        {
            "name": layer.name,
            "type": type(layer).__name__,
            "output": _shape(layer.output.shape),
            "parameters": layer.count_params(),
        }
        for layer in model.layers
    ]


def _shape(shape: tuple[int | None, ...]) -> str:
    return "(" + ", ".join("batch" if size is None else str(size) for size in shape) + ")"
