"""docs/reference/faults.md: what a user sees when something breaks, and what is lost.

Every row is made to happen here, to a home of its own. Nothing is lost in any of them: what people
wrote is byte for byte as it was, and after the remedy the home answers and verifies.
"""

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from lionrock.settings import Settings
from lionrock.store import builds
from lionrock.store.seals import seal_build
from lionrock.store.verify import seal_home, verify
from tests.store.test_keeping import flipped
from tests.test_broken_homes import COMMAND, in_a_mount, newer
from tests.world import facts, make_world

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "faults.md"
WRITTEN = "judgements.jsonl", "watch.toml", "keep.toml"
HEAD = """\
<!-- Written by `make golden` from the code; tests/test_fault_table.py compares. Do not edit. -->
# When something breaks

Each of these was made to happen to a real home. `HOME` is the home, `REGISTRY` a folder of registry
files, `ID` an id of a build or a digest. "Nothing" means: what people wrote (judgements, watch
lists, the policy) is byte for byte as it was, and after the remedy the home answers and `lionrock
verify` finds nothing wrong.

| what happens | command | exit | what is said | lost | remedy |
| --- | --- | ---: | --- | --- | --- |
"""
KINDS = """
## A flipped bit in each kind of file

One bit of the file is turned over, its time of writing staying, as a failing disk does. `lionrock
verify` exits 1 and names the file, and no other.

| kind of file | what `lionrock verify` says |
| --- | --- |
"""


class Row(NamedTuple):
    """A fault: what is done to a home, the command that meets it, and what makes it whole."""

    name: str
    harm: Callable[[Settings], None]
    command: tuple[str, ...]
    remedy: tuple[str, ...] = ()


def nothing(settings: Settings) -> None:
    """The fault is in the command itself."""


def without_a_snapshot(settings: Settings) -> None:
    kept = [path for path in settings.snapshots.glob("registry/*") if len(path.name) == 64]
    min(kept).unlink()


def ahead_of_time(settings: Settings) -> None:
    """As if all was written ten years from now, and the clock then set right."""
    later = time.time() + 10 * 365 * 86_400
    for path in settings.home.rglob("*"):
        os.utime(path, (later, later), follow_symlinks=False)


def of_a_newer_form(settings: Settings) -> None:
    newer(builds.current(settings))
    seal_build(builds.current(settings))  # as that Lionrock would have


def without_database(settings: Settings) -> None:
    (builds.current(settings) / builds.DATABASE).unlink()


KILLED = """
import os, signal, sys
from lionrock.store import builds
builds.publish = lambda *given: os.kill(os.getpid(), signal.SIGKILL)
from lionrock.cli import run
sys.exit(run(sys.argv[1:]))
"""
BUILD = ("build", "--registry", "REGISTRY")
ANEW = ("remove the folder of the build, then", *BUILD)
ROWS = (
    Row("Two builds at once", nothing, BUILD),
    Row("The process is killed as it publishes a build", nothing, BUILD, BUILD),
    Row("The clock was set back", ahead_of_time, BUILD),
    Row("A snapshot is missing", without_a_snapshot, ("verify",), ANEW),
    Row("The build is of a newer Lionrock", of_a_newer_form, ("show", "lumen"), BUILD),
    Row("A file of the build is missing", without_database, ("show", "lumen"), ANEW),
)
MOUNTED = {
    "The disk is full": "mount -t tmpfs -o size={size}k none {home}; cp -a {kept}/. {home}; "
    "head -c 99999999 /dev/zero 2>/dev/null > {home}/filler.lock || true",
    "The disk takes no writing": "cp -a {kept} {home}; mount --bind {home} {home}; "
    "mount -o remount,ro,bind {home}",
}


@pytest.fixture
def settings(world: Settings, tmp_path: Path) -> Settings:
    return made(world, tmp_path / "one")


def made(world: Settings, folder: Path) -> Settings:
    """A home in which people have written, and a registry that has changed since."""
    folder.mkdir()
    shutil.copytree(world.home, folder / "home", symlinks=True)
    lines = facts()
    lines["organisations.jsonl"][0]["founded"] = "1913"
    settings = Settings(folder / "home", make_world(folder / "registry", lines))
    for name in WRITTEN:
        (settings.home / name).write_text("" if name != "watch.toml" else "[a]\n", "utf-8")
    seal_home(settings)
    return settings


