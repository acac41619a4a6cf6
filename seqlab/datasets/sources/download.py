"""One file from the network: complete and checked, or not there at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from seqlab.errors import DataError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

RETRIES = 2
TIMEOUTS = (4.0, 30.0)
"""Seconds to wait for a connection and for the next bytes."""


def download(address: str, path: Path, digest: str) -> None:
    """Download a file; its folder is made if need be.

    What has arrived appears at `path` only when it is complete and has the right digest. On
    stderr: a progress bar on a terminal, else one line.

    Args:
        address: an http or https address.
        path: where to put the file.
        digest: such as `sha256:c40f...`; empty if it is not known.

    Raises:
        DataError: the download failed; the message says why, in a sentence.
    """
    import pooch
    from rich.console import Console
    from rich.progress import DownloadColumn, Progress, TransferSpeedColumn

    # pooch tells of retries and digests in several lines that would tear the progress bar.
    pooch.get_logger().setLevel("ERROR")
    console = Console(stderr=True)
    columns = (*Progress.get_default_columns(), DownloadColumn(), TransferSpeedColumn())
    if not console.is_terminal:
        console.print(f"Downloading {address} to {path.parent}", soft_wrap=True, markup=False)
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = _Bar(progress, progress.add_task(path.name, total=None))
        store = pooch.create(
            path.parent,
            base_url="",
            registry={path.name: digest or None},
            urls={path.name: address},
            retry_if_failed=RETRIES,
        )
        downloader = pooch.HTTPDownloader(progressbar=bar, chunk_size=1 << 16, timeout=TIMEOUTS)
        try:
            store.fetch(path.name, downloader=downloader)
        except (OSError, ValueError) as error:
            raise DataError(f"Its download failed: {_reason(error, address)}.") from error


class _Bar:
    """The progress bar that pooch expects, drawn by rich."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task
        self._total: int | None = None

    @property
    def total(self) -> int | None:
        """Bytes to come; set at the start of every attempt, None if the server does not say."""
        return self._total

    @total.setter
    def total(self, total: int) -> None:
        self._total = total or None
        self.reset()

    def update(self, count: int) -> None:
        """Note that `count` more bytes have come."""
        self._progress.advance(self._task, count)

    def reset(self) -> None:
        """Start again from nothing."""
        self._progress.reset(self._task, total=self._total)

    def close(self) -> None:
        """Nothing to do: the bar ends with its `Progress`."""


def _reason(error: Exception, address: str) -> str:
    from requests import exceptions

    host = urlsplit(address).netloc
    if isinstance(error, exceptions.HTTPError) and error.response is not None:
        return f"{host} answered {error.response.status_code} {error.response.reason}"
    if isinstance(error, exceptions.ConnectionError | exceptions.Timeout):
        return f"no connection to {host}"
    if isinstance(error, exceptions.RequestException):
        return f"the connection to {host} broke before the end"
    if isinstance(error, OSError):
        return f"{error.strerror}: {error.filename}" if error.filename else str(error)
    return f"what {host} sent is not the published file, for its digest differs"
