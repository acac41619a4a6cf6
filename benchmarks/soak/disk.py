"""A small file system that fills up while a run is trained, and is then made larger."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

from benchmarks.soak.kills import differences
from benchmarks.soak.processes import ROOT, run
from benchmarks.soak.report import Survey
from seqlab.runs.reader import Run

SIZES = 20
KIBIBYTES = (8, 220)
"""From too small for anything to just too small for the pictures at the end."""
ARGUMENTS = (ROOT / "configs" / "quickstart.yaml", "training.steps_per_epoch=20")

SCRIPT = """\
mount -t tmpfs -o size={size}k tmpfs small || exit 99
{seqlab} train --config {config} {override} --outputs small > full.txt 2>&1
echo $? > full.code
mount -o remount,size=64m small
run=$(dirname small/*/*/status.json)
if [ -f "$run/status.json" ]
then {seqlab} resume "$run" > resumed.txt 2>&1
else {seqlab} train --config {config} {override} --outputs small > resumed.txt 2>&1
fi
echo $? > resumed.code
cp -r small whole
"""


def soak(random: Random, folder: Path, *, quick: bool) -> Survey:
    """Train on file systems of `SIZES` sizes, make each larger and go on."""
    if run(folder, "train", "--config", *ARGUMENTS) != 0:
        raise RuntimeError((folder / "printed.txt").read_text(encoding="utf-8"))
    (status,) = folder.glob("outputs/*/*/status.json")
    straight = Run(status.parent)
    resumed, same, failures = 0, 0, []
    sizes = sorted(random.sample(range(*KIBIBYTES), SIZES // 20 if quick else SIZES))
    for size in sizes:
        own = folder / f"{size}k"
        own.mkdir()
        problem = fill_and_go_on(size, own)
        if problem:
            failures.append(f"{size} KiB: {problem}")
            continue
        resumed += 1
        (status,) = (own / "whole").rglob("status.json")
        differs = differences(Run(status.parent), straight)
        same += not differs
        failures += [f"{size} KiB: {what} differs" for what in differs]
    row = (f"{sizes[0]} to {sizes[-1]} KiB", len(sizes), resumed, same)
    return Survey(
        "disk",
        "A disk that fills up",
        "A run in a file system that is too small for it, full at another moment in each: exit "
        "code 1, one message and no traceback. Then the file system is made larger and "
        "`seqlab resume` (or `train`, where no run had begun) goes on.",
        ("sizes", "runs", "stopped with a message and resumed", "the same to the last bit"),
        [row],
        failures,
    )


def can_mount() -> bool:
    """Whether this user may make a file system of its own, in a namespace of its own."""
    command = [*_unshare(), "sh", "-c", "mount -t tmpfs -o size=8k tmpfs /tmp"]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def fill_and_go_on(size: int, folder: Path) -> str:
    """Train in a file system of `size` KiB, make it larger, and go on.

    Returns:
        What went wrong, or an empty text. The finished run lies below `whole` in the folder.
    """
    (folder / "small").mkdir()
    config, override = ARGUMENTS
    script = SCRIPT.format(
        size=size, seqlab=f"{sys.executable} -m seqlab", config=config, override=override
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [*_unshare(), "sh", "-c", script], cwd=folder, env=environment, check=True, timeout=600
    )
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.*")}
    if texts["full.code"].strip() != "1" or "error: Cannot write " not in texts["full.txt"]:
        return f"full: {json.dumps([texts['full.code'], texts['full.txt'][-300:]])}"
    if "Traceback" in texts["full.txt"] or "bug" in texts["full.txt"]:
        return f"full: {texts['full.txt'][-300:]!r}"
    if texts["resumed.code"].strip() != "0":
        return f"resumed: {texts['resumed.txt'][-300:]!r}"
    return ""


def _unshare() -> list[str]:
    return ["unshare", "--mount", "--map-root-user"]