def lionrock(settings: Settings, *command: str, script: str = "") -> tuple[int, str]:
    """The exit code of a command and what it says, names of places and ids told as such."""
    start = ["-c", script] if script else ["-m", "lionrock.cli"]
    asked = [str(settings.registry) if one == "REGISTRY" else one for one in command]
    done = subprocess.run(
        [sys.executable, *start, "--home", str(settings.home), *asked], capture_output=True,
        text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done.returncode, plain(settings, done.stderr + done.stdout)


def plain(settings: Settings, said: str) -> str:
    """What was said without what differs from run to run: places, ids, seconds, numbers."""
    said = said.replace(str(settings.home), "HOME").replace(str(settings.registry), "REGISTRY")
    said = re.sub(r"\b[0-9a-f]{16,}\b", "ID", said)
    said = re.sub(r"^ *\d+\.\d+ s .*\n", "", said, flags=re.MULTILINE)
    said = re.sub(r"\d+\.\d+ s\b", "N s", said)
    said = re.sub(r"\b\d+ (files|entities|records)", r"N \1", said)
    return "<br>".join(line.strip() for line in said.splitlines() if line.strip())


def met(row: Row, settings: Settings) -> tuple[int, str]:
    """Let a fault happen and meet it."""
    before = {name: (settings.home / name).read_bytes() for name in WRITTEN}
    row.harm(settings)
    if row.name == "Two builds at once":
        with builds.locked(settings):
            code, said = lionrock(settings, *row.command)
    else:
        script = KILLED if "killed" in row.name else ""
        code, said = lionrock(settings, *row.command, script=script)
    assert "Traceback" not in said
    if row.remedy == ANEW:
        shutil.rmtree(builds.current(settings))
    if row.remedy:
        assert lionrock(settings, *BUILD)[0] == 0
    assert {name: (settings.home / name).read_bytes() for name in WRITTEN} == before
    assert lionrock(settings, "show", "lumen")[0] == 0
    assert not [fault for fault in verify(settings) if fault.grave]
    return code, said


def told(row: Row, code: int, said: str) -> str:
    words = [one for one in row.remedy if one != ANEW[0]]
    remedy = f"`lionrock {' '.join(words)}`" if words else "none is needed"
    if row.remedy == ANEW:
        remedy = f"{ANEW[0]} {remedy}"
    command = f"`lionrock {' '.join(row.command)}`"
    return f"| {row.name} | {command} | {code} | {said or '(nothing)'} | nothing | {remedy} |"


def written() -> list[str]:
    return PAGE.read_text("utf-8").splitlines()


def keep(request: pytest.FixtureRequest, line: str) -> None:
    """Hold a line against the page, or put it there: after its own former self, or at the end."""
    if request.config.getoption("--golden"):
        _put(line)
    assert line in written(), "`make golden` writes it"


def _put(line: str) -> None:
    page = HEAD + KINDS if not PAGE.exists() else PAGE.read_text("utf-8")
    lines = page.splitlines()
    first = line.partition(" | ")[0] + " |"
    same = [at for at, one in enumerate(lines) if one.startswith(first)]
    if same:
        lines[same[0]] = line
    else:
        rules = [n for n, one in enumerate(lines) if one.startswith("| --- |")]
        at = rules[line.count(" | ") == 1] + 1
        while at < len(lines) and lines[at].startswith("|"):
            at += 1
        lines.insert(at, line)
    PAGE.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_a_fault_is_told_as_the_page_says(
    settings: Settings, row: Row, request: pytest.FixtureRequest
) -> None:
    keep(request, told(row, *met(row, settings)))


@pytest.mark.parametrize("name", MOUNTED)
def test_a_disk_that_does_not_write_is_told_as_the_page_says(
    settings: Settings, name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    home = tmp_path / "home"
    size = sum(path.stat().st_blocks for path in settings.home.rglob("*") if path.is_file()) // 2
    if "full" in name:
        home.mkdir()
    mounted = MOUNTED[name].format(size=size + 400, home=home, kept=settings.home)
    done = in_a_mount(f"""
        {mounted}
        {COMMAND} --home {home} --quiet build --registry {settings.registry} 1>&2 || echo $?
        {COMMAND} --home {home} --quiet show lumen >/dev/null
        {COMMAND} --home {home} --quiet verify >/dev/null
    """)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    there = Settings(home, settings.registry)
    row = Row(name, nothing, BUILD)
    keep(request, told(row, int(done.stdout), plain(there, done.stderr)))


def kinds(settings: Settings) -> Iterator[tuple[str, Path]]:
    """A file of each kind that a home holds."""
    build, snapshots = builds.current(settings), sorted(settings.snapshots.glob("registry/*"))
    yield "a build's manifest", build / builds.MANIFEST
    yield "a build's seals", build / "seals.txt"
    yield "a build's database", build / builds.DATABASE
    yield "a build's documents", build / builds.DOCUMENTS
    yield "a search index: what it holds", build / builds.SEARCH / "meta.json"
    yield "a search index: its words", min((build / builds.SEARCH).glob("*.term"))
    yield "the words that spelling is put right by", build / builds.SEARCH / "words" / "meta.json"
    yield "an index of names: an array", build / builds.MATCH / "row_org.npy"
    yield "an index of names: its words", build / builds.MATCH / "words.json"
    yield "a snapshot", next(path for path in snapshots if path.suffix != ".json")
    yield "what is known of a snapshot", next(path for path in snapshots if path.suffix == ".json")
    yield "a page of the memory", min(settings.history.glob("*.json.gz"))
    yield "the seals of a home", settings.home / "seals.txt"
    for name in ("judgements.jsonl", "decisions.jsonl", "proposals.jsonl", "audit.jsonl",
                 "watch.toml", "keep.toml"):  # fmt: skip
        yield f"what people wrote: {name}", settings.home / name


def test_a_flipped_bit_in_each_kind_of_file_is_named(
    settings: Settings, request: pytest.FixtureRequest
) -> None:
    for name in ("judgements", "decisions", "proposals", "audit"):
        (settings.home / f"{name}.jsonl").write_text('{"a": 1}\n', "utf-8")
    (settings.home / "keep.toml").write_text("builds = 2\n", "utf-8")
    seal_home(settings)
    chance = random.Random(20261130)
    for kind, path in kinds(settings):
        undo = flipped(path, chance)
        named = [fault for fault in verify(settings) if fault.grave]
        assert [fault.path for fault in named] == [str(path.relative_to(settings.home))], kind
        said = plain(settings, f"{named[0].why} {named[0].path}")
        said = re.sub(r"000001-ID", "NUMBER-ID", said)
        keep(request, f"| {kind} | {said} |")
        undo()
    assert verify(settings) == []
    path = builds.current(settings) / builds.DOCUMENTS
    undo = flipped(path, chance)
    code, said = lionrock(settings, "verify")
    undo()
    assert code == 1
    assert f"damaged builds/ID/{builds.DOCUMENTS}" in said
