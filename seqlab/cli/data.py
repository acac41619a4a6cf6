"""`seqlab data list|fetch|verify|cache`: the source files, and what is prepared from them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from seqlab.cli.output import JsonOption, print_json, print_table, table

if TYPE_CHECKING:
    from seqlab.datasets.sources.catalogue import Source

data_app = typer.Typer(no_args_is_help=True, help="List, fetch and verify the data files.")


def _complete_source(incomplete: str) -> list[str]:
    from seqlab.datasets.sources.catalogue import LARGE_SOURCES, SOURCES

    return [name for name in SOURCES | LARGE_SOURCES if name.startswith(incomplete)]


Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="NAME",
        help="Names from `seqlab data list`; none means all but glove.",
        autocompletion=_complete_source,
    ),
]


@data_app.command("list")
def list_command(as_json: JsonOption = False) -> None:
    """List the data files: which are here, and where the others come from."""
    from seqlab.datasets.sources.catalogue import LARGE_SOURCES, SOURCES, find

    sources = SOURCES | LARGE_SOURCES
    found = {name: find(source) for name, source in sources.items()}
    if as_json:
        print_json(
            {
                name: {
                    "title": source.title,
                    "path": str(found[name]) if found[name] else None,
                    "address": source.address,
                    "citation": source.citation,
                }
                for name, source in sources.items()
            }
        )
        return
    rows = table("name", "what it is", "where")
    for name, source in sources.items():
        rows.add_row(name, source.title, str(found[name] or f"not here; from {source.address}"))
    print_table(rows)


@data_app.command("fetch")
def fetch_command(names: Names = None) -> None:
    """Download the data files that are not here yet."""
    from seqlab.datasets.sources.catalogue import fetch

    for source in _chosen(names):
        typer.echo(f"{source.name}: {fetch(source)}")


@data_app.command("verify")
def verify_command(names: Names = None, as_json: JsonOption = False) -> None:
    """Check that the contents of the data files are the published ones; names every bad one."""
    from seqlab.datasets.sources.verify import verify
    from seqlab.errors import DataError

    found: dict[str, dict[str, str | None]] = {}
    problems = []
    for source in _chosen(names):
        try:
            path = str(verify(source))
        except DataError as error:
            found[source.name] = {"path": None, "problem": error.message}
            problems.append(str(error))
            continue
        found[source.name] = {"path": path, "problem": None}
        if not as_json:
            typer.echo(f"{source.name}: ok: {path}")
    if as_json:
        print_json(found)
    if problems:
        raise DataError("\n".join(problems))


@data_app.command("cache")
def cache_command(
    clear: Annotated[bool, typer.Option("--clear", help="Delete what is there.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show what makes loading and starting quick, or delete it; it is made anew."""
    from seqlab import compiled_programs
    from seqlab.cache_folder import cache_folder
    from seqlab.datasets.sources import cache

    if clear:
        typer.echo(f"{(cache.clear() + compiled_programs.clear()) / 1e6:,.1f} MB freed")
        return
    entries = cache.entries()
    programs = compiled_programs.kept()
    if as_json:
        found = [{"name": e.name, "path": str(e.path), "bytes": e.size} for e in entries]
        found += [{"name": "compiled", "path": str(p), "bytes": p.stat().st_size} for p in programs]
        print_json(found)
        return
    rows = table("name", "written", "file", right=("MB",))
    for entry in entries:
        size = f"{entry.size / 1e6:,.1f}"
        rows.add_row(entry.name, f"{entry.modified:%Y-%m-%d %H:%M}", str(entry.path), size)
    if programs:
        newest = datetime.fromtimestamp(max(path.stat().st_mtime for path in programs))
        size = f"{sum(path.stat().st_size for path in programs) / 1e6:,.1f}"
        where = f"{len(programs)} programs in {compiled_programs.programs_folder()}"
        rows.add_row("compiled", f"{newest:%Y-%m-%d %H:%M}", where, size)
    if entries or programs:
        print_table(rows)
    else:
        home = cache_folder() or "a home directory, for there is none"
        typer.echo(f"Nothing is cached in {home}.", err=True)


def _chosen(names: list[str] | None) -> list[Source]:
    from seqlab.datasets.sources.catalogue import LARGE_SOURCES, SOURCES
    from seqlab.errors import ConfigError, did_you_mean

    sources = SOURCES | LARGE_SOURCES
    unknown = [name for name in names or [] if name not in sources]
    if unknown:
        raise ConfigError(
            f"No data file is called {unknown[0]!r}{did_you_mean(unknown[0], sources)}",
            remedy="They are: " + ", ".join(sources),
        )
    return [sources[name] for name in names or SOURCES]
