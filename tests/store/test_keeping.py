"""What a home keeps: damage is found and named; builds and snapshots stay by a policy."""

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from lionrock.answer.observatory import Observatory
from lionrock.build import build
from lionrock.cli import run
from lionrock.settings import Keep, Settings, read_keep
from lionrock.store import builds
from lionrock.store.keeping import prune
from lionrock.store.verify import Fault, seal_home, verify
from tests.world import facts, make_world


@pytest.fixture
def settings(world: Settings, tmp_path: Path) -> Settings:
    """Return the settings of a home and a registry of its own, already built."""
    shutil.copytree(world.home, tmp_path / "home", symlinks=True)
    return Settings(tmp_path / "home", make_world(tmp_path / "registry"))


def files(settings: Settings) -> list[Path]:
    """Every file of a home that says something."""
    found = [path for path in settings.home.rglob("*") if path.is_file()]
    return sorted(p for p in found if p.suffix != ".lock" and "current" not in p.parts)


def flipped(path: Path, chance: random.Random) -> Callable[[], None]:
    """Flip one bit as a failing disk does, the time of writing staying; returns the undoing."""
    before, stat = path.read_bytes(), path.stat()
    place = chance.randrange(len(before))
    after = bytearray(before)
    after[place] ^= 1 << chance.randrange(8)

    def put(data: bytes) -> None:
        path.write_bytes(data)
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    put(bytes(after))
    return lambda: put(before)


def test_a_home_that_was_just_built_is_whole(world: Settings) -> None:
    assert verify(world) == []
    assert Observatory.open(world).search("lumen").hits  # asking writes nothing
    assert verify(world) == []


def test_a_flipped_bit_in_any_file_is_found_and_named(settings: Settings) -> None:
    (settings.home / "judgements.jsonl").write_text("{}\n", "utf-8")
    (settings.home / "watch.toml").write_text("[a]\n", "utf-8")
    seal_home(settings)
    chance = random.Random(20261130)
    listed = [path for path in files(settings) if path.stat().st_size]
    assert len(listed) > 60
    for path in listed:
        undo = flipped(path, chance)
        named = {fault.path: fault for fault in verify(settings) if fault.grave}
        assert str(path.relative_to(settings.home)) in named, path
        assert len(named) == 1, (path, named)
        undo()
    assert verify(settings) == []


def test_what_was_written_since_is_named_but_may_be_meant(settings: Settings) -> None:
    path = settings.home / "judgements.jsonl"
    path.write_text("", "utf-8")
    assert verify(settings) == [Fault("judgements.jsonl", "unsealed")]
    seal_home(settings)
    path.write_text("{}\n", "utf-8")
    os.utime(path, ns=(1, 1))
    assert verify(settings) == [Fault("judgements.jsonl", "written")]


def test_damage_is_not_sealed_as_if_it_were_meant(settings: Settings) -> None:
    (settings.home / "watch.toml").write_text("[a]\n", "utf-8")
    seal_home(settings)
    flipped(settings.home / "watch.toml", random.Random(1))
    seal_home(settings)
    assert verify(settings) == [Fault("watch.toml", "damaged")]


def test_a_file_that_is_gone_is_named(settings: Settings) -> None:
    served = builds.current(settings)
    (served / builds.DOCUMENTS).unlink()
    (settings.home / "current").unlink()
    (settings.home / "current").symlink_to("builds/nothing")
    assert verify(settings) == [
        Fault(f"builds/{served.name}/{builds.DOCUMENTS}", "missing"), Fault("current", "damaged"),
    ]  # fmt: skip


def test_the_command_says_what_is_damaged(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["verify", "--home", str(settings.home)]) == 0
    path = builds.current(settings) / builds.DATABASE
    flipped(path, random.Random(2))
    capsys.readouterr()
    assert run(["verify", "--home", str(settings.home), "--lang", "zh-Hant"]) == 1
    out = capsys.readouterr().out
    assert f"已損壞 builds/{path.parent.name}/{builds.DATABASE}" in out
    assert run(["verify", "--home", str(settings.home), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["faults"][0]["why"] == "damaged"


def varied(settings: Settings, number: int) -> str:
    lines = facts()
    lines["organisations.jsonl"][0]["founded"] = str(1900 + number)
    make_world(settings.registry, lines)
    return build(settings).manifest.id


def test_the_policy_says_which_builds_stay(settings: Settings) -> None:
    kept = msgspec.structs.replace(settings, keep=Keep(builds=3))
    ids = [builds.current(kept).name, *(varied(kept, number) for number in range(3))]
    assert {path.name for path in kept.builds.iterdir()} == set(ids[1:])
    young = msgspec.structs.replace(settings, keep=Keep(builds=2, days=1))
    assert prune(young).builds == ()
    said = prune(settings, dry=True)
    assert said.builds == (ids[1],)
    assert (settings.builds / ids[1]).exists()
    assert prune(settings) == said
    assert {path.name for path in settings.builds.iterdir()} == set(ids[2:])


def test_a_snapshot_goes_only_when_no_kept_build_names_it(settings: Settings) -> None:
    first = builds.current(settings).name
    named = {row[0] for row in Observatory.open(settings).query("SELECT digest FROM snapshots")}
    second, third = varied(settings, 1), varied(settings, 2)
    assert first not in {path.name for path in settings.builds.iterdir()}
    kept = set()
    for id_ in (second, third):
        link = settings.home / "current"
        link.unlink()
        link.symlink_to(f"builds/{id_}")
        rows = Observatory.open(settings).query("SELECT digest FROM snapshots")
        kept |= {str(row[0]) for row in rows}
    gone = {Path(path).name for path in prune(settings).snapshots}
    assert gone == named - kept
    assert gone
    shelf = settings.snapshots / "registry"
    assert {path.stem for path in shelf.iterdir()} == kept
    assert prune(settings).snapshots == ()
    varied(settings, 1)
    assert [fault for fault in verify(settings) if fault.grave] == []


def test_a_build_that_cannot_be_read_keeps_every_snapshot(settings: Settings) -> None:
    varied(settings, 1)
    (builds.current(settings) / builds.DATABASE).write_bytes(b"broken")
    done = prune(settings)
    assert done.snapshots == ()
    assert "cannot be read" in done.left[0]


@pytest.mark.parametrize("text", ["builds = 1", "days = -1", "bulids = 3", "builds = 'x'", "\xff"])
def test_a_wrong_policy_is_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (tmp_path / "keep.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(ValueError, match=r"keep\.toml"):
        read_keep(tmp_path)
    assert run(["prune", "--home", str(tmp_path)]) == 2
    assert "keep.toml" in capsys.readouterr().err
