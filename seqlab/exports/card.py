"""The model card of an export: what a model was trained on, how good it is, where it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seqlab.runs.environment import Environment
from seqlab.runs.metrics import JUDGED, Metrics
from seqlab.runs.scores import Judgement
from seqlab.runs.untrusted import printable
from seqlab.tasks.deployment import Deployment
from seqlab.tasks.inspection import Inspection


def model_card(
    title: str,
    metrics: Metrics,
    environment: Environment,
    inspection: Inspection,
    deployment: Deployment,
    config: str,
) -> str:
    """The content of MODEL_CARD.md.

    Args:
        title: the experiment's name and the run.
        metrics: of the run.
        environment: that it was trained in.
        inspection: of its data.
        deployment: what stands around the model.
        config: of the run, as YAML.
    """
    parts = [
        f"# Model card: {printable(title)}",
        _model(metrics, deployment, config),
        _data(environment, inspection),
        _scores(metrics),
        _limits(inspection, deployment),
        _LICENCE,
        _reproduce(environment, config),
    ]
    return "\n\n".join(parts) + "\n"


_LICENCE = """\
## Licence

Licence of the model: not given. Fill it in before you hand the model on; the data's may decide."""


def _model(metrics: Metrics, deployment: Deployment, config: str) -> str:
    kind = next(
        (line.split(":", 1)[1].strip() for line in _block(config, "model") if "kind:" in line), ""
    )
    lines = [
        "## The model",
        "",
        f"- Task: {printable(deployment.question)}.",
        f"- Family: `{printable(kind)}`, {metrics.parameters:,} parameters, of the best epoch, "
        f"{metrics.best_epoch}.",
        *(f"- {printable(fact)}" for fact in deployment.facts),
    ]
    return "\n".join(lines)


def _block(config: str, name: str) -> Iterator[str]:
    """The lines of a block of a config."""
    inside = False
    for line in config.splitlines():
        if line and not line[0].isspace():
            inside = line.startswith(f"{name}:")
        if inside:
            yield line


def _data(environment: Environment, inspection: Inspection) -> str:
    sources = [
        f"- `{printable(name)}`, SHA-256 of its content `{printable(digest)}`"
        for name, digest in environment.digests.items()
    ]
    table = inspection.splits
    lines = [
        "## The data",
        "",
        *(sources or ["- Made up by seqlab itself: there is no file."]),
        *(f"- {printable(fact)}" for fact in inspection.facts),
        "",
        *_table((*table.words, *table.numbers), table.rows),
    ]
    notes = [f"- {printable(note)}" for note in inspection.notes if note.strip()]
    return "\n".join([*lines, *(["", *notes] if notes else [])])


def _scores(metrics: Metrics) -> str:
    lines = ["## How good it is", ""]
    asked = metrics.asked
    lines.append(
        f"{asked.metric.title[:1].upper()}{asked.metric.title[1:]}, "
        f"{'lower' if asked.metric.lower_is_better else 'higher'} is better; the baselines were "
        "judged on exactly the same samples."
    )
    for split in JUDGED:
        judged = metrics.judgement(split)
        if judged is None:
            lines += ["", f"It was not judged on the {split} split."]
            continue
        lines += ["", *_judged(split, judged, metrics)]
    return "\n".join(lines)


def _judged(split: str, judged: Judgement, metrics: Metrics) -> Iterator[str]:
    asked, name = metrics.asked, metrics.metric.name
    scored = [("the model", judged.model), *((one.name, one.scores) for one in judged.rivals)]
    has_original = any(scores.original is not None for _, scores in scored)
    headings = [f"{split}, {judged.samples.count:,} {asked.noun}", name]
    headings += [f"{name} in {asked.unit or 'original units'}"] if has_original else []
    rows = []
    for label, scores in scored:
        original = "" if scores.original is None else f"{scores.original:.4f}"
        rows.append((label, f"{scores.values[name]:.4f}", *([original] if has_original else [])))
    yield from _table(headings, rows)
    if judged.verdict is not None:
        yield ""
        answer = judged.verdict.answer or "no model can be"
        yield f"Verdict: **{answer}**. The model: {printable(judged.verdict.sentence())}."


def _limits(inspection: Inspection, deployment: Deployment) -> str:
    table = inspection.splits
    headings = (*table.words, *table.numbers)
    cells = dict(zip(headings, table.rows[0], strict=True))
    # From when to when, where that is told; else how many there were of each class.
    shown = table.words[1:] or table.numbers
    span = ", ".join(f"{heading} {cells[heading]}" for heading in shown)
    units = [
        f"`{port.name}`: " + ", ".join(map(printable, port.columns))
        for port in (*deployment.inputs, deployment.output)
        if port.columns
    ]
    lines = [
        "## Where it ends",
        "",
        f"- It learned from the training split alone: {printable(span)}. What is unlike that, or "
        "later, it has never seen.",
        *(f"- {printable(limit)}" for limit in deployment.limits),
        *(f"- Columns with their units, {line}." for line in units),
    ]
    return "\n".join(lines)


def _reproduce(environment: Environment, config: str) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in environment.versions.items())
    commit = environment.git_commit
    lines = [
        "## How to train it again",
        "",
        f"- Trained with {printable(versions)}, on {printable(environment.platform)}, "
        f"{printable(environment.device)}.",
        f"- Commit of seqlab: {printable(commit) if commit else 'not recorded'}.",
        f"- It was trained by: `{printable(environment.command)}`.",
        "- Write the lines below to `config.yaml`, then: `seqlab train config.yaml`.",
        "",
        "```yaml",
        config.rstrip(),
        "```",
    ]
    return "\n".join(lines)


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield _row(headings)
    yield "|" + "---|" * len(headings)
    yield from map(_row, rows)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(printable(cell).replace("|", "\\|") for cell in cells) + " |"
