"""The edge: runs a command and turns errors into one message and an exit code."""

from __future__ import annotations

import sys
import traceback

from seqlab.errors import SeqlabError


def main() -> None:
    """Run the command line in `sys.argv`."""
    arguments = sys.argv[1:]
    debug = "--debug" in arguments
    try:
        from seqlab.cli.app import app

        app(args=[argument for argument in arguments if argument != "--debug"], prog_name="seqlab")
    except SeqlabError as error:
        if debug:
            traceback.print_exc()
        print(f"error: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if debug:
            raise
        print(
            f"error: a bug in seqlab: {type(error).__name__}: {error}\n"
            "Run the command again with --debug and report what it prints.",
            file=sys.stderr,
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
