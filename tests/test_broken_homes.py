"""A home that something happened to: each command says what, and what to do; nothing is lost."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lionrock.answer.observatory import Observatory
from lionrock.cli import run
from lionrock.settings import Settings
from lionrock.store import builds
from lionrock.store.verify import Fault, verify
from tests.world import facts, make_world

COMMAND = f"{sys.executable} -c 'from lionrock.cli import main; main()'"
QUESTIONS = (
    ("search", "lumen"), ("show", "lumen"), ("indicators",), ("export", "OUT"), ("report",),
    ("match", "NAMES", "--column", "name"), ("check", "TEXT"), ("find", "rules"), ("audit",),
)  # fmt: skip


@pytest.fixture
def settings(world: Settings, tmp_path: Path) -> Settings:
    shutil.copytree(world.home, tmp_path / "home", symlinks=True)
    (tmp_path / "names.csv").write_text("name\nLumen\n", "utf-8")
    (tmp_path / "text.txt").write_text("Lumen was founded in 1911.", "utf-8")
    return Settings(tmp_path / "home", world.registry)


def asked(settings: Settings, *command: str) -> int:
    """The exit code of a command; one that raises fails the test."""
    beside = settings.home.parent
    places = {"OUT": beside / "out", "NAMES": beside / "names.csv", "TEXT": beside / "text.txt"}
    return run(["--home", str(settings.home), *(str(places.get(one, one)) for one in command)])


def newer(build: Path) -> None:
    path = build / builds.MANIFEST
    told = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({"id": 7, "version": "99", "form": told["form"] + 1}), "utf-8")


def older(build: Path) -> None:
    path = build / builds.MANIFEST
    told = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(told | {"form": told["form"] - 1}), "utf-8")


def of_another_shape(build: Path) -> None:
    (build / builds.DOCUMENTS).unlink()
    made = sqlite3.connect(build / builds.DOCUMENTS)
    made.execute("CREATE TABLE others (a)")
    made.close()


def torn_manifest(build: Path) -> None:
    path = build / builds.MANIFEST
    path.write_bytes(path.read_bytes()[:40])


def garbled(build: Path) -> None:
    (build / builds.DOCUMENTS).write_bytes(b"x" * 100_000)


def without(part: str) -> Callable[[Path], None]:
    def take(build: Path) -> None:
        path = build / part
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return take


HARMS: dict[str, Callable[[Path], None]] = {
    "a newer form": newer, "an older form": older, "documents of another shape": of_another_shape,
    "a torn manifest": torn_manifest, "no documents at all": garbled,
} | {f"without {part}": without(part) for part in (*builds.PARTS, builds.MANIFEST)}  # fmt: skip


OFTEN = ("a newer form", "documents of another shape")
"""The rest are tried among the slow tests."""


@pytest.mark.parametrize(
    "harm",
    [one if one in OFTEN else pytest.param(one, marks=pytest.mark.slow) for one in HARMS],
)
def test_every_command_says_what_to_do(
    settings: Settings, capsys: pytest.CaptureFixture[str], harm: str
) -> None:
    build = builds.current(settings)
    HARMS[harm](build)
    for question in QUESTIONS:
        assert asked(settings, *question) == 1, question
        told = capsys.readouterr().err
        assert told.startswith("lionrock: "), question
        assert "lionrock build" in told, question
        assert len(told.splitlines()) == 1, question
    assert builds.finished(settings, build.name) is None, "a build would take it for whole"
    assert any(fault.grave for fault in verify(settings))


def test_a_database_that_is_damaged_is_told_by_what_needs_it(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    path = builds.current(settings) / builds.DATABASE
    data = bytearray(path.read_bytes())
    data[12] ^= 0xFF
    path.write_bytes(data)
    assert asked(settings, "show", "lumen") == 0
    capsys.readouterr()
    for question in (("export", "OUT"), ("report",), ("audit",)):
        assert asked(settings, *question) == 1, question
        told = capsys.readouterr().err
        assert "is not whole" in told and "lionrock verify" in told
    named = [fault.path for fault in verify(settings) if fault.grave]
    assert named == [str(path.relative_to(settings.home))]


@pytest.mark.parametrize("harm", [newer, older])
def test_a_build_of_another_form_is_made_anew(
    settings: Settings, capsys: pytest.CaptureFixture[str], harm: Callable[[Path], None]
) -> None:
    (settings.home / "judgements.jsonl").write_text("", "utf-8")
    harm(builds.current(settings))
    assert asked(settings, "show", "lumen") == 1
    assert asked(settings, "build", "--registry", str(settings.registry)) == 0
    capsys.readouterr()
    assert asked(settings, "show", "lumen") == 0
    assert (settings.home / "judgements.jsonl").exists()


def test_a_snapshot_that_is_missing_is_named_and_fetched_anew(settings: Settings) -> None:
    kept = [path for path in settings.snapshots.glob("registry/*") if len(path.name) == 64]
    kept[0].unlink()
    name = str(kept[0].relative_to(settings.home))
    assert Fault(name, "missing") in verify(settings)
    assert asked(settings, "show", "lumen") == 0
    shutil.rmtree(builds.current(settings))
    assert asked(settings, "build", "--registry", str(settings.registry)) == 0
    assert kept[0].exists()
    assert Fault(name, "missing") not in verify(settings)


def test_a_clock_that_was_set_back_hides_no_new_build(settings: Settings, tmp_path: Path) -> None:
    ahead = time.time() + 10 * 365 * 86_400
    for path in settings.home.rglob("*"):
        os.utime(path, (ahead, ahead), follow_symlinks=False)
    before = builds.current(settings)
    lines = facts()
    lines["organisations.jsonl"][0]["founded"] = "1913"
    registry = make_world(tmp_path / "registry", lines)
    assert asked(settings, "build", "--registry", str(registry)) == 0
    now = builds.current(settings)
    assert now != before and before.exists()
    assert Observatory.open(settings).build_id == now.name
    assert not [fault for fault in verify(settings) if fault.grave]
    assert asked(settings, "prune") == 0
    assert now.exists()


def in_a_mount(script: str) -> subprocess.CompletedProcess[str]:
    """What a script says that mounts things only it sees; skipped where nobody may mount."""
    may = subprocess.run(
        ["unshare", "-m", "sh", "-c", "mount -t tmpfs none /mnt"], capture_output=True, check=False
    )
    if may.returncode:
        pytest.skip(f"mounting needs root: {may.stderr.decode().strip()}")
    return subprocess.run(
        ["unshare", "-m", "sh", "-c", f"set -e\n{script}"], capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_a_disk_that_takes_no_writing_is_read_all_the_same(settings: Settings) -> None:
    home = settings.home
    done = in_a_mount(f"""
        mount --bind {home} {home}
        mount -o remount,ro,bind {home}
        for command in 'search lumen' 'show lumen' 'verify'; do
            {COMMAND} --home {home} --quiet $command
        done
        {COMMAND} --home {home} build --registry {settings.registry} || echo refused $?
    """)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "Read-only file system" in done.stderr
    assert "refused 1" in done.stdout
    assert "Lumen" in done.stdout


def test_a_disk_that_is_full_keeps_what_was_there(settings: Settings, tmp_path: Path) -> None:
    """A real one: as large as the home, and a little more."""
    size = sum(path.stat().st_blocks for path in settings.home.rglob("*") if path.is_file()) * 512
    small = tmp_path / "small"
    small.mkdir()
    lines = facts()
    lines["organisations.jsonl"][0]["founded"] = "1914"
    registry = make_world(tmp_path / "registry", lines)
    done = in_a_mount(f"""
        mount -t tmpfs -o size={size // 1024 + 400}k none {small}
        cp -a {settings.home} {small}/home
        {COMMAND} --home {small}/home build --registry {registry} || echo refused $?
        {COMMAND} --home {small}/home show lumen
        {COMMAND} --home {small}/home verify
        head -c 9999999 /dev/zero > {small}/filler || true
        {COMMAND} --home {small}/home backup {small}/all.zip || echo refused $?
        ls {small}/home/builds {small}
    """)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.count("refused 1") == 2, done.stderr
    assert done.stderr.startswith("lionrock: ")
    assert "partial" not in done.stdout and "all.zip" not in done.stdout
