"""A run's log and its last status, however it ends."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from seqlab.bugs import bug
from seqlab.errors import SeqlabError
from seqlab.interrupts import Interrupted
from seqlab.runs.writer import RunWriter
from seqlab.training.events import Observer, RunEnded, Stopped

logger = logging.getLogger("seqlab")


@contextmanager
def recorded_as_it_ends(writer: RunWriter, observer: Observer) -> Iterator[None]:
    """Log to the run's own file, and leave the right status behind however the job ends."""
    handler = _RunLog(writer.files.log, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    # A pipe breaks when whoever reads of the run is gone: the terminal, or the parent process.
    except (KeyboardInterrupt, BrokenPipeError):
        logger.info("interrupted")
        with suppress(SeqlabError):  # the folder may be what failed
            writer.finish("interrupted")
        raise Interrupted([writer.files.folder]) from None
    except Stopped as stopped:
        logger.info("%s", stopped.reason)
        writer.finish("interrupted", stopped.reason)
        raise
    except Exception as error:
        logger.error("%s", traceback.format_exc())
        with suppress(SeqlabError):
            told = error if isinstance(error, SeqlabError) else bug(error)
            writer.finish("failed", told.message)
        raise
    finally:
        logger.removeHandler(handler)
        with suppress(OSError):
            handler.close()
        with suppress(BrokenPipeError):
            observer(RunEnded(writer.status.status))


class _RunLog(logging.FileHandler):
    """A log that is left alone where it cannot be written: what must be written reports that."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        pass
