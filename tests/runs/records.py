"""Any record that a run may write."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import strategies as st

from seqlab.runs.asked import Asked
from seqlab.runs.environment import Environment
from seqlab.runs.history import History
from seqlab.runs.metrics import Metrics
from seqlab.runs.process import Process
from seqlab.runs.scores import Judgement, Rival, Scores
from seqlab.runs.status import StatusRecord
from seqlab.runs.untrusted import printable
from seqlab.runs.verdict import Skill, Verdict
from seqlab.tasks.data import Samples
from seqlab.tasks.metric import ACCURACY, MAE, Metric

TEXTS = st.text(max_size=12)
SHOWN = TEXTS.map(printable)
"""What is shown loses its controls as it is read."""
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
COUNTS = st.integers(0, 2**63)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | NUMBERS | TEXTS,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(TEXTS, below, max_size=3),
    max_leaves=8,
)
BLOCKS = st.dictionaries(TEXTS, PLAIN, max_size=3)
NAMES = st.dictionaries(TEXTS, TEXTS, max_size=3)

METRICS = st.sampled_from([MAE, ACCURACY]) | st.builds(
    Metric,
    name=st.sampled_from(["mse", "macro_f1", "mase"]),
    title=SHOWN,
    unit=SHOWN,
    lower_is_better=st.booleans(),
    best=NUMBERS,
    shortfall=SHOWN,
)
ASKED = st.builds(
    Asked,
    task=SHOWN,
    metric=METRICS,
    unit=SHOWN,
    scale=st.none() | st.floats(0.01, 100),
    noun=st.sampled_from(["windows", "reviews", "throws"]),
    loss_title=SHOWN,
)


@st.composite
def scores(draw: st.DrawFn, asked: Asked, *, has_loss: bool) -> Scores:
    """Scores with the metric, and with a loss where a model has one."""
    values = {asked.metric.name: draw(NUMBERS)} | ({"loss": draw(NUMBERS)} if has_loss else {})
    original = None if asked.scale is None else draw(st.none() | NUMBERS)
    # Small enough that there are original units of it.
    sound = draw(st.none() | st.tuples(st.floats(-1e9, 1e9), COUNTS))
    others = st.sampled_from(["rmse_original", "smape", "targets", "steps"])
    return Scores(values, original, sound, draw(st.dictionaries(others, PLAIN, max_size=2)))


@st.composite
def verdicts(draw: st.DrawFn, asked: Asked, names: list[str]) -> Verdict:
    """A verdict over some baselines."""
    ends = st.tuples(NUMBERS, NUMBERS) | st.just((-math.inf, math.inf))
    skills = st.none() | st.builds(lambda value, ends: Skill(value, *ends), NUMBERS, ends)
    return Verdict(
        {name: draw(skills) for name in names},
        draw(st.sampled_from(names)),
        asked.metric.shortfall,
    )


@st.composite
def judgements(draw: st.DrawFn, asked: Asked) -> Judgement:
    """A model beside one baseline without a verdict, or beside several with one."""
    horizon = draw(st.none() | st.floats(0, 1e6) | st.integers(0, 10**6))
    samples = Samples(draw(COUNTS), asked.noun, draw(TEXTS), horizon)
    model = draw(scores(asked, has_loss=draw(st.booleans())))
    names = draw(st.lists(SHOWN.filter(bool), min_size=1, max_size=3, unique=True))
    has_verdict = draw(st.booleans())
    rivals = tuple(
        Rival(
            name,
            draw(scores(asked, has_loss=False)),
            draw(st.none() | st.floats(0, 1e6)) if has_verdict else None,
        )
        for name in names[: len(names) if has_verdict else 1]
    )
    verdict = draw(verdicts(asked, names)) if has_verdict else None
    return Judgement(model, rivals, samples, verdict)


@st.composite
def metrics(draw: st.DrawFn) -> Metrics:
    """The content of a metrics.json."""
    asked = draw(ASKED)
    return Metrics(
        asked=asked,
        best_epoch=draw(st.integers(1, 10**6)),
        validation=draw(judgements(asked)),
        test=draw(st.none() | judgements(asked)),
        parameters=draw(COUNTS),
        seconds_per_epoch=draw(st.floats(0, 1e9)),
        data=draw(st.none() | BLOCKS),
    )


STATUSES = st.builds(
    StatusRecord,
    status=st.sampled_from(["completed", "failed", "interrupted"]),
    name=TEXTS,
    seed=st.none() | st.integers(0, 2**31 - 1),
    started=TEXTS,
    ended=st.none() | TEXTS,
    error=st.none() | TEXTS,
    config_digest=st.none() | TEXTS,
    process=st.builds(
        Process,
        pid=st.none() | st.integers(-1, 2**40),
        parent=st.none() | st.integers(0, 2**40),
        host=st.none() | TEXTS,
        process=st.none() | TEXTS,
    ),
)
ENVIRONMENTS = st.builds(
    Environment,
    versions=NAMES,
    plugins=NAMES,
    platform=TEXTS,
    processor=TEXTS,
    cores=st.none() | COUNTS,
    device=TEXTS,
    plan=st.none() | BLOCKS,
    xla_flags=st.none() | TEXTS,
    git_commit=st.none() | TEXTS,
    command=TEXTS,
    digests=NAMES,
)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """The content of a history.csv."""
    more = draw(st.lists(st.sampled_from(["mae", "val_mae", "learning_rate"]), unique=True))
    columns = ["loss", *more, "val_loss", "seconds"]
    count = draw(st.integers(0, 4))
    rows: list[dict[str, Any]] = [
        {"epoch": epoch, **{name: draw(NUMBERS) for name in columns}}
        for epoch in range(1, count + 1)
    ]
    return History(rows)
