"""The edge: runs a command and turns errors into one message and an exit code."""

from __future__ import annotations

import errno
import io
import os
import sys
import traceback

from seqlab.backend import leave
from seqlab.errors import SeqlabError


def main() -> None:
    """Run the command line in `sys.argv`."""
    arguments = sys.argv[1:]
    debug = "--debug" in arguments
    if isinstance(sys.stdout, io.TextIOWrapper):  # a name may hold what stdout cannot spell
        sys.stdout.reconfigure(errors="backslashreplace")
    # Pydantic would look through every installed package for plugins, of which none is wanted.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    try:
        from seqlab.cli.app import app

        app(args=[argument for argument in arguments if argument != "--debug"], prog_name="seqlab")
    except SeqlabError as error:
        if debug:
            traceback.print_exc()
        _complain(str(error))
        leave(error.exit_code)
    except KeyboardInterrupt:
        leave(130)
    except Exception as error:
        if debug:
            traceback.print_exc()
        elif isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EIO}:
            _complain(f"{error.filename or 'The output'} cannot be written: {error.strerror}.")
        elif isinstance(error, MemoryError) or type(error).__name__ == "ResourceExhaustedError":
            _complain(
                "the memory does not suffice.\n"
                "Free some, or make smaller what takes it: the batches, the layers, the data. Once "
                "the data fits, `seqlab inspect` says what training takes at least."
            )
        else:
            from seqlab.bugs import bug

            _complain(str(bug(error)))
        leave(1)


def _complain(message: str) -> None:
    """Print an error; whatever a file smuggled into it, the terminal obeys none of it."""
    safe = "".join(
        letter if letter.isprintable() or letter == "\n" else ascii(letter)[1:-1]
        for letter in message
    )
    print(f"error: {safe}", file=sys.stderr)


if __name__ == "__main__":
    main()
