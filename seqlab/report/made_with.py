"""What a run was made from and with, and how to make it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from seqlab.errors import SeqlabError
from seqlab.plots.series import draw_series
from seqlab.report.parts import Code, Folded, Lines, Part, Section, Table, Text
from seqlab.report.pictures import Pictures
from seqlab.runs.environment import Environment
from seqlab.runs.reader import Run, describe
from seqlab.runs.untrusted import printable, printable_lines, read_text
from seqlab.tasks.data import ORDER, Data

if TYPE_CHECKING:
    from seqlab.datasets.dataset import Drawing

MOST_DRAWN = 3
MOST_LAYERS = 300
CONFIG_LINES, LOG_LINES, LONGEST_LINE = 1500, 200, 300

Found = TypeVar("Found")


def tried(read: Callable[[], Found]) -> Found | Text:
    """What is read from a folder, or a paragraph that says why it cannot be."""
    try:
        return read()
    except SeqlabError as error:
        return missing(error)


def missing(error: SeqlabError, what: str = "") -> Text:
    """A paragraph about something that a page goes without.

    Args:
        error: why.
        what: what is not shown, as a sentence.
    """
    return Text(printable(f"{what} {error.message} {error.remedy}"), is_problem=True)


def data_section(data: Data, drawings: Sequence[Drawing], pictures: Pictures) -> Section:
    """What the data is, how it is split, and what is odd about it.

    Args:
        data: loaded.
        drawings: the series behind it; empty where there is none to draw.
        pictures: of the page.
    """
    found = data.inspect()
    parts: list[Part] = [Text(printable(warning), True) for warning in data.warnings(ORDER)]
    parts.append(Lines([printable(line) for line in found.facts]))
    headings = [*found.splits.words, *found.splits.numbers]
    rows = [[printable(cell) for cell in row] for row in found.splits.rows]
    names = [printable(name) for name in headings]
    parts.append(Table("The splits", names, rows, words=len(found.splits.words)))
    parts += _notes(found.notes)
    if drawings:
        drawn = drawings[:MOST_DRAWN]
        which = f"The first {MOST_DRAWN} targets" if len(drawings) > MOST_DRAWN else "The target"
        caption = f"{which}, as read from the file, with the splits."
        parts.append(pictures.picture(draw_series(drawn), "the target series", caption))
    return Section("data", "Data", parts)


def _notes(notes: Sequence[str]) -> Iterator[Part]:
    """Notes as paragraphs, each with a list of the indented ones behind it."""
    below: list[str] = []
    for note in notes:
        if note.startswith(" "):
            below.append(printable(note))
            continue
        if below:
            yield Lines(below)
        below = []
        yield Text(printable(note))
    if below:
        yield Lines(below)


def model_section(layers: Sequence[Mapping[str, Any]]) -> Section:
    """The layers of the model, as `seqlab.recipes.inspect.layers_of` tells them."""
    total = sum(int(layer["parameters"]) for layer in layers)
    rows = [
        [*(printable(layer[key]) for key in ("name", "type", "output")), f"{layer['parameters']:,}"]
        for layer in layers[:MOST_LAYERS]
    ]
    rows.append(["total", "", "", f"{total:,}"])
    left_out = f", the first {MOST_LAYERS} of {len(layers)}" if len(layers) > MOST_LAYERS else ""
    headings = ["layer", "type", "output", "parameters"]
    table = Table(f"The layers{left_out}", headings, rows, words=3, strong=(len(rows) - 1,))
    return Section("model", "Model", [table])


def again_section(run: Run) -> Section:
    """The command that makes a run again, its config, its environment and its log."""
    return Section("again", "Make it again", list(_again(run)))


def _again(run: Run) -> Iterator[Part]:
    config = printable(run.files.config)
    yield Code(f"seqlab train {config}\nseqlab verify {printable(run.path)} --rerun", "Commands")
    yield Text(
        "The first command trains the same again as a new run; the second one does so and compares "
        "every epoch. On a CPU, with the same versions, the results are equal to the last bit."
    )
    text = tried(lambda: run.config_text)
    if isinstance(text, Text):
        yield text
    else:
        shown = Code(printable_lines(text, CONFIG_LINES, LONGEST_LINE), "The config")
        yield Folded("The whole config", [shown])
    environment = tried(lambda: run.environment)
    yield environment if isinstance(environment, Text) else _environment(environment)
    if run.files.log.exists():
        log = tried(lambda: read_text(run.files.log))
        shown_log = log if isinstance(log, Text) else _log(log)
        yield Folded("The log", [shown_log])


def _log(text: str) -> Part:
    return Code(printable_lines(text, LOG_LINES, LONGEST_LINE), "The log")


def _environment(environment: Environment) -> Table:
    record = environment.record()
    digests = record.pop("digests")
    rows = [
        [printable(key).replace("_", " "), describe(value)]
        for key, value in record.items()
        if key != "format" and value not in (None, "", {})
    ]
    rows += [[f"SHA-256 of {printable(name)}", printable(own)] for name, own in digests.items()]
    return Table("Made with", ["what", "value"], rows, words=2)
