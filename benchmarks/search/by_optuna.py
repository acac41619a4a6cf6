"""A GRU on made-up weather, searched with Optuna by hand; weather.npy is what quickstart reads."""

import sys

import keras
import numpy as np
import optuna

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


training, validation = windows(0, 105000, shuffle=True), windows(105001, 130000, shuffle=False)


def objective(trial: optuna.Trial) -> float:
    keras.utils.set_random_seed(1)
    model = keras.Sequential(
        [
            keras.Input((LOOKBACK // STEP, series.shape[1])),
            keras.layers.GRU(trial.suggest_categorical("units", [8, 16, 32])),
            keras.layers.Dense(1),
        ]
    )
    rate = trial.suggest_float("learning_rate", 1e-4, 1e-1, log=True)
    model.compile(keras.optimizers.RMSprop(rate), loss="mae")
    history = model.fit(
        training.repeat(), epochs=3, steps_per_epoch=100, validation_data=validation, verbose=0
    )
    return float(min(history.history["val_loss"]))


study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
study.optimize(objective, n_trials=10)
print(study.best_value, study.best_params)
