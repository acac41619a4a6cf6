"""What a result depends on besides its config: the content of environment.json."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seqlab.runs.fields import FORMAT, Fields


@dataclass(frozen=True)
class Environment:
    """What a run was made with.

    Args:
        versions: of Python, seqlab and the packages that decide numbers.
        plugins: versions of the other packages that added a part of the experiment.
        platform: the operating system.
        processor: the kind of processor.
        cores: that the process might use; None if a folder does not tell.
        device: what was computed on.
        plan: how a training step was computed, as `seqlab.training.plan` records it; None for
            Keras's own way.
        xla_flags: of XLA; None where there were none.
        git_commit: that the code was checked out at, with `+` where files differed from it.
        command: the command line.
        digests: SHA-256 of the contents of every data source, by name.
    """

    versions: Mapping[str, str]
    plugins: Mapping[str, str]
    platform: str
    processor: str
    cores: int | None
    device: str
    plan: Mapping[str, Any] | None
    xla_flags: str | None
    git_commit: str | None
    command: str
    digests: Mapping[str, str]

    def record(self) -> dict[str, Any]:
        """The content of environment.json; of plug-ins it says nothing where there are none."""
        values = {"format": FORMAT, **vars(self)}
        return {key: value for key, value in values.items() if key != "plugins" or value}

    @classmethod
    def parse(cls, document: Mapping[str, Any], path: Path) -> Environment:
        """Read the content of environment.json.

        Raises:
            DataError: it is damaged, or of a newer seqlab.
        """
        fields = Fields(document, path)
        fields.check_format()
        plan = fields.optional_block("plan")
        return cls(
            versions=fields.texts("versions"),
            plugins=fields.texts("plugins"),
            platform=fields.optional_text("platform") or "",
            processor=fields.optional_text("processor") or "",
            cores=fields.whole("cores") if fields.has("cores") else None,
            device=fields.optional_text("device") or "",
            plan=None if plan is None else dict(plan.values),
            xla_flags=fields.optional_text("xla_flags"),
            git_commit=fields.optional_text("git_commit"),
            command=fields.optional_text("command") or "",
            digests=fields.texts("digests"),
        )
