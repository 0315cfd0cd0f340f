"""Two hundred faults in one registry: every one is reported at its line, nothing is published."""

import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lionrock.answer.observatory import Observatory
from lionrock.settings import BUNDLED_REGISTRY, Settings
from tests.faults import KINDS, Fault, seed

NUMBER = 200
_PLACE = re.compile(r"^([a-z.]+):(\d+): (.+)$")
_FOLLOWS = re.compile("unknown id|unknown place|duplicate|expected \\d+ to \\d+")


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Fault]]:
    """A copy of the bundled registry with the faults in it, and the list of them."""
    folder = tmp_path_factory.mktemp("faults")
    shutil.copytree(BUNDLED_REGISTRY, folder, dirs_exist_ok=True)
    files = {path.stem: path.read_bytes().splitlines() for path in folder.glob("*.jsonl")}
    faults = list(seed(files, NUMBER, random.Random(20261124)))
    for name, lines in files.items():
        (folder / f"{name}.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    (folder / "gossip.jsonl").write_text('{"id": "a"}\n', "utf-8")
    return folder, [*faults, Fault("an unknown file", "gossip.jsonl", 0, "not a file of the reg")]


def lionrock(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does."""
    command = [str(Path(sys.executable).with_name("lionrock")), "--home", str(home), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def reported(output: str) -> dict[tuple[str, int], list[str]]:
    """The messages of a report by file and line."""
    found: dict[tuple[str, int], list[str]] = {}
    for line in output.splitlines():
        if match := _PLACE.match(line):
            found.setdefault((match[1], int(match[2])), []).append(match[3])
    return found


def test_the_faults_are_many_and_apart(broken: tuple[Path, list[Fault]]) -> None:
    _, faults = broken
    assert len({(fault.file, fault.line) for fault in faults}) == NUMBER + 1
    assert {fault.name for fault in faults} >= KINDS.keys()


def test_every_fault_is_reported_at_its_line_in_one_run(
    broken: tuple[Path, list[Fault]], tmp_path: Path
) -> None:
    folder, faults = broken
    result = lionrock(tmp_path / "home", "validate", str(folder))
    assert result.returncode == 2
    assert "Traceback" not in result.stderr + result.stdout
    found = reported(result.stdout)
    unheard = [
        (fault, found.get((fault.file, fault.line)))
        for fault in faults
        if not any(fault.message in told for told in found.get((fault.file, fault.line), ()))
    ]
    assert not unheard
    struck = {(fault.file, fault.line) for fault in faults}
    others = [told for place, messages in found.items() if place not in struck for told in messages]
    assert not [told for told in others if not _FOLLOWS.search(told)]
    assert max(map(len, result.stdout.splitlines())) < 1000
    assert not (tmp_path / "home").exists()


def test_such_a_registry_is_not_built_and_the_old_build_stays(
    broken: tuple[Path, list[Fault]], home: Path, tmp_path: Path
) -> None:
    folder, _ = broken
    mine = tmp_path / "home"
    shutil.copytree(home, mine, symlinks=True)
    before = (mine / "current").readlink()
    result = lionrock(mine, "build", "--registry", str(folder))
    assert result.returncode == 2
    assert "Traceback" not in result.stderr + result.stdout
    assert (mine / "current").readlink() == before
    assert [path.name for path in (mine / "builds").iterdir()] == [before.name]
    assert Observatory.open(Settings(mine)).entity_document("hku")
    assert lionrock(mine, "show", "hku").returncode == 0
