"""The import rules of pyproject.toml hold, and each of them would notice a breach."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Where a forbidden line is put, the line, and the contract it breaks.
BREACHES = [
    ("model", "import lionrock.store", "layers"),
    ("derive", "import lionrock.sources", "layers"),
    ("stowaway", "", "layers"),
    ("derive", "import duckdb", "databases"),
    ("model", "import sqlite3", "databases"),
    ("store", "import tantivy", "search"),
    ("sources", "import httpx", "network"),
    ("facets", "from jinja2 import Template", "pages"),
]


def _lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package `lionrock` that lies in `folder`."""
    code = (
        f"import sys; sys.path.insert(0, {str(folder)!r}); "
        "from importlinter.cli import lint_imports_command; lint_imports_command()"
    )
    options = ("--config", str(ROOT / "pyproject.toml"), "--no-cache", "--no-logo", *options)
    return subprocess.run(
        [sys.executable, "-c", code, *options], cwd=folder, capture_output=True, text=True
    )


def _skeleton(folder: Path) -> Path:
    """Write a package with the real one's parts and nothing in them; return its folder."""
    real = ROOT / "src/lionrock"
    for init in sorted(real.glob("*/__init__.py")):
        (folder / "lionrock" / init.parent.name).mkdir(parents=True)
        (folder / "lionrock" / init.parent.name / "__init__.py").touch()
    for module in real.glob("*.py"):
        (folder / "lionrock" / module.name).touch()
    (folder / "lionrock/__init__.py").touch()
    return folder / "lionrock"


def test_every_contract_is_kept() -> None:
    done = _lint(ROOT / "src")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_clean_package_passes(tmp_path: Path) -> None:
    _skeleton(tmp_path)
    done = _lint(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("part", "line", "contract"), BREACHES)
def test_a_breach_is_noticed(tmp_path: Path, part: str, line: str, contract: str) -> None:
    package = _skeleton(tmp_path)
    (package / part).mkdir(exist_ok=True)
    (package / part / "__init__.py").touch()
    (package / part / "breach.py").write_text(line + "\n")
    done = _lint(tmp_path, "--contract", contract)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 broken" in done.stdout, done.stdout
