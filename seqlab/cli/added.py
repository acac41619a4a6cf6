"""Commands that other packages add: shown by their names, imported when they are called."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from seqlab.plugins import Plugin, installed_plugins, same_name

COMPLETION = {"install_completion", "show_completion"}
"""Options that Typer gives to a whole program, which such a command is not."""


class Commands(TyperGroup):
    """The commands of seqlab, and behind them those of other packages."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for plugin in installed_plugins():
            if plugin.group == "commands":
                other = self.commands.get(plugin.name)
                self.commands[plugin.name] = AddedCommand(plugin, other)


class AddedCommand(TyperCommand):
    """A command of another package, of which nothing is imported before it is called.

    Args:
        plugin: what adds it.
        other: the command that had its name before.
    """

    def __init__(self, plugin: Plugin, other: Any = None) -> None:
        super().__init__(plugin.name, help=f"Added by {plugin.package} {plugin.version}.")
        self.plugin = plugin
        self.other = other

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        """Parse the words behind it. The context is that of the real command.

        Raises:
            SeqlabError: another command has its name, or it cannot be had.
        """
        if self.other is not None:
            added = isinstance(self.other, AddedCommand)
            raise same_name(self.plugin, self.other.plugin.package if added else "seqlab")
        return self._real().make_context(info_name, args, parent, **extra)

    def _real(self) -> Any:
        app = self.plugin.load_attribute()
        try:
            if not isinstance(app, typer.Typer):
                function, app = app, typer.Typer(add_completion=False)
                app.command()(function)
            app.rich_markup_mode = None  # help as that of all other commands
            command = typer.main.get_command(app)
        except Exception as error:  # whatever is wrong with what another package adds
            raise self.plugin.mistake(
                f"is neither a function for Typer nor a typer.Typer: "
                f"{type(error).__name__}: {error}."
            ) from error
        command.params = [one for one in command.params if one.name not in COMPLETION]
        return command
