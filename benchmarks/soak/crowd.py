"""Many processes at once in one outputs folder: does each have its own run, and the same one?"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

from benchmarks.soak.kills import differences
from benchmarks.soak.processes import LONGEST, ROOT, printed, run, start
from benchmarks.soak.report import Survey
from seqlab.runs.search import list_runs

PROCESSES = 8
SHORT = ("training.epochs=2", "training.steps_per_epoch=20")


def soak(random: Random, folder: Path, *, quick: bool) -> Survey:  # noqa: ARG001
    """Start `PROCESSES` trainings of one experiment at the same moment, on one empty cache."""
    rows, failures = [], []
    for config in ("quickstart.yaml", "jena/gru.yaml", "imdb/conv1d.yaml")[: 1 if quick else 3]:
        own = folder / config.replace("/", "-")
        own.mkdir()
        processes = [
            start(own, "train", "--config", ROOT / "configs" / config, *SHORT)
            for _ in range(PROCESSES)
        ]
        codes = [process.wait(LONGEST) for process in processes]
        runs = list_runs(own / "outputs")
        first = runs[0]
        same = sum(not differences(other, first) for other in runs)
        verified = sum(run(own, "verify", one.path) == 0 for one in runs)
        counts = (codes.count(0), len({one.path for one in runs}), same, verified)
        rows.append((config, PROCESSES, *counts))
        if counts != (PROCESSES,) * 4:
            failures.append(f"{config}: {json.dumps(counts)}; printed: {printed(own)[-500:]!r}")
        print(*rows[-1], flush=True)
    return Survey(
        "crowd",
        f"{PROCESSES} processes at once in one outputs folder",
        "The same experiment, started at the same moment, with one outputs folder and one cache "
        "of parsed data for all.",
        ("experiment", "processes", "completed", "folders", "the same bits", "verified"),
        rows,
        failures,
    )
