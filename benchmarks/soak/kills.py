"""Every shipped experiment, made short, killed at random moments and resumed: the same bits?"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.soak.processes import LONGEST, ROOT, printed, run, start
from benchmarks.soak.report import Survey
from seqlab.runs.checkpoints import newest_checkpoint
from seqlab.runs.reader import Run

SHORT: tuple[str, ...] = ("training.epochs=4", "training.steps_per_epoch=24")
SHORTER: tuple[str, ...] = ("training.epochs=4",)
"""For the experiments with 200 training reviews, whose whole epoch is seven steps."""
SHORT_SERIES = ("dataset.validation_rows=[200001, 206000]",)
KILLS = 2


@dataclass(frozen=True)
class Outcome:
    """What became of a run that was killed.

    Args:
        kills: how often.
        problems: what did not work, and what is not as in the run that nothing happened to.
    """

    kills: int
    problems: list[str]


def soak(random: Random, folder: Path, *, quick: bool) -> Survey:
    """Kill each experiment in `configs/`, with XLA and without, `KILLS` times each."""
    rows, failures = [], []
    for name, path in list(_experiments())[:: 12 if quick else 1]:
        outcomes = []
        for jit in ("on", "off"):
            short = SHORTER if name.endswith("_200") else SHORT
            short += SHORT_SERIES * name.startswith("jena/")
            arguments: list[str | Path] = ["--config", path, *short, f"training.jit={jit}"]
            own = folder / name.replace("/", "-") / jit
            own.mkdir(parents=True)
            outcome = kill_and_resume(arguments, KILLS, random, own)
            outcomes.append(outcome)
            failures += [f"{name}, XLA {jit}: {problem}" for problem in outcome.problems]
        same = sum(not outcome.problems for outcome in outcomes)
        rows.append((name, len(outcomes), sum(outcome.kills for outcome in outcomes), same))
        print(*rows[-1], flush=True)
    return Survey(
        "kills",
        "Killed at random moments, and resumed",
        "`kill -9` at random moments of four short epochs, with XLA on and off, on the real data; "
        "then `seqlab resume` to the end. History (but for the seconds), metrics, model.keras and "
        "the last checkpoint are compared, byte for byte, with those of a run that nothing "
        "happened to.",
        ("experiment", "runs", "kills", "the same to the last bit"),
        rows,
        failures,
    )


def kill_and_resume(
    arguments: Sequence[str | Path], kills: int, random: Random, folder: Path
) -> Outcome:
    """Train once straight, and once with `kill -9` at random moments of its training.

    Args:
        arguments: of `seqlab train`.
        kills: how often; fewer happen if the run ends before.
        random: chooses the moments.
        folder: an empty one.
    """
    if run(folder, "train", *arguments, "--outputs", "straight") != 0:
        return Outcome(0, [f"the run that nothing happens to failed: {printed(folder)[-300:]!r}"])
    straight = _only(folder / "straight")
    seconds = _seconds(straight)
    process = start(folder, "train", *arguments, "--outputs", "killed")
    done = 0
    while done < kills:
        if not _has_begun(process, folder):
            break
        time.sleep(random.uniform(0, seconds / kills))
        if process.poll() is not None:
            break
        process.kill()
        process.wait()
        done += 1
        process = start(folder, "resume", _only(folder / "killed").path)
    if process.wait(LONGEST) != 0:
        return Outcome(done, [f"resuming failed: {printed(folder)[-300:]!r}"])
    differs = differences(_only(folder / "killed"), straight)
    return Outcome(done, [f"{what} differs" for what in differs])


def differences(run: Run, straight: Run) -> list[str]:
    """The files of two runs that should be the same, to the last bit, and are not."""
    one, other = _contents(run), _contents(straight)
    return [name for name in one if one[name] != other[name]]


def _contents(run: Run) -> dict[str, object]:
    """Everything that must be equal: all but times and places."""
    checkpoint, results = newest_checkpoint(run.files.checkpoints), run.results
    assert checkpoint is not None
    assert results is not None
    return {
        "config.yaml": run.files.config.read_bytes(),
        "history.csv": [{k: v for k, v in row.items() if k != "seconds"} for row in run.epochs()],
        "metrics.json": results.outcome(),
        "model.keras": run.files.model.read_bytes(),
        "the checkpoint": [(value.shape, value.tobytes()) for value in checkpoint.variables],
        "the best epoch": checkpoint.best_epoch,
    }


def _seconds(run: Run) -> float:
    """From the beginning of training to the end, compiling included."""
    begun = run.files.environment.stat().st_mtime
    return run.files.metrics.stat().st_mtime - begun


def _has_begun(process: subprocess.Popen[str], folder: Path) -> bool:
    """Wait until a process trains; False if it ended before that."""
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        for status in (folder / "killed").rglob("status.json"):
            if json.loads(status.read_text(encoding="utf-8")).get("pid") == process.pid:
                return True
        if process.poll() is not None:
            return False
        time.sleep(0.02)
    raise TimeoutError(f"nothing was trained:\n{printed(folder)}")


def _only(outputs: Path) -> Run:
    (status,) = outputs.rglob("status.json")
    return Run(status.parent)


def _experiments() -> Iterator[tuple[str, Path]]:
    for path in sorted((ROOT / "configs").rglob("*.yaml")):
        name = path.relative_to(ROOT / "configs").with_suffix("").as_posix()
        if "/" in name and not name.startswith("suites/") and name != "jena/naive":
            yield name, path
