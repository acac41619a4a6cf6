"""Where a model errs: parts of series, single forecasts, classes and mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seqlab.plots.breakdown import draw_breakdown
from seqlab.plots.classification import draw_reliability
from seqlab.plots.forecast import describe, draw_forecasts
from seqlab.plots.style import spell_unit
from seqlab.recipes.examine import Examination
from seqlab.report.parts import Cell, Folded, Part, Section, Table, Text
from seqlab.report.pictures import Pictures
from seqlab.report.scores import percent, shown
from seqlab.runs.untrusted import printable
from seqlab.tasks.breakdown import Breakdown, Group
from seqlab.tasks.by import By
from seqlab.tasks.mistakes import Mistake
from seqlab.text.scores import ClassScores

MOST_ROWS = 200
"""Of a table: series or classes may be many thousands."""
MOST_CLASSES = 20
"""Classes whose confusions are shown as a whole; of more the most frequent ones are told."""
LONGEST_TEXT = 140
_NAMES: dict[By, str] = {
    "step": "step ahead",
    "hour": "hour of the day",
    "weekday": "weekday",
    "month": "month",
    "id": "series",
    "target": "target",
}


def errors_sections(
    found: Examination, noun: str, unit: str, pictures: Pictures
) -> Iterator[Section]:
    """Sections about a model's errors on the validation split; none where nothing is known.

    Args:
        found: what the model says of the validation split.
        noun: what samples are called.
        unit: of what is forecast; empty where there is none.
        pictures: of the page.
    """
    if found.breakdowns:
        parts = [part for one in found.breakdowns for part in _breakdown(one, unit, pictures)]
        yield Section("errors", "Where it errs", parts)
    if found.examples:
        yield Section("forecasts", "Forecasts over truth", list(_examples(found, pictures)))
    if found.classes is not None:
        parts = list(_classes(found.classes, noun, pictures))
        yield Section("classes", "Classes, confusion and calibration", parts)
        yield Section("mistakes", "The most confident mistakes", [_mistakes(found.mistakes)])


def _breakdown(breakdown: Breakdown, unit: str, pictures: Pictures) -> Iterator[Part]:
    name = _NAMES[breakdown.by]
    in_unit = f" in {spell_unit(unit)}" if unit else ""
    title = f"mean absolute error by {name}"
    best = max((g for g in breakdown.groups if g.skill is not None), key=_skill, default=None)
    worst = min((g for g in breakdown.groups if g.skill is not None), key=_skill, default=None)
    caption = f"Mean absolute error{in_unit} by {name}."
    if best is not None and worst is not None:
        caption += (
            f" Most skill over the best baseline: {best.name} ({percent(_skill(best))}); "
            f"least: {worst.name} ({percent(_skill(worst))})."
        )
    figure = draw_breakdown(breakdown, "model", unit, title)
    yield pictures.picture(figure, title, caption)
    unordered = breakdown.by in ("id", "target")
    groups = breakdown.worst() if unordered else breakdown.groups
    left_out = f", the {MOST_ROWS} with the least skill" if len(groups) > MOST_ROWS else ""
    names = list(breakdown.overall.baselines)
    rows = [_cells(group, names) for group in (*groups[:MOST_ROWS], breakdown.overall)]
    table = Table(
        f"{title}{in_unit}{left_out}; skill is over the best baseline of each row",
        [name, "values", "model", *map(printable, names), "skill"],
        rows,
        strong=(len(rows) - 1,),
    )
    yield Folded(f"The numbers by {name}", [table])


def _skill(group: Group) -> float:
    return group.skill or 0.0


def _cells(group: Group, baselines: Sequence[str]) -> list[str]:
    errors = [group.model, *(group.baselines[name] for name in baselines)]
    skill = "" if group.skill is None else percent(group.skill)
    return [printable(group.name), f"{group.count:,}", *(shown(e) for e in errors), skill]


def _examples(found: Examination, pictures: Pictures) -> Iterator[Part]:
    yield Text("Windows of the validation split, chosen by how wrong the model is on each.")
    for rank, drawings in found.examples.items():
        captions = [f"{printable(one.label)}: {describe(one)}" for one in drawings]
        caption = f"{rank[0].upper()}{rank[1:]}. {'; '.join(captions)}."
        yield pictures.picture(draw_forecasts(drawings, rank), f"Forecast, {rank}", caption)


def _classes(scores: ClassScores, noun: str, pictures: Pictures) -> Iterator[Part]:
    summary = {
        "macro F1": scores.macro_f1,
        "ROC-AUC": scores.roc_auc,
        "expected calibration error": scores.calibration_error,
    }
    known = [f"{name} {value:.4f}" for name, value in summary.items() if value is not None]
    yield Text(f"{', '.join(known)}." if known else "No score can be told.")
    rows = [
        [printable(name), *map(shown, (own.precision, own.recall, own.f1)), f"{own.support:,}"]
        for name, own in list(scores.classes.items())[:MOST_ROWS]
    ]
    yield Table(
        "Each class told from the others", ["class", "precision", "recall", "F1", noun], rows
    )
    names = [printable(name) for name in scores.classes]
    small = len(names) <= MOST_CLASSES
    yield _confusion(scores, names) if small else _confused(scores, names)
    if scores.reliability and scores.calibration_error is not None:
        title = "accuracy by confidence"
        figure = draw_reliability(scores.reliability, scores.calibration_error, title)
        caption = (
            "How often answers are right, by how confident they are. Below the diagonal the model "
            "is too sure of itself, above it too modest."
        )
        yield pictures.picture(figure, title, caption)


def _confusion(scores: ClassScores, names: Sequence[str]) -> Table:
    rows: list[list[str | Cell]] = []
    for name, counts in zip(names, scores.confusion.tolist(), strict=True):
        total = max(1, sum(counts))
        rows.append([name, *(Cell(f"{n:,}", share=n / total) for n in counts)])
    caption = "Confusion: rows are the true classes, columns the answers; darker is a larger share"
    return Table(caption, ["true class", *names], rows)


def _confused(scores: ClassScores, names: Sequence[str]) -> Table:
    """The classes that are most often taken for others, where a whole matrix would not fit."""
    confusion = scores.confusion.copy()
    for place in range(len(names)):
        confusion[place, place] = 0
    order = (-confusion).ravel().argsort(kind="stable")[:MOST_CLASSES].tolist()
    pairs = [(place // len(names), place % len(names)) for place in order]
    rows = [[names[r], names[c], f"{confusion[r, c]:,}"] for r, c in pairs if confusion[r, c]]
    return Table("The most frequent confusions", ["true class", "answer", "times"], rows, words=2)


def _mistakes(mistakes: Sequence[Mistake]) -> Part:
    if not mistakes:
        return Text("The model makes no mistake on the validation split.")
    has_places = any(one.place for one in mistakes)
    rows = [
        [
            printable(one.truth),
            printable(one.answer),
            f"{one.probability:.4f}",
            _shortened(one.sample),
            *([printable(one.place)] if has_places else []),
        ]
        for one in mistakes
    ]
    headings = ["is", "taken for", "probability", "text", *(["where"] if has_places else [])]
    return Table("Wrong answers that the model is surest of", headings, rows, words=5)


def _shortened(text: str) -> str:
    plain = printable(text)
    return plain if len(plain) <= LONGEST_TEXT else f"{plain[: LONGEST_TEXT - 1]}…"
