"""A report as tables: cells for the terminal and Markdown, plain values for CSV and JSON."""

from __future__ import annotations

import csv
import io
from typing import Any

from seqlab.suites.deciding import Decision
from seqlab.suites.report import Report, Row

HEADINGS = (
    "experiment",
    "published",
    "ours",
    "original units",
    "baseline",
    "best simple model",
    "difference",
    "verdict",
    "s/epoch then",
    "now",
    "seeds",
)
CLAIM_HEADINGS = ("claim", "verdict", "left", "right", "difference, 95 %", "how")


def row_cells(row: Row) -> tuple[str, ...]:
    """The cells of an experiment, in the order of `HEADINGS`."""
    published = row.published
    ours = "" if row.ours is None else f"{row.ours:.4f}"
    if row.interval is not None:
        ours += f" ± {row.interval.margin:.4f}"
    original = ""
    if row.ours is not None and row.scale is not None:
        original = f"{row.ours * row.scale:.3f} {row.unit}"
    then = published.seconds_per_epoch if published else None
    return (
        row.name,
        f"{row.metric.name} {published.value:.4f}" if published else "",
        ours,
        original,
        "" if row.baseline is None else f"{row.baseline:.4f}",
        "" if row.best_baseline is None else "{} {:.4f}".format(*row.best_baseline),
        "" if row.difference is None else f"{row.difference:+.4f}",
        row.verdict,
        "" if then is None else f"{then:g}",
        "" if row.seconds is None else f"{row.seconds:.1f}",
        str(len(row.values)) if row.seconds is not None else "",
    )


def decision_cells(decision: Decision) -> tuple[str, ...]:
    """The cells of a claim, in the order of `CLAIM_HEADINGS`."""
    claim, difference = decision.claim, decision.difference
    text = f"{claim.text} (within {claim.within:g})" if claim.sign == "~" else claim.text
    span = "" if difference is None else f"{difference.low:+.4f} to {difference.high:+.4f}"
    sides = ("" if side is None else f"{side:.4f}" for side in (decision.left, decision.right))
    return (text, decision.answer, *sides, span, decision.how)


def to_markdown(report: Report) -> str:
    """The report as a Markdown page."""
    lines = [f"# {report.suite}", ""]
    if report.is_fast:
        lines += ["FAST: a few steps of everything. These figures mean nothing.", ""]
    lines += [
        "Each value is the best one over the epochs, on the validation split, as it is read off "
        f"published curves: {_units(report)}. ± is the 95 % t interval over seeds.",
        "",
        *_markdown_table(HEADINGS, [row_cells(row) for row in report.rows]),
        "",
    ]
    reasons: dict[str, list[str]] = {}
    for row in report.rows:
        if row.reason:
            reasons.setdefault(row.reason, []).append(row.name)
    if reasons:
        named = [f"- {reason}: {', '.join(names)}." for reason, names in reasons.items()]
        lines += ["Not comparable:", "", *named, ""]
    if report.decisions:
        lines += [
            "## Claims",
            "",
            "With several seeds a claim is decided by the 95 % interval of the paired differences. "
            "With one, only the two trained models can be compared, at their best epochs, and "
            "another seed may decide otherwise.",
            "",
            *_markdown_table(CLAIM_HEADINGS, [decision_cells(d) for d in report.decisions]),
            "",
        ]
        sources = [
            f"- {d.claim.text}: {d.claim.source}" for d in report.decisions if d.claim.source
        ]
        lines += ["Where they are stated:", "", *sources, ""] if sources else []
    lines += ["## Made with", "", *(f"- {line}" for line in report.circumstances), ""]
    return "\n".join(lines)


def _units(report: Report) -> str:
    """What the values are measured in: `mae in standard deviations, accuracy as a share`."""
    metrics = {row.metric.name: row.metric for row in report.rows}.values()
    return ", ".join(
        f"{metric.name} {'as a share' if metric.is_share else f'in {metric.unit}'}"
        for metric in metrics
    )


def to_csv(report: Report) -> str:
    """The experiments of a report as CSV, a line for each."""
    text = io.StringIO()
    records = [row_record(row) for row in report.rows]
    writer = csv.DictWriter(text, fieldnames=list(records[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({**record, "seeds": len(record["seeds"])} for record in records)
    return text.getvalue()


def to_record(report: Report) -> dict[str, Any]:
    """The report as a JSON object."""
    return {
        "suite": report.suite,
        "fast": report.is_fast,
        "experiments": [row_record(row) for row in report.rows],
        "claims": [_decision_record(decision) for decision in report.decisions],
        "made_with": list(report.circumstances),
    }


def row_record(row: Row) -> dict[str, Any]:
    """An experiment's plain values."""
    published, interval = row.published, row.interval
    scaled = None if row.ours is None or row.scale is None else row.ours * row.scale
    return {
        "experiment": row.name,
        "metric": row.metric.name,
        "published": published.value if published else None,
        "source": published.source if published else None,
        "ours": row.ours,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "ours_original": scaled,
        "unit": row.unit,
        "baseline": row.baseline,
        "best_baseline": row.best_baseline[0] if row.best_baseline else None,
        "best_baseline_value": row.best_baseline[1] if row.best_baseline else None,
        "difference": row.difference,
        "tolerance": published.tolerance if published else None,
        "verdict": row.verdict,
        "reason": row.reason,
        "published_seconds_per_epoch": published.seconds_per_epoch if published else None,
        "seconds_per_epoch": row.seconds,
        "epochs": row.epochs,
        "parameters": row.parameters,
        "seeds": {str(seed): value for seed, value in row.values.items()},
    }


def _decision_record(decision: Decision) -> dict[str, Any]:
    difference = decision.difference
    return {
        "claim": decision.claim.text,
        "within": decision.claim.within or None,
        "source": decision.claim.source,
        "answer": decision.answer,
        "how": decision.how,
        "left": decision.left,
        "right": decision.right,
        "difference": None if difference is None else difference.mean,
        "low": None if difference is None else difference.low,
        "high": None if difference is None else difference.high,
    }


def _markdown_table(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    lines = [_markdown_line(headings), "|" + "---|" * len(headings)]
    return lines + [_markdown_line(row) for row in rows]


def _markdown_line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
