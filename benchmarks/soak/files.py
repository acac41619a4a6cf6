"""Data files and run folders with all kinds of damage: read, or refused by name?"""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.soak.processes import ROOT, run
from benchmarks.soak.report import Survey
from seqlab.datasets.sources.glove import read_vectors
from seqlab.datasets.sources.imdb_archive import read_reviews
from seqlab.datasets.sources.imdb_tokens import read_word_index
from seqlab.datasets.sources.jena_file import COLUMNS, TIME_COLUMN, read_csv
from seqlab.errors import SeqlabError
from seqlab.recipes.verify import verify_run
from seqlab.runs.reader import Run
from seqlab.training.events import silence

EACH = 50
RUN_FILES = (
    "config.yaml", "environment.json", "preprocessing/preprocessing.json", "status.json",
    "history.csv", "metrics.json",
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A kind of file, and how it is read.

    Args:
        path: a sound file.
        read: reads the damaged copy; whatever is not a SeqlabError is a failure. Returns whether
            the copy passed for sound.
    """

    path: Path
    read: Callable[[Path], bool]


def soak(random: Random, folder: Path, *, quick: bool) -> Survey:
    """Damage each kind of file `EACH` times, and read it."""
    rows, failures = [], []
    for name, kind in kinds(folder).items():
        counts = {"read": 0, "refused": 0}
        for _ in range(EACH // 10 if quick else EACH):
            sound = kind.path.read_bytes()
            damaged = damage(sound, random)
            try:
                outcome = read_damaged(kind, damaged)
                counts[outcome] += 1
            except Exception as error:
                failures.append(f"{name}: {type(error).__name__}: {error}")
        rows.append((name, sum(counts.values()), counts["refused"], counts["read"]))
        print(*rows[-1], flush=True)
    return Survey(
        "files",
        "Damaged data files and run folders",
        "Bytes flipped, cut out, doubled, put in from elsewhere, or the end cut off. A file is "
        "refused with a message that names it, or read, where the damage leaves a sound file "
        "(another digit in a CSV); the digests of `seqlab verify` and of the real data sets notice "
        "that too. For files of a run folder, refused means that `seqlab verify` says so.",
        ("file", "damaged", "refused", "read"),
        rows,
        failures,
    )


def read_damaged(kind: Kind, content: bytes) -> str:
    """`read` or `refused`; anything else is an exception.

    Raises:
        AssertionError: the message does not name the file.
    """
    sound = kind.path.read_bytes()
    kind.path.write_bytes(content)
    try:
        return "read" if kind.read(kind.path) else "refused"
    except SeqlabError as error:
        assert kind.path.name in error.message, error.message
        return "refused"
    finally:
        kind.path.write_bytes(sound)


def damage(content: bytes, random: Random) -> bytes:
    """Mistreat a file once."""
    start = random.randrange(len(content))
    stop = min(len(content), start + random.choice([1, 1, 10, 1000]))
    middle = content[start:stop]
    how = random.choice(["flip", "cut out", "double", "put in", "cut off", "text"])
    if how == "cut off":
        return content[:start]
    replacement = {
        "flip": bytes(byte ^ random.randrange(1, 256) for byte in middle),
        "cut out": b"",
        "double": middle * 2,
        "put in": random.randbytes(random.randrange(1, 50)),
        "text": random.choice([b"nan", b"-1e999", b"\n", b",,", b'"', b"\xff", b"{}", b"0" * 500]),
    }[how]
    return content[:start] + replacement + content[stop:]


def kinds(folder: Path) -> dict[str, Kind]:
    """Sound files of every kind that seqlab reads, small ones."""
    lines = [
        f"01.01.2009 {hour:02}:{minute:02}:00," + ",".join(["996.52"] * len(COLUMNS))
        for hour in range(24)
        for minute in range(0, 60, 10)
    ]
    csv = folder / "jena_climate.csv"
    header = ",".join(f'"{name}"' for name in (TIME_COLUMN, *COLUMNS))
    csv.write_text("\n".join([header, *lines]), encoding="utf-8")
    words = folder / "imdb_word_index.json"
    words.write_text('{"the": 1, "and": 2, "a": 3, "movie": 4}', encoding="utf-8")
    vectors = folder / "glove.6B.3d.txt"
    vectors.write_text("the 0.5 -1 2\nmovie 1 2 3\n. 0 0 1e-3\n" * 20, encoding="utf-8")
    found = {
        "jena, CSV": Kind(csv, lambda path: len(read_csv(path)) > 0),
        "jena, zip": Kind(_zip(csv), lambda path: len(read_csv(path)) > 0),
        "imdb, tar.gz": Kind(_reviews(folder), _reads_reviews),
        "imdb, word index": Kind(words, lambda path: bool(read_word_index(path))),
        "glove, text": Kind(vectors, lambda path: bool(list(read_vectors(path, 3)))),
        "glove, zip": Kind(_zip(vectors), lambda path: bool(list(read_vectors(path, 3)))),
    }
    trained = _trained(folder)
    checkpoint = max(trained.files.checkpoints.iterdir())
    for path in [*(trained.path / name for name in RUN_FILES), trained.files.model, checkpoint]:
        name = "checkpoint" if path == checkpoint else path.name
        found[f"run, {name}"] = Kind(path, lambda _: _is_verified(trained))
    return found


def _is_verified(run: Run) -> bool:
    return not any(check.problems for check in verify_run(run, silence))


def _trained(folder: Path) -> Run:
    code = run(
        folder,
        "train",
        "--config",
        ROOT / "configs" / "quickstart.yaml",
        "model={kind: dense, layers: [{units: 4}]}",  # each damaged file is verified: quick to run
        "training.epochs=2",
        "training.steps_per_epoch=5",
    )
    if code != 0:
        raise RuntimeError((folder / "printed.txt").read_text(encoding="utf-8"))
    (status,) = folder.glob("outputs/*/*/status.json")
    return Run(status.parent)


def _zip(path: Path) -> Path:
    archive = path.with_name(f"{path.name}.zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.write(path, path.name)
    return archive


def _reads_reviews(path: Path) -> bool:
    """The whole archive is streamed; that reviews are missing is said at its end."""
    try:
        return bool(read_reviews(path))
    except SeqlabError as error:
        if "holds 2 reviews, expected" in error.message:
            return True
        raise


def _reviews(folder: Path) -> Path:
    path = folder / "aclImdb.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for part in ("train/neg", "train/pos", "test/neg", "test/pos"):
            for number in range(2):
                content = f"A film about {part}, number {number}. ".encode() * 20
                info: Any = tarfile.TarInfo(f"aclImdb/{part}/{number}_7.txt")
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
    return path
