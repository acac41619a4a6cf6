"""A GRU on made-up weather, searched with KerasTuner; weather.npy is what quickstart reads."""

import sys

import keras
import keras_tuner
import numpy as np

LOOKBACK, STEP, DELAY, TARGET = 288, 6, 144, 1
series = np.load(sys.argv[1])
series = (series - series[:105000].mean(axis=0)) / series[:105000].std(axis=0)


def windows(first: int, last: int, *, shuffle: bool):  # type: ignore[no-untyped-def]  # as users write
    return keras.utils.timeseries_dataset_from_array(
        series[first : last - DELAY],
        series[first + LOOKBACK + DELAY : last, TARGET],
        sequence_length=LOOKBACK // STEP,
        sampling_rate=STEP,
        batch_size=128,
        shuffle=shuffle,
        seed=1,
    )


def build(parameters: keras_tuner.HyperParameters) -> keras.Model:
    model = keras.Sequential(
        [
            keras.Input((LOOKBACK // STEP, series.shape[1])),
            keras.layers.GRU(parameters.Choice("units", [8, 16, 32])),
            keras.layers.Dense(1),
        ]
    )
    rate = parameters.Float("learning_rate", 1e-4, 1e-1, sampling="log")
    model.compile(keras.optimizers.RMSprop(rate), loss="mae")
    return model


tuner = keras_tuner.BayesianOptimization(
    build, objective="val_loss", max_trials=10, seed=1, directory=sys.argv[2], overwrite=True
)
tuner.search(
    windows(0, 105000, shuffle=True).repeat(),
    epochs=3,
    steps_per_epoch=100,
    validation_data=windows(105001, 130000, shuffle=False),
    verbose=0,
)
best = tuner.oracle.get_best_trials(1)[0]
print(best.score, best.hyperparameters.values)
