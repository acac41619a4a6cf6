"""`python -m benchmarks.search [NAME ...]`: trials an hour, and the lines that the user wrote.

It needs Optuna (extra `search`), and for KerasTuner's turn `pip install keras-tuner tensorboard`.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from seqlab.experiment.experiment import load_experiment

HERE = Path(__file__).parent
TRIALS = 10
WAYS = {
    "seqlab": ["-m", "seqlab", "search", str(HERE / "climate.yaml"), "--outputs", "{folder}"],
    "optuna": [str(HERE / "by_optuna.py"), "{weather}"],
    "keras_tuner": [str(HERE / "by_keras_tuner.py"), "{weather}", "{folder}"],
}
FILES = {
    "seqlab": "climate.yaml",
    "optuna": "by_optuna.py",
    "keras_tuner": "by_keras_tuner.py",
}


def main() -> None:
    """Run each search once, in a process of its own, and print a line about it."""
    for name in sys.argv[1:] or WAYS:
        with TemporaryDirectory() as folder:
            weather = Path(folder) / "weather.npy"
            table, _ = load_experiment("quickstart").dataset.read()  # type: ignore[attr-defined]  # a climate has it
            np.save(weather, table.values)
            places = {"folder": folder, "weather": str(weather)}
            words = [word.format(**places) for word in WAYS[name]]
            began = time.monotonic()
            done = subprocess.run(
                [sys.executable, *words], capture_output=True, text=True, check=False
            )
            seconds = time.monotonic() - began
        if done.returncode:
            print(f"{name} failed with {done.returncode}:\n{done.stderr[-1000:]}", flush=True)
            continue
        text = (HERE / FILES[name]).read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if line.strip()]
        rate = f"{TRIALS / seconds * 3600:.0f} trials an hour"
        print(f"{name}: {seconds:.0f} s, {rate}, {len(lines)} lines of {FILES[name]}")
        print(done.stdout.strip()[-600:], flush=True)


if __name__ == "__main__":
    main()
