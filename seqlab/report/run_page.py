"""The page of one run, however far it got and whatever is left of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from seqlab.errors import SeqlabError
from seqlab.experiment.experiment import Experiment
from seqlab.plots.curves import draw_curves
from seqlab.plots.readings import read_run
from seqlab.recipes.examine import examine_run
from seqlab.recipes.inspect import layers_of
from seqlab.recipes.saved import check_same_data
from seqlab.report.errors import errors_sections
from seqlab.report.made_with import again_section, data_section, missing, model_section, tried
from seqlab.report.parts import Folded, Page, Part, Section, Table, Text, Tone
from seqlab.report.pictures import Pictures
from seqlab.report.scores import scores_section, unfinished, verdict_of
from seqlab.runs.evaluations import read_test_evaluations
from seqlab.runs.history import History
from seqlab.runs.metrics import Metrics
from seqlab.runs.reader import Run
from seqlab.runs.status import StatusRecord
from seqlab.runs.untrusted import printable
from seqlab.tasks.data import Data

MOST_EPOCHS = 200
MOST_MEASURES = 6
NOT_SHOWN = "Errors, forecasts and the audit of the data are not shown."


def run_page(
    run: Run, notice: Callable[[str], None], *, recorded: bool = False, back: str = ""
) -> Page:
    """The page of a run.

    What needs the data or the model is computed on the validation split; where either cannot be
    had, the page says what is missing and why. The test split is not looked at.

    Args:
        run: in any state, also damaged.
        notice: told of what takes its time.
        recorded: whether to show only what the folder holds, without data and model.
        back: the page that leads here, relative; empty for none.
    """
    try:
        record, results, history = run.status_record, run.results, run.epochs()
    except SeqlabError as error:
        return _damaged(run, error, back)
    pictures = Pictures()
    sections = list(_sections(run, record, results, history, pictures, notice, recorded=recorded))
    verdict, tone = unfinished(record, len(history))
    if record.status == "completed" and results is not None:
        verdict, tone = verdict_of(results)
    name = printable(record.name) or printable(run.id)
    facts = list(_facts(run, record, results, history))
    return Page(name, "seqlab report of a run", verdict, tone, facts, sections, back)


def _damaged(run: Run, error: SeqlabError, back: str) -> Page:
    """The page of a folder that cannot be read as a run."""
    name = printable(run.path.name)
    sections = [
        Section("damage", "What is wrong", [missing(error)]),
        again_section(run),
    ]
    verdict = "This run folder is damaged: what it says cannot be trusted."
    tone: Tone = "bad"
    return Page(name, "seqlab report of a run", verdict, tone, [], sections, back)


def _facts(
    run: Run, record: StatusRecord, results: Metrics | None, history: History
) -> Iterator[tuple[str, str]]:
    yield "Run", printable(run.id)
    yield "Status", record.status
    if record.started:
        yield "Started", printable(record.started)[:19].replace("T", " ") + " UTC"
    if record.seed is not None:
        yield "Seed", str(record.seed)
    yield "Finished epochs", f"{len(history):,}"
    if results is not None:
        yield "Best epoch", f"{results.best_epoch:,}"
        yield "Parameters", f"{results.parameters:,}"
        yield "Seconds per epoch", f"{results.seconds_per_epoch:,.1f}"


def _sections(
    run: Run,
    record: StatusRecord,
    results: Metrics | None,
    history: History,
    pictures: Pictures,
    notice: Callable[[str], None],
    *,
    recorded: bool,
) -> Iterator[Section]:
    if results is not None:
        yield scores_section(results, tried(lambda: read_test_evaluations(run)))
    if len(history):
        yield Section("curves", "Curves", list(_curves(run, history, pictures)))
    if recorded:
        text = f"{NOT_SHOWN} Only what the run folder records was asked for."
        yield Section("errors", "Where it errs", [Text(text)])
    elif record.status != "completed" or results is None:
        text = f"{NOT_SHOWN} They are once the run has completed: its best model may still change."
        yield Section("errors", "Where it errs", [Text(text, is_problem=True)])
    else:
        yield from _looked_at(run, results, pictures, notice)
    yield again_section(run)


def _curves(run: Run, history: History, pictures: Pictures) -> Iterator[Part]:
    try:
        reading = read_run(run)
        drawn = {
            printable(reading.label(measure)): draw_curves([run], measure)
            for measure in reading.measures[:MOST_MEASURES]
        }
    except SeqlabError as error:
        yield missing(error, "The curves cannot be drawn.")
    else:
        for label, figure in drawn.items():
            caption = f"The {label} of training and validation after each epoch."
            yield pictures.picture(figure, f"Curves: {label}", caption)
    headings = [printable(name) for name in history.rows[0]]
    rows = [[f"{value:.6g}" for value in row.values()] for row in history.rows[-MOST_EPOCHS:]]
    left_out = f", the last {MOST_EPOCHS}" if len(history) > MOST_EPOCHS else ""
    yield Folded("The numbers of each epoch", [Table(f"The epochs{left_out}", headings, rows)])


def _looked_at(
    run: Run, results: Metrics, pictures: Pictures, notice: Callable[[str], None]
) -> Iterator[Section]:
    """What needs the data and the model: errors, forecasts, mistakes, audit, layers."""
    notice(f"looking at {printable(run.path)}")
    try:
        experiment = run.experiment()
        data = experiment.dataset.load()
        check_same_data(run, data)
    except SeqlabError as error:
        why = missing(error, f"{NOT_SHOWN} The data of this run cannot be had.")
        yield Section("errors", "Where it errs", [why])
        yield _model(lambda: layers_of(run.model()))
        return
    try:
        found = examine_run(run, experiment, data, notice)
    except SeqlabError as error:
        why = missing(error, "Errors and forecasts are not shown.")
        yield Section("errors", "Where it errs", [why])
        yield _data(experiment, data, pictures)
        return
    asked = results.asked
    yield from errors_sections(found, asked.noun, asked.unit, pictures)
    yield _data(experiment, data, pictures)
    yield model_section(found.layers)


def _data(experiment: Experiment, data: Data, pictures: Pictures) -> Section:
    return data_section(data, experiment.dataset.drawings(data), pictures)


def _model(layers: Callable[[], list[dict[str, object]]]) -> Section:
    found = tried(layers)
    if isinstance(found, Text):
        return Section("model", "Model", [found])
    return model_section(found)
