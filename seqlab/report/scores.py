"""What a run is worth: the verdict in a sentence, and the scores behind it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from seqlab.report.parts import Part, Section, Table, Text, Tone
from seqlab.runs.metrics import JUDGED, Metrics
from seqlab.runs.scores import MORE, Judgement, Rival
from seqlab.runs.status import StatusRecord
from seqlab.runs.untrusted import printable
from seqlab.runs.verdict import Skill, skill_sentence
from seqlab.tasks.metric import Metric

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
    asked, metric, model = results.asked, results.metric, judged.model
    names = ["model, best epoch", *(rival.name for rival in judged.rivals)]
    scored = [model, *(rival.scores for rival in judged.rivals)]
    skills = [None, *(_skill_over(rival, judged, metric) for rival in judged.rivals)]
    seconds = [None, *(rival.seconds for rival in judged.rivals)]
    columns = {
        "scored": names,
        metric.name: [shown(scores.values[metric.name]) for scores in scored],
    }
    if any(scores.original is not None for scores in scored):
        unit = f"in {asked.unit}" if asked.unit else "in original units"
        columns[unit] = [shown(scores.original) for scores in scored]
    if shown(model.values.get("loss")) != columns[metric.name][0]:
        columns["loss"] = [shown(scores.values.get("loss")) for scores in scored]
    for name, heading in MORE.items():
        if any(name in scores.more for scores in scored):
            columns[heading] = [shown(scores.more.get(name)) for scores in scored]
    columns["skill over it"] = ["" if one is None else percent(one.value) for one in skills]
    columns["95 % interval"] = [_ends(one) for one in skills]
    columns["seconds"] = [shown(one, 1) for one in seconds]
    label = metric.title if metric.is_share else metric.label
    direction = "lower" if metric.lower_is_better else "higher"
    caption = f"{split}: {judged.samples}; {label}, {direction} is better"
    headings = list(map(printable, columns))
    rows = list(zip(*columns.values(), strict=True))
    return Table(printable(caption), headings, rows, strong=(0,))


def _skill_over(rival: Rival, judged: Judgement, metric: Metric) -> Skill | None:
    """What the model removes of a baseline's error; without an interval in older folders."""
    if judged.verdict is not None:
        return judged.verdict.skills.get(rival.name)
    values = (scores.values[metric.name] for scores in (judged.model, rival.scores))
    value = metric.skill(*values)
    return None if value is None else Skill(value, -math.inf, math.inf)


def _ends(skill: Skill | None) -> str:
    if skill is None or not skill.is_sure:
        return ""
    return f"{percent(skill.low)} to {percent(skill.high)}"


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


def percent(share: float) -> str:
    """A share in per cent; never -0.0."""
    return f"{round(100 * share, 1) + 0.0:,.1f} %"


def shown(value: object, digits: int = 4) -> str:
    """A number; nothing where there is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return f"{value:,.{digits}f}"
