"""Backup and restore: everything comes back, and what is damaged or hostile brings nothing."""

import hashlib
import json
import random
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from lionrock.answer.observatory import Observatory
from lionrock.build import build
from lionrock.cli import run
from lionrock.settings import Settings
from lionrock.store.archive import LISTING, BadArchive, backup, restore
from lionrock.store.verify import seal_home, verify
from tests.world import make_world


@pytest.fixture
def settings(world: Settings, tmp_path: Path) -> Settings:
    """Return the settings of a home and a registry of its own, already built."""
    shutil.copytree(world.home, tmp_path / "home", symlinks=True)
    return Settings(tmp_path / "home", make_world(tmp_path / "registry"))


def files(settings: Settings) -> list[Path]:
    """Every file of a home that says something."""
    found = [path for path in settings.home.rglob("*") if path.is_file()]
    return sorted(p for p in found if p.suffix != ".lock" and "current" not in p.parts)


def test_a_backup_brings_everything_back(settings: Settings, tmp_path: Path) -> None:
    (settings.home / "watch.toml").write_text("[a]\n", "utf-8")
    seal_home(settings)
    file = tmp_path / "kept.zip"
    assert run(["backup", str(file), "--home", str(settings.home)]) == 0
    other = Settings(tmp_path / "other")
    assert run(["restore", str(file), "--home", str(other.home)]) == 0
    assert verify(other) == []
    mine, theirs = ([str(p.relative_to(s.home)) for p in files(s)] for s in (settings, other))
    assert mine == theirs
    assert Observatory.open(other).build_id == Observatory.open(settings).build_id
    assert not build(Settings(other.home, settings.registry)).fresh  # nothing is missing
    for wrong in (run(["restore", str(file), "--home", str(other.home)]),
                  run(["backup", str(file), "--home", str(settings.home)])):  # fmt: skip
        assert wrong == 1  # neither a home nor a file is overwritten


def test_a_damaged_backup_restores_nothing(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "kept.zip"
    backup(settings, file, "0")
    whole = file.read_bytes()
    chance = random.Random(20261130)
    refused = 0
    for _ in range(40):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        file.write_bytes(damaged)
        other = Settings(tmp_path / "other")
        try:
            restore(other, file)  # a bit of a ZIP's own times means nothing
            assert verify(other) == []
            shutil.rmtree(other.home)
        except BadArchive:
            refused += 1
            assert not other.home.exists()
    assert refused > 30
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadArchive):
        restore(Settings(tmp_path / "other"), file)


def hostile(path: Path, members: dict[str, Any], listed: dict[str, Any] | None = None) -> Path:
    """An archive that somebody made by hand; `listed` overrides what its listing says."""
    told = {
        "format": 1, "version": "0", "current": "",
        "members": [
            {"path": name, "size": len(body), "digest": _sha(body), "written": 0}
            for name, body in members.items()
        ],
    } | (listed or {})  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(LISTING, json.dumps(told))
        for name, body in members.items():
            archive.writestr(name, body)
    return path


def _sha(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


@pytest.mark.parametrize(
    "name",
    [
        "../out",
        "/etc/out",
        "a/../../out",
        "a//b",
        "./a",
        "..\\out",
        "current/x",
        "a\x1bb",
        "a\u202eb",
    ],
)
def test_a_path_out_of_the_home_is_refused(tmp_path: Path, name: str) -> None:
    file = hostile(tmp_path / "evil.zip", {name: b"x"})
    with pytest.raises(BadArchive, match=r"not a path below a home|not those that it lists"):
        restore(Settings(tmp_path / "inner" / "home"), file)
    assert not list(tmp_path.rglob("out"))


def test_a_link_becomes_a_plain_file(tmp_path: Path) -> None:
    body = b"/etc/passwd"
    file = tmp_path / "evil.zip"
    member = {"path": "link", "size": len(body), "digest": _sha(body), "written": 0}
    told = {"format": 1, "version": "0", "current": "", "members": [member]}
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(LISTING, json.dumps(told))
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, body)
    restore(Settings(tmp_path / "home"), file)
    assert not (tmp_path / "home" / "link").is_symlink()
    assert (tmp_path / "home" / "link").read_bytes() == body


def test_a_bomb_stops_at_what_was_listed(tmp_path: Path) -> None:
    bomb = b"\0" * (64 << 20)
    member = {"path": "a", "size": 10, "digest": _sha(b"x"), "written": 0}
    file = hostile(tmp_path / "evil.zip", {"a": bomb}, {"members": [member]})
    assert file.stat().st_size < 100_000
    with pytest.raises(BadArchive, match="larger than it says"):
        restore(Settings(tmp_path / "home"), file)
    member["size"] = 1 << 60
    file = hostile(tmp_path / "evil.zip", {"a": bomb}, {"members": [member]})
    with pytest.raises(BadArchive, match=r"has .* free"):
        restore(Settings(tmp_path / "home"), file)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ({"format": 2}, "newer form; update Lionrock first"),
        ({"members": []}, "not those that it lists"),
        ({"current": "nothing"}, "the build that was served, 'nothing', is not in it"),
        ({"current": "../../etc"}, "is not in it"),
        ({"members": 3}, "Expected `array`"),
    ],
)
def test_a_listing_that_does_not_fit_is_refused(
    tmp_path: Path, listed: dict[str, Any], said: str
) -> None:
    file = hostile(tmp_path / "evil.zip", {"a": b"x"}, listed)
    with pytest.raises(BadArchive, match=said):
        restore(Settings(tmp_path / "home"), file)
    assert list(tmp_path.iterdir()) == [file]


def test_what_is_no_archive_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x"
    for body in (b"", b"x" * 1000, b"PK\x05\x06" + b"\0" * 18):
        file.write_bytes(body)
        assert run(["restore", str(file), "--home", str(tmp_path / "home")]) == 2
        assert "nothing was restored" in capsys.readouterr().err
