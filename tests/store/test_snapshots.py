"""Raw bytes are kept once, under their digest, with what they are beside them."""

import hashlib
import json
from pathlib import Path

import pytest

from lionrock.settings import Settings
from lionrock.sources.registry import SOURCE
from lionrock.store.snapshots import Shelf


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "registry").mkdir()
    return Settings(tmp_path / "home", tmp_path / "registry")


def test_bytes_are_kept_under_their_digest(settings: Settings) -> None:
    path = settings.registry / "a.jsonl"
    path.write_bytes(b"\x00\xff raw")
    fetched = Shelf(settings, "2026-06-30").keep(SOURCE, path, "application/jsonl")
    assert fetched.snapshot.digest == hashlib.sha256(b"\x00\xff raw").hexdigest()
    assert fetched.name == "a.jsonl"
    assert fetched.path.read_bytes() == b"\x00\xff raw"
    assert fetched.path == settings.snapshots / "registry" / fetched.snapshot.digest
    about = json.loads(fetched.path.with_name(f"{fetched.path.name}.json").read_text("utf-8"))
    assert about["fetched_at"] == "2026-06-30"
    assert about["licence"] == SOURCE.licence
    assert about["url"] == "registry/a.jsonl"


def test_the_same_bytes_are_kept_once_and_a_cut_copy_is_made_whole(settings: Settings) -> None:
    path = settings.registry / "a.jsonl"
    path.write_bytes(b"one two three")
    shelf = Shelf(settings, None)
    kept = shelf.keep(SOURCE, path, "").path
    assert shelf.keep(SOURCE, path, "").path == kept
    assert len(list(kept.parent.iterdir())) == 2
    kept.write_bytes(b"one")
    (kept.parent / "left.partial").write_bytes(b"x")
    assert shelf.keep(SOURCE, path, "").path.read_bytes() == b"one two three"
    assert len(list(kept.parent.iterdir())) == 2
    kept.write_bytes(b"one two Three")  # as long as before
    assert shelf.keep(SOURCE, path, "").path.read_bytes() == b"one two three"


def test_a_shelf_that_does_not_keep_writes_nothing(settings: Settings) -> None:
    path = settings.registry / "a.jsonl"
    path.write_bytes(b"x")
    fetched = Shelf(settings, None, keeps=False).keep(SOURCE, path, "")
    assert fetched.path == path
    assert not settings.home.exists()
