"""Builds on disk: the served one is whole at every moment, and old ones do not pile up."""

import os
import time
from pathlib import Path

import msgspec
import pytest

from lionrock.settings import Settings
from lionrock.store import builds
from lionrock.store.builds import Manifest
from lionrock.store.files import discard, point, sweep, write_whole


def manifest(build_id: str) -> Manifest:
    return Manifest(build_id, "0", {}, "2026-06-30", 0, {}, [], [])


def written(settings: Settings, build_id: str) -> Path:
    """A build in the making, with every file but its manifest."""
    partial = builds.begin(settings, build_id)
    for name in (builds.DATABASE, builds.DOCUMENTS):
        (partial / name).write_text(build_id, "utf-8")
    (partial / builds.SEARCH).mkdir()
    (partial / builds.MATCH).mkdir()
    return partial


def published(settings: Settings, build_id: str) -> Path:
    final = builds.publish(settings, written(settings, build_id), manifest(build_id))
    builds.serve(settings, final)
    os.utime(final, (time.time(), time.time()))
    return final


def names(settings: Settings) -> set[str]:
    return {path.name for path in settings.builds.iterdir()}


def test_a_published_build_is_served(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    with pytest.raises(
        builds.NoBuild, match=r"no observatory in .*; make one with: lionrock build"
    ):
        builds.current(settings)
    final = published(settings, "one")
    assert builds.current(settings) == final
    assert not settings.current.readlink().is_absolute()  # a home can be moved
    assert builds.finished(settings, "one") == manifest("one")


def test_the_one_before_is_kept_and_older_ones_go(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    for build_id in ("one", "two", "three", "four"):
        published(settings, build_id)
        assert builds.current(settings).name == build_id
    assert names(settings) == {"three", "four"}


def test_going_back_to_an_earlier_build_keeps_both(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    one = published(settings, "one")
    published(settings, "two")
    builds.serve(settings, one)
    assert builds.current(settings) == one
    assert names(settings) == {"one", "two"}


@pytest.mark.parametrize(
    "missing", [builds.DATABASE, builds.DOCUMENTS, builds.SEARCH, builds.MANIFEST]
)
def test_a_build_that_lacks_a_part_is_not_finished_and_is_replaced(
    tmp_path: Path, missing: str
) -> None:
    settings = Settings(tmp_path)
    part = published(settings, "one") / missing
    if part.is_dir():
        part.rmdir()
    else:
        part.unlink()
    assert builds.finished(settings, "one") is None
    published(settings, "one")
    assert builds.finished(settings, "one") == manifest("one")
    assert names(settings) == {"one"}


def test_a_manifest_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    path = published(settings, "one") / builds.MANIFEST
    for data in (b"", b"{", b"[]", b'{"id": "one"}'):
        path.write_bytes(data)
        assert builds.finished(settings, "one") is None


def test_beginning_again_starts_empty(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    written(settings, "one")
    assert list(builds.begin(settings, "one").iterdir()) == []


def test_what_interrupted_runs_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    published(settings, "one")
    written(settings, "two")
    (settings.snapshots / "registry").mkdir(parents=True)
    (settings.snapshots / "registry" / "abc.partial").write_text("x", "utf-8")
    (settings.snapshots / "registry" / "abc").write_text("x", "utf-8")
    (tmp_path / "current.partial").symlink_to("nowhere")
    builds.sweep_home(settings)
    assert names(settings) == {"one"}
    assert [path.name for path in (settings.snapshots / "registry").iterdir()] == ["abc"]
    assert not (tmp_path / "current.partial").is_symlink()
    assert builds.current(settings).name == "one"


def test_only_one_builder_holds_a_home(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "new" / "home")
    busy = pytest.raises(builds.Busy, match="another build is running")
    with builds.locked(settings), busy, builds.locked(settings):
        pytest.fail("two builders hold one home")
    with builds.locked(settings):
        assert settings.home.is_dir()


def test_a_pointer_into_nothing_is_no_build(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    settings.current.symlink_to("builds/gone")
    with pytest.raises(builds.NoBuild):
        builds.current(settings)
    published(settings, "one")
    assert builds.current(settings).name == "one"


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_whole(path, b"one")
    (tmp_path / "a.partial").mkdir()  # in the way, so that the second write fails
    with pytest.raises(OSError, match="directory"):
        write_whole(path, b"two")
    assert path.read_bytes() == b"one"
    sweep(tmp_path)
    write_whole(path, b"two")
    assert [item.name for item in tmp_path.iterdir()] == ["a"]
    assert path.read_bytes() == b"two"


def test_a_pointer_is_turned_in_one_step(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        point(tmp_path / "link", tmp_path / name)
        assert (tmp_path / "link").resolve().name == name
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b", "link"}


def test_a_removal_that_was_interrupted_is_finished_by_the_next(tmp_path: Path) -> None:
    for _ in range(2):
        (tmp_path / "old").mkdir()
        (tmp_path / "old" / "file").write_text("x", "utf-8")
        left = tmp_path / "old.discarded.partial"
        left.mkdir()
        (left / "file").write_text("x", "utf-8")
        discard(tmp_path / "old")
        assert list(tmp_path.iterdir()) == []


def test_the_manifest_is_for_people_too(tmp_path: Path) -> None:
    text = (published(Settings(tmp_path), "one") / builds.MANIFEST).read_text("utf-8")
    assert text.startswith('{\n  "id": "one"')
    assert msgspec.json.decode(text, type=Manifest) == manifest("one")
