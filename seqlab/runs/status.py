"""How a run stands: the content of status.json."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, cast, get_args

from seqlab.runs.fields import FORMAT, Fields
from seqlab.runs.process import Process, this_process

Status = Literal["running", "completed", "failed", "interrupted"]


@dataclass(frozen=True)
class StatusRecord:
    """How a run stands.

    Args:
        status: a `running` run whose process has died is read as `interrupted`.
        name: the experiment's name.
        seed: the experiment's seed; None if an older folder does not tell.
        started: an ISO time in UTC.
        ended: an ISO time in UTC; None while it runs.
        error: what went wrong, or why a search stopped it; None if nothing did.
        config_digest: SHA-256 of config.yaml as it was written; None in older folders.
        process: the one that writes the run, or wrote it last.
    """

    status: Status
    name: str
    seed: int | None
    started: str
    ended: str | None
    error: str | None
    config_digest: str | None
    process: Process

    @classmethod
    def begin(cls, name: str, seed: int, config_digest: str) -> StatusRecord:
        """The record of a run that begins now, in this process."""
        return cls("running", name, seed, _now(), None, None, config_digest, this_process())

    def go_on(self) -> StatusRecord:
        """The record of the same run, gone on with in this process."""
        return replace(self, status="running", ended=None, error=None, process=this_process())

    def end(self, status: Status, error: str | None) -> StatusRecord:
        """The record of the same run at its end."""
        return replace(self, status=status, ended=_now(), error=error)

    def record(self) -> dict[str, Any]:
        """The content of status.json."""
        own = {key: value for key, value in vars(self).items() if key != "process"}
        return {"format": FORMAT, **own, **asdict(self.process)}

    @classmethod
    def parse(cls, document: dict[str, Any], path: Path) -> StatusRecord:
        """Read the content of status.json.

        Raises:
            DataError: it is damaged, or of a newer seqlab.
        """
        fields = Fields(document, path)
        fields.check_format()
        status = fields.text("status")
        if status not in get_args(Status):
            fields.refuse("status", " or ".join(get_args(Status)))
        process = Process.parse(fields)
        if status == "running" and process.is_surely_dead():
            status = "interrupted"
        return cls(
            status=cast(Status, status),
            name=fields.text("name"),
            seed=fields.whole("seed") if fields.has("seed") else None,
            started=fields.optional_text("started") or "",
            ended=fields.optional_text("ended"),
            error=fields.optional_text("error"),
            config_digest=fields.optional_text("config_digest"),
            process=process,
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
