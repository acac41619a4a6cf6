"""The page of a suite: what was published, what came out, and what is true of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from seqlab.errors import SeqlabError
from seqlab.plots.suite import Line, draw_suite_curves, draw_suite_results
from seqlab.report.parts import Code, Lines, Page, Part, Section, Table, Text, Tone
from seqlab.report.pictures import Pictures
from seqlab.report.scores import shown
from seqlab.runs.history import VALIDATION
from seqlab.runs.reader import Run
from seqlab.suites.recorded import RecordedClaim, RecordedReport, RecordedRow
from seqlab.suites.tables import CLAIM_HEADINGS, HEADINGS

_SHORTFALLS = ("does not hold", "worse", "not run")
_PLURALS = {"holds": "hold", "does not hold": "do not hold", "cannot tell": "cannot be told"}
_HEADINGS = (HEADINGS[0], "verdict", *(one for one in HEADINGS[1:] if one != "verdict"))
_SAME = 1e-6
"""How near the best value of a history lies to the recorded one if it is that run's."""


def suite_page(report: RecordedReport, runs: Sequence[Run]) -> Page:
    """The page of a suite.

    Args:
        report: what `seqlab reproduce` found.
        runs: where its runs may be, for their curves.
    """
    pictures = Pictures()
    sections = [
        Section("experiments", "Experiments", list(_experiments(report))),
        Section("curves", "Results and curves", list(_drawn(report, runs, pictures))),
    ]
    if report.claims:
        sections.append(Section("claims", "Claims", list(_claims(report.claims))))
    made = [Lines(report.circumstances)] if report.circumstances else []
    command = Code(f"seqlab reproduce {report.suite}", "The command")
    again = Text("The command runs what is missing, and writes what this page is made from.")
    sections.append(Section("again", "Make it again", [command, again, *made]))
    verdict, tone = _verdict(report)
    seeds = max((len(row.seeds) for row in report.rows), default=0)
    facts = [("Experiments", f"{len(report.rows)}"), ("Claims", f"{len(report.claims)}")]
    facts.append(("Seeds of an experiment", f"up to {seeds}"))
    return Page(report.suite, "seqlab report of a suite", verdict, tone, facts, sections)


def _verdict(report: RecordedReport) -> tuple[str, Tone]:
    if report.is_fast:
        return "FAST: a few steps of everything. These figures mean nothing.", "open"
    verdicts = Counter(row.verdict for row in report.rows)
    answers = Counter(claim.answer for claim in report.claims)
    sentence = f"Of {len(report.rows)} experiments: {_counted(verdicts)}."
    if answers:
        sentence += f" Of {len(report.claims)} claims: {_counted(answers)}."
    is_short = any(name in _SHORTFALLS for name in (*verdicts, *answers))
    return sentence, "open" if is_short else "good"


def _counted(counts: Counter[str]) -> str:
    """Each word with its count: `15 hold, 1 does not hold`."""
    told = [
        f"{count} {_PLURALS.get(name, name) if count > 1 else name}"
        for name, count in counts.most_common()
    ]
    return ", ".join(told)


def _experiments(report: RecordedReport) -> Iterator[Part]:
    yield Text(
        "Each value is the best one over the epochs, on the validation split, as it is read off "
        "published curves; ± is the 95 % t interval over seeds."
    )
    rows = [_cells(row) for row in report.rows]
    # What no experiment has, as older reports have no simple models, needs no column.
    kept = [place for place in range(len(_HEADINGS)) if any(row[place] for row in rows)]
    headings = [_HEADINGS[place] for place in kept]
    cells = [[row[place] for place in kept] for row in rows]
    yield Table("Here beside what was published", headings, cells, words=2)
    reasons: dict[str, list[str]] = {}
    for row in report.rows:
        if row.reason:
            reasons.setdefault(row.reason, []).append(row.name)
    if reasons:
        yield Text("Not comparable:")
        yield Lines([f"{reason}: {', '.join(names)}." for reason, names in reasons.items()])


