"""What a run is worth: the verdict in a sentence, and the scores behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seqlab.report.parts import Part, Section, Table, Text, Tone
from seqlab.runs.metrics import JUDGED, Metrics
from seqlab.runs.scores import MORE, Judgement, Scores
from seqlab.runs.status import StatusRecord
from seqlab.runs.untrusted import printable
from seqlab.runs.verdict import Skill, skill_sentence

_TONES: dict[str | None, Tone] = {"worth it": "good", "not worth it": "bad"}
_INTERVALS = (
    "Skill is the share of a baseline's {shortfall} that the model removes; below 0 it adds to it. "
    "The 95 % interval comes from resampling the {noun} of the split, in blocks where neighbours "
    "hang together. It tells how sure the score of this trained model is, not what another seed "
    "would do."
)


def verdict_of(results: Metrics) -> tuple[str, Tone]:
    """What came out of a completed run, in a sentence, and how that is meant."""
    metric, judged = results.metric, results.validation
    verdict = judged.verdict
    if verdict is None:
        values = (scores.values[metric.name] for scores in (judged.model, judged.baseline))
        skill = metric.skill(*values)
        tone: Tone = "open" if skill is None else "good" if skill > 0 else "bad"
        return skill_sentence(skill, metric.shortfall), tone
    sentence, answer = verdict.sentence(), verdict.answer
    if verdict.over_best is not None:
        sentence = f"The model {'is ' if answer == 'not worth it' else ''}{sentence}"
    return f"{sentence[0].upper()}{sentence[1:]}.", _TONES.get(answer, "open")


def unfinished(record: StatusRecord, epochs: int) -> tuple[str, Tone]:
    """How a run without a result stands, in a sentence."""
    after = f"after {epochs:,} finished epoch{'s' * (epochs != 1)}"
    match record.status:
        case "running":
            return f"This run is still being trained, {after}: there is no verdict yet.", "open"
        case "interrupted":
            return f"This run was interrupted {after}: there is no verdict yet.", "open"
        case "failed":
            why = printable(record.error or "status.json does not say why")
            return f"This run failed {after}: {why}", "bad"
        case "completed":
            return "This run says that it has completed, but has no scores.", "bad"


def scores_section(results: Metrics, looks: Sequence[str] | Text) -> Section:
    """The model beside each baseline, on the validation split and, where it was judged, on test.

    Args:
        results: the content of metrics.json.
        looks: when the run was judged on its test split, or why that cannot be told.
    """
    parts: list[Part] = []
    for split in JUDGED:
        judged = results.judgement(split)
        if judged is None:
            continue
        if split == "test":
            parts.append(looks if isinstance(looks, Text) else _looked(looks))
        parts.append(_table(results, split, judged))
        parts += _sound(results, judged)
    if results.test is None:
        parts.append(Text("The test split has not been looked at."))
    shortfall, noun = results.metric.shortfall, results.asked.noun
    parts.append(Text(_INTERVALS.format(shortfall=printable(shortfall), noun=noun)))
    return Section("scores", "Beside the baselines", parts)


def _table(results: Metrics, split: str, judged: Judgement) -> Table:
    asked, metric, verdict = results.asked, results.metric, judged.verdict
    scored: list[tuple[str, Scores, float | None]] = [("model, best epoch", judged.model, None)]
    scored += [(rival.name, rival.scores, rival.seconds) for rival in judged.rivals]
    more = [name for name in MORE if any(name in scores.more for _, scores, _ in scored)]
    has_original = any(scores.original is not None for _, scores, _ in scored)
    unit = f"in {asked.unit}" if asked.unit else "in original units"
    headings = [
        "scored",
        metric.name,
        *([unit] if has_original else []),
        *(MORE[one] for one in more),
    ]
    rows = []
    for number, (name, scores, seconds) in enumerate(scored):
        skill = None if verdict is None else verdict.skills.get(name)
        if number and verdict is None:
            values = (judged.model.values[metric.name], scores.values[metric.name])
            plain = metric.skill(*values)
            skill = None if plain is None else Skill(plain, float("-inf"), float("inf"))
        rows.append(
            [
                name,
                f"{scores.values[metric.name]:.4f}",
                *([shown(scores.original)] if has_original else []),
                *(shown(scores.more.get(one)) for one in more),
                *(_skill_cells(skill) if number else ("", "")),
                shown(seconds, 1),
            ]
        )
    if "loss" in judged.model.values:
        headings, rows = _with_loss(headings, rows, judged.model)
    headings += ["skill over it", "95 % interval", "seconds"]
    label = metric.title if metric.is_share else metric.label
    direction = "lower" if metric.lower_is_better else "higher"
    caption = f"{split}: {judged.samples}; {label}, {direction} is better"
    return Table(printable(caption), headings, rows, strong=(0,))


def _with_loss(
    headings: list[str], rows: list[list[str]], model: Scores
) -> tuple[list[str], list[list[str]]]:
    """The same with the model's loss, where that is not the metric itself."""
    loss = model.values["loss"]
    if f"{loss:.4f}" == rows[0][1]:
        return headings, rows
    cells = [f"{loss:.4f}", *[""] * (len(rows) - 1)]
    both = zip(rows, cells, strict=True)
    return [*headings[:2], "loss", *headings[2:]], [[*r[:2], c, *r[2:]] for r, c in both]


def _sound(results: Metrics, judged: Judgement) -> Iterator[Text]:
    """What is scored where only what was measured is counted."""
    scored = [("model", judged.model), *((rival.name, rival.scores) for rival in judged.rivals)]
    found = [(name, scores.sound) for name, scores in scored if scores.sound is not None]
    if found and found[0][1] is not None:
        values = ", ".join(f"{name} {sound[0]:.4f}" for name, sound in found if sound)
        count = found[0][1][1]
        noun = results.asked.noun
        yield Text(f"On the {count:,} {noun} with sound readings only: {values}.")


def _looked(looks: Sequence[str]) -> Text:
    if not looks:
        return Text("The folder does not say how often the test split was looked at.")
    times = f"{len(looks)} times, first" if len(looks) > 1 else "once,"
    told = f"The test split was looked at {times} on {printable(looks[0])}."
    if len(looks) > 1:
        told += (
            " A test score that has been seen takes part in what is decided next, and then "
            "flatters the model."
        )
    return Text(told, is_problem=len(looks) > 1)


def _skill_cells(skill: Skill | None) -> tuple[str, str]:
    if skill is None:
        return "", ""
    ends = f"{percent(skill.low)} to {percent(skill.high)}" if skill.is_sure else ""
    return percent(skill.value), ends


def percent(share: float) -> str:
    """A share in per cent; never -0.0."""
    return f"{round(100 * share, 1) + 0.0:,.1f} %"


def shown(value: object, digits: int = 4) -> str:
    """A number; nothing where there is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return f"{value:,.{digits}f}"
