"""A build may be killed at each step, interrupted, or meet a full disk: what was served before is
served still. (Kills at random moments: test_kill_build.py, and beside the other commands.)"""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lionrock.answer.observatory import Observatory
from lionrock.settings import BUNDLED_REGISTRY, Settings
from tests.world import facts, make_world

COMMAND = Path(sys.executable).with_name("lionrock")
EVERY_STEP = ("write_whole", "to_disk", "point", "discard")
_DIGEST = re.compile("[0-9a-f]{16,}")
KILL_AT = """
import os, signal, sys
from lionrock.store import builds
setattr(builds, sys.argv[1], lambda *given: os.kill(os.getpid(), signal.SIGKILL))
from lionrock.cli import run
run(["--home", sys.argv[2], "build", "--registry", sys.argv[3]])
"""

pytestmark = [pytest.mark.slow, pytest.mark.alone]


def start(settings: Settings) -> subprocess.Popen[str]:
    """Start the command line as a user does."""
    arguments = ["--home", str(settings.home), "build", "--registry", str(settings.registry)]
    return subprocess.Popen(
        [str(COMMAND), *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finished(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for a command; its exit code and what it said."""
    out, err = process.communicate(timeout=120)
    return process.returncode, out + err


def vary(settings: Settings, number: int) -> None:
    """Change one line, so that a build is really needed."""
    path = settings.registry / "incidents.jsonl"
    first, *rest = path.read_text("utf-8").splitlines(keepends=True)
    row = json.loads(first) | {"what": f"Variation {number}"}
    path.write_text(json.dumps(row) + "\n" + "".join(rest), "utf-8")


def assert_serves(settings: Settings, entity: str, builds: set[str]) -> str:
    """The observatory opens, answers, and is one of `builds`; its id."""
    observatory = Observatory.open(settings)
    document = observatory.entity_document(entity)
    assert document is not None
    assert document["facts"]
    assert observatory.search(entity).hits
    assert observatory.home()["totals"]["entities"] == observatory.manifest.entities
    assert not builds or observatory.build_id in builds
    return observatory.build_id


def tree(settings: Settings) -> tuple[list[str], int]:
    """What lies in a home, digests left out, and how many snapshots there are. Its memory has a
    page more with every build; that none is missing is looked at here."""
    paths = [str(path.relative_to(settings.home)) for path in settings.home.rglob("*")]
    pages = sorted(path for path in paths if path.startswith("history/"))
    numbers = [int(path.removeprefix("history/").partition("-")[0]) for path in pages]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    snapshots = [path for path in paths if path.startswith("snapshots/")]
    kept = {*paths} - {*pages} - {*snapshots}
    return sorted(_DIGEST.sub("*", path) for path in kept), len(snapshots)


@pytest.mark.parametrize("step", EVERY_STEP)
def test_a_kill_at_each_step_of_publishing_leaves_a_whole_observatory(
    world: Settings, tmp_path: Path, step: str
) -> None:
    settings = Settings(tmp_path / "home", make_world(tmp_path / "registry"))
    shutil.copytree(world.home, settings.home, symlinks=True)
    for number in range(2):  # so that there is an old build to discard
        vary(settings, number)
        assert finished(start(settings))[0] == 0
    last = assert_serves(settings, "lumen", set())
    clean = tree(settings)[0]
    vary(settings, 2)
    killed = subprocess.run(
        [sys.executable, "-c", KILL_AT, step, str(settings.home), str(settings.registry)],
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    served = assert_serves(settings, "lumen", set())
    assert (served == last) == (step != "discard")
    assert finished(start(settings))[0] == 0
    assert assert_serves(settings, "lumen", set()) != last
    vary(settings, 3)
    assert finished(start(settings))[0] == 0
    assert tree(settings)[0] == clean


@pytest.mark.parametrize("size", [2_000, 40_000, 400_000, 3_000_000, 9_000_000])
def test_a_full_disk_is_told_and_nothing_is_published(
    world: Settings, home: Path, tmp_path: Path, size: int
) -> None:
    settings = Settings(tmp_path / "home", tmp_path / "registry")
    tiny = size < 100_000
    shutil.copytree(world.home if tiny else home, settings.home, symlinks=True)
    shutil.copytree(world.registry if tiny else BUNDLED_REGISTRY, settings.registry)
    entity = "lumen" if tiny else "hku"
    last = assert_serves(settings, entity, set())
    entries = tree(settings)[0]
    vary(settings, 0)
    command = [str(COMMAND), "--home", str(settings.home), "build"]
    result = subprocess.run(
        [*command, "--registry", str(settings.registry)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr.startswith("lionrock: ")
    assert "Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert assert_serves(settings, entity, set()) == last
    assert tree(settings)[0] == entries


def test_the_second_of_two_builds_says_that_the_first_is_running(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "home", tmp_path / "registry")
    shutil.copytree(BUNDLED_REGISTRY, settings.registry)
    first = start(settings)
    deadline = time.monotonic() + 60
    while not list(settings.home.rglob("*.partial")):
        assert time.monotonic() < deadline
        time.sleep(0.005)
    first.send_signal(signal.SIGSTOP)  # hold it, however fast the machine is
    code, said = finished(start(settings))
    first.send_signal(signal.SIGCONT)
    assert code == 1
    assert said == f"lionrock: another build is running in {settings.home}\n"
    assert finished(first)[0] == 0
    assert_serves(settings, "hku", set())


def test_a_build_makes_way_for_an_interrupt(tmp_path: Path) -> None:
    lines = facts()
    settings = Settings(tmp_path / "home", make_world(tmp_path / "registry", lines))
    process = start(settings)
    while not (settings.home / "build.lock").exists():
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGINT)
    code, said = finished(process)
    assert code in (0, 130)
    assert "Traceback" not in said
    assert finished(start(settings))[0] == 0
    assert not list(settings.home.rglob("*.partial"))
