"""The README of an export: what goes in, what comes out, and how to run it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from seqlab.exports.format import Format
from seqlab.runs.untrusted import printable
from seqlab.tasks.deployment import Code, Deployment, Port

SAMPLE, PREPROCESSING = "sample.json", "preprocessing.json"
SHOWN = 240
"""Characters of a sample that are shown."""


def readme(
    title: str, formats: Sequence[Format], deployment: Deployment, sample: Mapping[str, Any]
) -> str:
    """The content of README.md.

    Args:
        title: the experiment's name and the run.
        formats: what was written.
        deployment: what stands around the model.
        sample: the content of sample.json.
    """
    return "\n".join(_lines(title, formats, deployment, sample)) + "\n"


def _lines(
    title: str, formats: Sequence[Format], deployment: Deployment, sample: Mapping[str, Any]
) -> Iterator[str]:
    yield f"# {printable(title)}"
    yield ""
    yield "A trained model that runs without seqlab. [MODEL_CARD.md](MODEL_CARD.md) says what it"
    yield "was trained on and how good it is; `export.json` has all this for programs."
    yield ""
    yield from (f"- {printable(fact)}" for fact in deployment.facts)
    for one in formats:
        yield ""
        yield f"## {one.title}: `{one.file}`"
        yield ""
        yield from _table(one, deployment)
        yield ""
        yield "In this folder:"
        yield ""
        yield "```python"
        yield from python_lines(one, deployment)
        yield "```"
    yield ""
    yield "## A sample"
    yield ""
    yield f"All of it stands in `{SAMPLE}`."
    yield ""
    for side in ("inputs", "outputs"):
        for name, values in sample[side].items():
            yield f"- {side.removesuffix('s')} `{name}`: `{_short(values)}`"


def python_lines(one: Format, deployment: Deployment) -> Iterator[str]:
    """Python that runs what was written on the sample, in the folder of the export.

    Args:
        one: the format.
        deployment: what stands around the model.
    """
    ports, output = one.ports(deployment), deployment.output.name
    code = deployment.code if ports == deployment.inputs else None
    prepares = code if code is not None else _given(one, ports)
    modules, runs = one.loading(output)
    yield from (f"import {module}" for module in sorted({"json", *prepares.imports}))
    yield ""
    statements = [
        one if " import " in one else f"import {one}" for one in ("numpy as np", *modules)
    ]
    yield from sorted(statements, key=lambda line: (line.startswith("from "), line))
    yield ""
    yield f'sample = json.load(open("{SAMPLE}", encoding="utf-8"))'
    if code is not None:
        yield 'text = sample["inputs"]["text"][0]'
        yield f'kept = json.load(open("{PREPROCESSING}", encoding="utf-8"))'
    yield from prepares.lines
    yield from runs
    yield f'print({output}, "expected:", sample["outputs"]["{output}"])'


def _given(one: Format, ports: Sequence[Port]) -> Code:
    """Lines that take the inputs from the sample as they are."""
    dtypes = {port.name: _dtype(one, port) for port in ports}
    lines = (
        f"dtypes = {json.dumps(dtypes)}",
        'inputs = {name: np.array(sample["inputs"][name], dtypes[name]) for name in dtypes}',
    )
    return Code((), lines)


def _dtype(one: Format, port: Port) -> str:
    dtype = port.dtype(one.precision)
    return "object" if dtype == "string" else dtype


def _table(one: Format, deployment: Deployment) -> Iterator[str]:
    yield "| | name | dtype | shape | what |"
    yield "|---|---|---|---|---|"
    for port in one.ports(deployment):
        yield _row("input", port, one)
    yield _row("output", deployment.output, one)
    for port in (*one.ports(deployment), deployment.output):
        if port.columns:
            yield ""
            yield f"The last axis of `{port.name}`: {', '.join(map(_cell, port.columns))}."


def _row(side: str, port: Port, one: Format) -> str:
    shape = ", ".join(["batch", *map(str, port.shape)])
    unit = f", in {port.unit}" if port.unit and port.unit not in port.meaning else ""
    what = _cell(port.meaning + unit)
    return f"| {side} | `{port.name}` | {port.dtype(one.precision)} | ({shape}) | {what} |"


def _cell(text: object) -> str:
    """Text in a table."""
    return printable(text).replace("|", "\\|")


def _short(values: Any) -> str:
    text = printable(json.dumps(values, ensure_ascii=False)).replace("`", "'")
    return text if len(text) <= SHOWN else f"{text[:SHOWN]} ..."
