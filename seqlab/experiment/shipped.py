"""The configs that come with seqlab, from a checkout or from inside an installed wheel."""

from __future__ import annotations

from pathlib import Path

from seqlab.errors import ConfigError, did_you_mean

PACKAGE = Path(__file__).parents[1]


def configs_folder() -> Path:
    """`seqlab/_configs` of an installed wheel, or `configs` of a checkout."""
    installed = PACKAGE / "_configs"
    return installed if installed.is_dir() else PACKAGE.parent / "configs"


def shipped_configs() -> dict[str, Path]:
    """The path of every experiment that comes with seqlab, by its name, such as `jena/gru`."""
    folder = configs_folder()
    suites = folder / "suites"
    paths = sorted(path for path in folder.rglob("*.yaml") if path.parent != suites)
    return {path.relative_to(folder).with_suffix("").as_posix(): path for path in paths}


def shipped_config(name: str) -> Path:
    """The path of one experiment that comes with seqlab.

    Raises:
        ConfigError: there is none of that name.
    """
    configs = shipped_configs()
    wanted = name.removesuffix(".yaml")
    if wanted not in configs:
        raise ConfigError(
            f"No config is called {name!r}{did_you_mean(wanted, configs)}",
            remedy="They are: " + ", ".join(configs),
        )
    return configs[wanted]


def find_config(reference: str | Path, folder: Path = Path()) -> Path:
    """The file of a config that the user names.

    Args:
        reference: a file, or the name of a config that comes with seqlab, such as `jena/gru`. A
            file of that name comes before the shipped config.
        folder: where a relative path begins.

    Returns:
        The file, which is there, or is at least of a form that only reading it can tell.

    Raises:
        ConfigError: there is neither; says what was perhaps meant.
    """
    path, name = folder / reference, str(reference).removesuffix(".yaml")
    configs = shipped_configs()
    if name in configs and not path.is_file():
        return configs[name]
    try:
        is_there = path.exists()
    except OSError:  # a name too long, a folder that is not ours: reading it tells
        return path
    if is_there:
        return path
    raise ConfigError(
        f"There is no config {str(path)!r}, neither a file nor one that comes with seqlab"
        f"{did_you_mean(name, configs)}",
        remedy="`seqlab configs list` names the configs that come with seqlab; "
        "`seqlab configs copy NAME` makes one yours.",
    )


def launch_command(path: Path) -> str:
    """The first comment of a config: the command that runs it."""
    return path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


def summary(path: Path) -> str:
    """The first sentence of a config's opening comment after its launch command."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    comment: list[str] = []
    for line in lines:
        if not line.startswith("#"):
            break
        comment.append(line.removeprefix("#").strip())
    return " ".join(" ".join(comment).split()).partition(". ")[0].rstrip(".") + "."
