"""From an experiment to a compiled Keras model."""

from __future__ import annotations

import keras

from seqlab.backend import settled_keras
from seqlab.errors import SeqlabError
from seqlab.experiment.experiment import Experiment
from seqlab.experiment.training import TrainingSettings
from seqlab.runs.model_archive import refusal
from seqlab.tasks.task import Task
from seqlab.training.keras_insides import names_counted_anew


@settled_keras()
def compiled_model(experiment: Experiment, task: Task) -> keras.Model:
    """Build the experiment's model with its seed, and compile it.

    Args:
        experiment: decides layers, weights, loss and optimizer.
        task: shape of the inputs, and the question.

    Returns:
        A plain Keras model, ready for `fit`.

    Raises:
        SeqlabError: what a plug-in builds does not answer the task, or could not be opened again.
    """
    keras.utils.set_random_seed(experiment.seed)
    settings = experiment.training
    before = keras.config.dtype_policy()
    if settings.mixed_precision:
        keras.config.set_dtype_policy("mixed_float16")
    try:
        with names_counted_anew():
            model = experiment.model.build(task)
    finally:
        keras.config.set_dtype_policy(before)
    _check_built(model, task, experiment.model.kind)
    model.compile(
        optimizer=_optimizer(settings),
        loss=task.loss(settings.loss, from_logits=settings.from_logits),
        metrics=[
            task.keras_metric(from_logits=settings.from_logits),
            *task.further_metrics(from_logits=settings.from_logits),
        ],
        jit_compile=False,
    )
    return model


def _check_built(model: keras.Model, task: Task, kind: str) -> None:
    """Refuse before hours of training what would be refused, or be wrong, after them."""
    if model.output_shape[1:] != task.output_shape:
        raise SeqlabError(
            f"model {kind} builds outputs of the shape {model.output_shape[1:]} for each sample; "
            f"a {task.name} of this data needs {task.output_shape}.",
            remedy="End its `build` with `task.head(x)`, where x is (batch, units).",
        )
    problem = refusal(keras.saving.serialize_keras_object(model))
    if problem is not None:
        raise SeqlabError(
            f"model {kind} could be trained and saved, but not be opened again: it {problem}.",
            remedy="Build it from Keras's own layers, or register each class of your own with "
            "`keras.saving.register_keras_serializable()`.",
        )


def _optimizer(settings: TrainingSettings) -> keras.optimizers.Optimizer:
    classes = {
        "rmsprop": keras.optimizers.RMSprop,
        "adam": keras.optimizers.Adam,
        "sgd": keras.optimizers.SGD,
    }
    clipping = settings.clipping
    limits = {}
    if clipping is not None:
        limits = {
            "clipnorm": clipping.norm,
            "global_clipnorm": clipping.global_norm,
            "clipvalue": clipping.value,
        }
    # The name is given because Keras would count the optimizers of the process into it.
    name = settings.optimizer
    optimizer = classes[name](settings.learning_rate, name=name, **limits)
    if settings.mixed_precision:
        return keras.optimizers.LossScaleOptimizer(optimizer)
    return optimizer
