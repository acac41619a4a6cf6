"""No room imports from its own floor or from above; the check itself finds one that does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.floors import FLOOR_OF, PACKAGE, breaches


def make_package(folder: Path, files: dict[str, str]) -> Path:
    package = folder / "seqlab"
    for name, text in files.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return package


def test_the_package_has_no_breach() -> None:
    assert breaches() == []


def test_every_room_stands_on_a_floor() -> None:
    rooms = {
        path.name.removesuffix(".py")
        for path in PACKAGE.iterdir()
        if not path.name.startswith(("__pycache__", "_configs")) and path.name != "py.typed"
    }
    assert rooms <= set(FLOOR_OF)


@pytest.mark.parametrize(
    ("file", "text", "found"),
    [
        ("series/a.py", "from seqlab.models.dense import Dense", "series imports models"),
        ("models/a.py", "import seqlab.datasets.jena", "models imports datasets"),
        ("series/a.py", "from seqlab import runs", "series imports runs"),
        ("runs/a.py", "def f():\n    from seqlab.training import fit", "runs imports training"),
        ("plots/a.py", "if True:\n    import seqlab.cli.app", "plots imports cli"),
        ("errors.py", "from seqlab.series import windows", "errors imports series"),
        ("series/a.py", "import seqlab.attic", "series or attic stands on no floor"),
        ("attic/a.py", "import seqlab.errors", "attic or errors stands on no floor"),
    ],
)
def test_an_import_from_beside_or_above_is_found_with_its_line(
    file: str, text: str, found: str, tmp_path: Path
) -> None:
    package = make_package(tmp_path, {file: f"# first line\n{text}\n"})
    (breach,) = breaches(package)
    line = 2 + text.count("\n")
    assert breach.startswith(f"{package / file}:{line}: {found}")


def test_imports_from_below_and_from_the_own_room_are_allowed(tmp_path: Path) -> None:
    package = make_package(
        tmp_path,
        {
            "models/a.py": "import os\nimport seqlab.models.b\nimport seqlab.series.windows\n",
            "cli/a.py": "from seqlab.recipes.train import x\nfrom seqlab.errors import y\n",
            "errors.py": "from seqlab.version import z\n",
        },
    )
    assert breaches(package) == []
