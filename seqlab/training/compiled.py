"""From an experiment to a compiled Keras model."""

from __future__ import annotations

import keras

from seqlab.backend import settled_keras
from seqlab.experiment.experiment import Experiment
from seqlab.experiment.training import TrainingSettings
from seqlab.task import Task


@settled_keras()
def compiled_model(experiment: Experiment, task: Task) -> keras.Model:
    """Build the experiment's model with its seed, and compile it.

    Args:
        experiment: decides layers, weights, loss and optimizer.
        task: shape of the inputs, and the question.

    Returns:
        A plain Keras model, ready for `fit`.
    """
    keras.utils.set_random_seed(experiment.seed)
    settings = experiment.training
    before = keras.config.dtype_policy()
    if settings.mixed_precision:
        keras.config.set_dtype_policy("mixed_float16")
    try:
        model = experiment.model.build(task)
    finally:
        keras.config.set_dtype_policy(before)
    model.compile(
        optimizer=_optimizer(settings),
        loss=_loss(experiment),
        metrics=[_metric(task, settings)],
        jit_compile=False,
    )
    return model


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


def _loss(experiment: Experiment) -> keras.losses.Loss:
    name = experiment.loss
    if name == "binary_crossentropy":
        from_logits = experiment.training.from_logits
        return keras.losses.BinaryCrossentropy(from_logits=from_logits, name=name)
    return keras.losses.get({"mae": "mean_absolute_error", "mse": "mean_squared_error"}[name])


def _metric(task: Task, settings: TrainingSettings) -> keras.metrics.Metric:
    if task.kind == "sentiment":
        # Log-odds above 0, or what is taken for a probability above one half.
        threshold = 0.0 if settings.from_logits else 0.5
        return keras.metrics.BinaryAccuracy(name="accuracy", threshold=threshold)
    return keras.metrics.MeanAbsoluteError(name="mae")
