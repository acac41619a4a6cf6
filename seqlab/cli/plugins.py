"""`seqlab plugins`: what other installed packages add."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from seqlab.cli.output import JsonOption, print_json, print_table, table

if TYPE_CHECKING:
    from seqlab.plugins import Plugin


def plugins(as_json: JsonOption = False) -> None:
    """List what other installed packages add to seqlab. Nothing of it is imported."""
    from seqlab.plugins import installed_plugins
    from seqlab.runs.untrusted import printable

    found = installed_plugins()
    problems = {plugin: problem for plugin in found if (problem := _problem(plugin))}
    if as_json:
        print_json([{**_record(plugin), "problem": problems.get(plugin)} for plugin in found])
    elif found:
        rows = table("group", "name", "package", "version", "where it lies")
        for plugin in found:
            rows.add_row(*map(printable, _record(plugin).values()))
        print_table(rows)
    else:
        typer.echo(
            "No installed package adds anything to seqlab. docs/plugins.md shows how one is "
            "written.",
            err=True,
        )
    for problem in problems.values():
        typer.echo(f"warning: {printable(problem)}", err=True)


def _record(plugin: Plugin) -> dict[str, str]:
    return {
        "group": f"seqlab.{plugin.group}",
        "name": plugin.name,
        "package": plugin.package,
        "version": plugin.version,
        "where": plugin.entry.value,
    }


def _problem(plugin: Plugin) -> str | None:
    """Why nobody will ever look for it; None where its group is one."""
    from seqlab.errors import did_you_mean
    from seqlab.plugins import GROUPS

    if plugin.group in GROUPS:
        return None
    groups = [f"seqlab.{group}" for group in GROUPS]
    given = f"seqlab.{plugin.group}"
    return (
        f"{plugin.package} {plugin.version} adds {plugin.name} to {given}, which is no group"
        f"{did_you_mean(given, groups)} They are: {', '.join(groups)}."
    )
