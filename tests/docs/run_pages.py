"""Runs the blocks of some pages, each page in a folder of its own, all in one process.

    python -m tests.docs.run_pages FOLDER MARKERS PAGE...

MARKERS are the special blocks that are to be run, joined by commas, or `-`. Prints a JSON object:
the problems of each page, by its name.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
import tomllib
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.docs.pages import Block, blocks

SPECIAL = {"needs: data", "slow", "only parsed"}


def run_page(name: str, above: Path, wanted: set[str]) -> list[str]:
    """Run the blocks of a page in order.

    Args:
        name: of the page, such as `docs/first_run.md`.
        above: the folder in which the page gets a folder of its own to run in.
        wanted: markers of blocks that are to be run though they are special.

    Returns:
        What went wrong, with the line.
    """
    page, folder = ROOT / name, above / name.removesuffix(".md")
    folder.mkdir(parents=True)
    if page.parent == ROOT:
        (folder / "configs").symlink_to(ROOT / "configs")  # in a clone of the repository
    os.chdir(folder)
    path_before = list(sys.path)
    _forget_seqlab()
    try:
        return list(_problems(page, wanted))
    finally:
        sys.path[:] = path_before


def _problems(page: Path, wanted: set[str]) -> Iterator[str]:
    """What goes wrong with the blocks of a page, run in this folder."""
    names: dict[str, Any] = {}
    printed: str | None = None
    for block in blocks(page):
        where = f"{page.name}:{block.line}: "
        if block.language == "text":
            if printed is not None and "not checked" not in block.markers:
                exact = "exact" in block.markers
                found = missing_lines(block.text, printed, exact=exact)
                yield from (where + problem for problem in found)
            continue
        if (block.markers & SPECIAL) - wanted:
            yield from (where + problem for problem in _unparsable(block))
            printed = None
            continue
        try:
            printed = _run(block, f"{page}:{block.line}", names)
        except Exception as error:
            printed = None
            yield where + "".join(traceback.format_exception(error))


def missing_lines(shown: str, printed: str, *, exact: bool = False) -> Iterator[str]:
    """The first line of a page that a command did not print, in this order.

    Numbers differ from machine to machine and from run to run: unless they are `exact`, one is like
    another. `...` stands for lines left out, and at the end of a line for the rest of it.
    """
    words = str.split if exact else _words
    lines = iter([words(line) for line in printed.splitlines()])
    for text in shown.splitlines():
        wanted = words(text)
        if not wanted or wanted == ["..."]:
            continue
        if not any(_fits(wanted, line) for line in lines):
            yield f"not printed, or not here: {text}\n--- printed:\n{printed}---"
            return


def _words(line: str) -> list[str]:
    return [re.sub(r"\S*\d\S*", "#", word) for word in line.split()]


def _fits(wanted: list[str], line: list[str]) -> bool:
    if wanted[-1] == "...":
        return line[: len(wanted) - 1] == wanted[:-1]
    return line == wanted


def _run(block: Block, name: str, names: dict[str, Any]) -> str | None:
    """Run a block, or write its file; returns what it printed."""
    if block.file is not None:
        path = Path(block.file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
        return None
    if block.language == "sh":
        return "".join(_command(command, block.markers) for command in block.commands())
    if block.language == "python":
        with _captured() as output:
            exec(compile(block.text, name, "exec"), names)
        return output.getvalue()
    raise ValueError(f"a block of {block.language} that is no file cannot be run")


def _command(command: str, markers: frozenset[str]) -> str:
    words = shlex.split(command)
    if words[:2] == ["pip", "install"]:
        _install(Path(words[-1]))
        return ""
    if words[0] in {"make", "source"}:
        _check_make(words)
        return ""
    if words[0] != "seqlab" or ">" in words:
        done = subprocess.run(
            ["bash", "-c", f'seqlab() {{ {sys.executable} -m seqlab "$@"; }}; {command}'],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        code, printed = done.returncode, done.stdout
    else:
        code, printed = _seqlab(words[1:], interrupted="interrupted" in markers)
    expected = 130 if "interrupted" in markers else None
    if code != expected and (code != 0) != (markers >= {"fails"}):
        raise AssertionError(f"{command}: exit code {code}\n{printed}")
    return printed


def _seqlab(arguments: list[str], *, interrupted: bool) -> tuple[int, str]:
    from seqlab import __main__

    __main__.leave = sys.exit  # which the end of this process is not
    sys.argv = ["seqlab", *arguments]
    known = set(Path("outputs").rglob("history.csv"))
    with _captured() as output:
        try:
            if interrupted:
                threading.Thread(target=_press_ctrl_c, args=(known,), daemon=True).start()
            __main__.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
            return code, output.getvalue()
    return 0, output.getvalue()


def _press_ctrl_c(known: set[Path]) -> None:
    """As soon as a new run has finished an epoch."""
    while not set(Path("outputs").rglob("history.csv")) - known:
        time.sleep(0.01)
    os.kill(os.getpid(), signal.SIGINT)


@contextmanager
def _captured() -> Iterator[io.StringIO]:
    output = io.StringIO()
    with redirect_stdout(output), redirect_stderr(output):
        yield output


def _install(folder: Path) -> None:
    """Do what `pip install --editable` does, without a network: put a package and what it says
    about itself on the path.
    """
    project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    about = folder / f"{project['name']}-{project['version']}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    groups = (
        f"[{group}]\n" + "".join(f"{name} = {module}\n" for name, module in entries.items())
        for group, entries in project["entry-points"].items()
    )
    (about / "entry_points.txt").write_text("".join(groups))
    sys.path.insert(0, str(folder.absolute()))
    _forget_seqlab()


def _forget_seqlab() -> None:
    """Have what comes next import seqlab anew, as every command does in a process of its own.

    The packages of a page are forgotten too, whose classes are derived from those of seqlab.
    TensorFlow, which takes seconds to start, stays.
    """
    here = str(Path.cwd())
    for name, module in list(sys.modules.items()):
        is_of_page = str(getattr(module, "__file__", None)).startswith(here)
        if name.split(".")[0] == "seqlab" or is_of_page:
            del sys.modules[name]


def _check_make(words: list[str]) -> None:
    """There is such a target; what it does needs a network."""
    makefile = (ROOT / "Makefile").read_text()
    if words[0] == "make" and not re.search(rf"^{words[1]}:", makefile, re.MULTILINE):
        raise AssertionError(f"the Makefile has no target {words[1]}")


def _unparsable(block: Block) -> Iterator[str]:
    """What is wrong with the commands of a block that is not run."""
    for command in block.commands() if block.language == "sh" else []:
        words = shlex.split(command)
        problem = parse(words[1:]) if words[0] == "seqlab" else ""
        if problem:
            yield f"{command}: {problem}"


def parse(arguments: list[str]) -> str:
    """What is wrong with the words behind `seqlab`, without running anything; empty if nothing."""
    import typer

    from seqlab.cli.app import app

    command: Any = typer.main.get_command(app)
    try:
        while hasattr(command, "resolve_command"):
            context = command.make_context(command.name, list(arguments))
            _, command, arguments = command.resolve_command(context, _rest(context))
        command.make_context(command.name, list(arguments))
    except Exception as error:  # of typer's own Click, which has no name of its own
        return f"{type(error).__name__}: {error}"
    return ""


def _rest(context: Any) -> list[str]:
    """The words that a group of commands leaves to them."""
    return [*getattr(context, "_protected_args", []), *context.args]


def main() -> None:
    folder, wanted, *names = sys.argv[1:]
    markers = set(wanted.split(","))
    problems = {name: run_page(name, Path(folder), markers) for name in names}
    json.dump(problems, sys.stdout)


if __name__ == "__main__":
    main()
