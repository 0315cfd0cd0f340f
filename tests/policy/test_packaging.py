"""Lock files name no place, the wheel is whole, the README tells of commands that exist."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = [
    "boot.lock",
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-spark.lock",
    "requirements-s3.lock",
]
PLACE = re.compile(r"://|^\s*--(?!hash=)|@ |(?<![\w.])/\w|\.\./|[A-Za-z]:\\", re.MULTILINE)


def _pins(lock: str) -> dict[str, str]:
    """Return package → version and marker of a lock file."""
    text = (ROOT / lock).read_text("utf-8")
    return dict(re.findall(r"^([\w.-]+)==(.*?)(?: \\)?$", text, re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index_and_no_path(lock: str) -> None:
    text = re.sub(r"#.*", "", (ROOT / lock).read_text("utf-8"))
    assert not PLACE.findall(text)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(lock: str) -> None:
    entries = re.split(r"^(?=[\w])", (ROOT / lock).read_text("utf-8"), flags=re.MULTILINE)
    entries = [entry for entry in entries if entry.strip() and not entry.startswith("#")]
    assert entries
    for entry in entries:
        assert "==" in entry
        assert "--hash=sha256:" in entry


@pytest.mark.parametrize(
    "line", ["--index-url https://a.b/c", "x @ y.whl", "-f /opt/x", "--find-links ../w", "C:\\x"]
)
def test_a_place_would_be_noticed(line: str) -> None:
    assert PLACE.search(line)


def test_tests_run_on_what_users_run_on() -> None:
    run, dev = _pins("requirements.lock"), _pins("requirements-dev.lock")
    assert run
    for name, pin in run.items():  # a test tool may want on every system what we want on one
        assert dev.get(name) in (pin, pin.partition(" ; ")[0]), name


def test_the_locks_hold_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    named = [re.split(r"[<>=;\[ ]", line)[0] for line in project["project"]["dependencies"]]
    assert set(named) <= set(_pins("requirements.lock"))


@pytest.mark.slow
def test_the_wheel_carries_every_file(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    source = ROOT / "src"
    files = {str(p.relative_to(source)) for p in source.rglob("*") if p.is_file()}
    files = {name for name in files if "__pycache__" not in name}
    assert "lionrock/py.typed" in files
    assert not files - names
    licences = {Path(name).name for name in names if "/licenses/" in name}
    assert licences == {"LICENSE", "LICENSE-DATA"}
    assert any(name.endswith(".dist-info/entry_points.txt") for name in names)


def test_the_readme_tells_of_commands_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    readme = (ROOT / "README.md").read_text("utf-8")
    told = set(re.findall(r"^make (?:\w+=\S+ )*([a-z]+)", readme, re.MULTILINE))
    told |= set(re.findall(r"`make (?:\w+=\S+ )*([a-z]+)", readme))
    assert {"run", "test"} <= told
    assert told <= targets


def test_the_readme_links_to_files_that_exist() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)#:]+)\)", readme)
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]