def _cells(row: RecordedRow) -> list[str]:
    ours = shown(row.ours)
    if row.span is not None:
        ours += f" ± {_margin(row):.4f}"
    return [
        row.name,
        row.verdict,
        "" if row.published is None else f"{row.metric.name} {row.published:.4f}",
        ours,
        "" if row.original is None else f"{row.original:.3f} {row.unit}",
        shown(row.baseline),
        "" if row.best_baseline is None else "{} {:.4f}".format(*row.best_baseline),
        "" if row.difference is None else f"{row.difference:+.4f}",
        "" if row.seconds_then is None else f"{row.seconds_then:g}",
        shown(row.seconds, 1),
        f"{len(row.seeds)}" if row.seconds is not None else "",
    ]


def _margin(row: RecordedRow) -> float:
    return 0.0 if row.span is None else (row.span[1] - row.span[0]) / 2


def _drawn(report: RecordedReport, runs: Sequence[Run], pictures: Pictures) -> Iterator[Part]:
    """Two pictures for each metric: results, and curves where the runs are still there."""
    curves = _curves(report.rows, runs)
    for name in dict.fromkeys(row.metric.name for row in report.rows):
        rows = [row for row in report.rows if row.metric.name == name and row.ours is not None]
        if not rows:
            continue
        metric = rows[0].metric
        lines = [_line(row, curves.get(row.name, ())) for row in rows]
        title = f"{metric.title}, best epoch"
        caption = f"The best {metric.title} of each experiment, the best experiment on top."
        yield pictures.picture(draw_suite_results(title, metric, lines), title, caption)
        drawn = [line for line in lines if line.curve]
        if drawn:
            scales = [
                (row.original / row.ours, row.unit) for row in rows if row.original and row.ours
            ]
            scale, unit = scales[0] if scales else (None, "")
            title = f"{metric.title} after each epoch"
            few = f" of {len(drawn)} of {len(lines)} experiments" if len(drawn) < len(lines) else ""
            caption = f"Validation curves{few}, first seed; colours and marks as above."
            figure = draw_suite_curves(title, metric, lines, scale, unit)
            yield pictures.picture(figure, title, caption)
    if not curves:
        yield Text("The runs are not in this folder of runs: there are no curves to draw.")


def _line(row: RecordedRow, curve: Sequence[float]) -> Line:
    assert row.ours is not None
    return Line(row.name, curve, row.ours, _margin(row), row.published, row.baseline)


def _curves(rows: Sequence[RecordedRow], runs: Sequence[Run]) -> dict[str, list[float]]:
    """The curve of each experiment's first seed, of the run that the recorded value comes from."""
    wanted = {row.name: row for row in rows if row.seeds}
    found: dict[str, list[float]] = {}
    for run in runs:
        try:
            curve = _curve(run, wanted)
        except SeqlabError:  # a damaged folder has none
            continue
        if curve is not None:
            found.setdefault(*curve)
    return found


def _curve(run: Run, wanted: Mapping[str, RecordedRow]) -> tuple[str, list[float]] | None:
    row = wanted.get(run.name)
    if row is None:
        return None
    seed, value = next(iter(row.seeds.items()))
    column = f"{VALIDATION}{row.metric.name}"
    history = run.epochs()
    if str(run.status_record.seed) != seed or not len(history) or column not in history.rows[0]:
        return None
    curve = history.column(column)
    return (row.name, curve) if abs(row.metric.best_of(curve) - value) < _SAME else None


def _claims(claims: Sequence[RecordedClaim]) -> Iterator[Part]:
    yield Text(
        "With several seeds a claim is decided by the 95 % interval of the paired differences. "
        "With one, only the two trained models can be compared, at their best epochs, and another "
        "seed may decide otherwise."
    )
    rows = [
        [
            f"{claim.text} (within {claim.within:g})" if claim.within else claim.text,
            claim.answer,
            shown(claim.left),
            shown(claim.right),
            "" if claim.span is None else "{:+.4f} to {:+.4f}".format(*claim.span),
            claim.how,
            claim.source,
        ]
        for claim in claims
    ]
    yield Table(
        "What is claimed, and what is true of it", [*CLAIM_HEADINGS, "stated"], rows, words=7
    )
