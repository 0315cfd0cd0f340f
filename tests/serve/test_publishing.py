"""A site as files: every link leads to a file, hostile text stays text, whole or nothing."""

import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest

from lionrock.answer.wordlist import SHARDS, folding, shard_of
from lionrock.cli import run
from lionrock.model.fold import fold
from lionrock.model.text import LANGUAGES
from lionrock.serve.publishing import Foreign, publish, write
from lionrock.serve.publishing.addresses import Addresses, File
from lionrock.serve.publishing.rewriting import linked
from lionrock.settings import Settings

BASE = "https://city.example/hk"
LINK = re.compile(r'\s(?:href|src|srcset|action)="([^"]*)"')


@pytest.fixture(scope="module")
def published(world: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "site"
    publish(world, folder, BASE)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_no_link_is_dead_and_none_leads_out_of_the_site(published: Path) -> None:
    checked = 0
    for page in published.rglob("*.html"):
        for address in map(unescape, LINK.findall(page.read_text("utf-8"))):
            parts = urlsplit(address)
            if parts.scheme or not parts.path:
                continue
            assert not address.startswith("/"), (page, address)
            to = (page.parent / unquote(parts.path)).resolve()
            assert to.is_relative_to(published.resolve()), (page, address)
            assert to.is_file(), (page, address)
            checked += 1
    assert checked > 1000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_every_page(published: Path, lang: str) -> None:
    def pages(one: str) -> set[str]:
        return {str(path.relative_to(published / one)) for path in (published / one).rglob("*")}

    assert pages(lang) == pages("en")
    for name in ("index", "entity/lumen", "facet/research", "search", "changes", "about"):
        text = (published / lang / f"{name}.html").read_text("utf-8")
        assert "script-src &#39;self&#39;" in text or "script-src 'self'" in text
        assert "<script>" not in text


@pytest.mark.slow
def test_the_same_build_gives_the_same_bytes(
    published: Path, world: Settings, tmp_path: Path
) -> None:
    publish(world, tmp_path / "again", BASE)
    assert contents(tmp_path / "again") == contents(published)


@pytest.mark.slow
def test_a_folder_of_others_is_left_alone_and_an_old_site_is_replaced(
    published: Path, world: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "notes.txt").write_text("mine")
    with pytest.raises(Foreign):
        publish(world, theirs)
    assert run(["site", str(theirs), "--home", str(world.home)]) == 2
    assert "name a new folder" in capsys.readouterr().err
    assert [path.name for path in theirs.iterdir()] == ["notes.txt"]
    assert run(["site", str(theirs / "x"), "--base", "ftp://x", "--home", str(world.home)]) == 2
    old = tmp_path / "old"
    shutil.copytree(published, old)
    (old / "en" / "entity" / "gone.html").write_text("an entity there is none of any more")
    publish(world, old, BASE)
    assert contents(old) == contents(published)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old", "theirs"]


def test_a_site_that_a_killed_run_left_aside_is_put_back(
    world: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside = tmp_path / "site.old.partial"
    aside.mkdir()
    (aside / write.MARK).write_text("{}")
    (aside / "index.html").write_text("before")

    def no_room(*_: object, **__: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(write, "create_app", no_room)
    with pytest.raises(OSError, match="no room"):
        publish(world, tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (tmp_path / "site" / "index.html").read_text() == "before"


def test_feeds_lead_to_files(published: Path) -> None:
    for name in ("changes.atom", "changes.json"):
        text = (published / "en" / name).read_text("utf-8")
        found = re.findall(rf'"{BASE}/([^"]*)"', text)
        assert found
        for path in found:
            assert (published / path).is_file(), path
        assert "localhost" not in text


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/en/", "en/index.html"),
        ("/zh-Hant/entity/hkust", "zh-Hant/entity/hkust.html"),
        ("/en/entity/a/out-in?page=2", "en/entity/a/out-in.2.html"),
        ("/en/facet/research?table=ties&where.kind=x#y", "en/facet/research/ties.html"),
        ("/en/chart/i.svg?v=1&w=narrow&c=dark", "en/chart/i.narrow.dark.svg"),
        ("/en/changes?entity=nobody", "en/changes/none.html"),
        ("/en/changes.atom?entity=nobody", None),
        ("/api/entities/hkust", "api/entities/hkust.json"),
        ("/api/suggest?q=x", None),
        ("/en/find/rules", None),
        ("/xx/entity/hkust", None),
    ],
)
def test_an_address_becomes_a_file(address: str, path: str | None) -> None:
    found = Addresses(feeds=True).file(address.partition("#")[0])
    assert (found.path if found else None) == path


@pytest.mark.parametrize(
    "id_", ["..", "../../etc/passwd", "a/b", "%2e%2e%2fx", ".git", "x" * 400, "\u202e", "a\x00b"]
)
def test_no_id_leads_out_of_its_folder(id_: str) -> None:
    for address in (f"/en/entity/{quote(id_, safe='')}", f"/api/entities/{quote(id_, safe='')}"):
        found = Addresses().file(address)
        if found is not None:
            steps = found.path.split("/")
            assert ".." not in steps
            assert len(steps) == 3
            assert all(re.fullmatch(r"[\w-][\w.-]*", step) for step in steps)


def test_what_only_a_server_answers_is_no_link() -> None:
    html = '<a class="x" href="/en/find/rules">Rules</a> <a href="javascript:1">j</a> <b href="#a">'
    text, found = linked(html, File("en/about.html", asks="/en/about"), Addresses())
    assert text.startswith('<a class="x">Rules</a>')
    assert not found


def test_folding_is_shipped_whole() -> None:
    from_, to = folding()
    assert len(from_) == len(to) > 3000
    assert all(fold(one) == other for one, other in zip(from_, to, strict=True))
    assert {shard_of(word) for word in ("香港", "a", "ß")} <= set(range(SHARDS))
