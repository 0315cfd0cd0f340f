"""Writes a site: asks the application for each page once, and follows what it links to."""

import asyncio
import json
import shutil
from html import escape
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import msgspec
from litestar import Litestar

from lionrock import __version__
from lionrock.answer.changes import remembered
from lionrock.answer.observatory import Live, Observatory
from lionrock.model.text import LANGUAGES
from lionrock.serve.app import create_app
from lionrock.serve.publishing.addresses import Addresses, File
from lionrock.serve.publishing.asking import ask
from lionrock.serve.publishing.finding import search_files
from lionrock.serve.publishing.rewriting import linked, relative
from lionrock.settings import Settings

MARK = "lionrock-site.json"
"""The file by which a folder is known to be a site of ours, which may be replaced."""

_HERE = "http://localhost"
_API = ("", "forecasts", "home", "schema", "sources", "openapi.json", "facets", "indicators")


class Foreign(ValueError):
    """The folder holds something that is no site of ours; the message says what to do."""


class Published(msgspec.Struct, frozen=True):
    """What was written: its build, the number of files and their bytes."""

    build: str
    files: int
    size: int


def publish(settings: Settings, directory: Path, base: str = "") -> Published:
    """Write the site of the build that is served now into `directory`, whole or not at all.

    `base` is where it will be reached, "https://example.org/hk": feeds are only written when it is
    known, all else is relative. The same build on the same day gives the same bytes. Raises
    ValueError for a base that is no web address, Foreign when the folder is not ours to replace,
    OSError when it cannot be written.
    """
    at = urlsplit(base)
    if base and (at.scheme not in ("http", "https") or not at.hostname or at.query or at.fragment):
        raise ValueError(f"{base[:80]!r} is no web address; expected https://example.org/path")
    _put_back(directory)
    _ours(directory)
    live = Live(settings)
    beside = directory.with_name(directory.name + ".new.partial")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    try:
        writer = _Writer(live.now(), create_app(live, published=True), beside, base.rstrip("/"))
        asyncio.run(writer.write())
        done = writer.close()
        _swap(beside, directory)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return done


def _ours(directory: Path) -> None:
    if directory.is_symlink() or (directory.exists() and not directory.is_dir()):
        raise Foreign(f"{directory} is no folder; name a new one")
    if directory.is_dir() and any(directory.iterdir()) and not (directory / MARK).is_file():
        raise Foreign(f"{directory} holds other files and no site of ours; name a new folder")


def _aside(directory: Path) -> Path:
    return directory.with_name(directory.name + ".old.partial")


def _put_back(directory: Path) -> None:
    """Undo what a run left that was killed between the two steps of `_swap`."""
    if _aside(directory).is_dir() and not directory.exists():
        _aside(directory).rename(directory)


def _swap(beside: Path, directory: Path) -> None:
    """Put the new folder in the place of the old one, which is removed only then."""
    old = _aside(directory)
    shutil.rmtree(old, ignore_errors=True)
    if directory.exists():
        directory.rename(old)
    beside.rename(directory)
    shutil.rmtree(old, ignore_errors=True)


class _Writer:
    """One site on its way: what is still to be asked for, and what was written."""

    def __init__(self, now: Observatory, application: Litestar, folder: Path, base: str) -> None:
        self._now, self._application = now, application
        self._folder, self._base = folder, base
        entries, _ = remembered(now.settings)
        told = frozenset(id_ for entry in entries for one in entry.changes for id_ in one.about)
        self._addresses = Addresses(told, bool(base))
        self._known: set[str] = set()
        self._waiting: list[File] = []
        self._files, self._size = 0, 0

    async def write(self) -> None:
        """Write every page that is linked, every entity, facet and indicator, and the search."""
        for path, body in search_files(self._now).items():
            self._put(path, body)
        for static in sorted(files("lionrock.serve").joinpath("static").iterdir(), key=str):
            self._put(f"static/{static.name}", static.read_bytes())
        for address in self._seeds():
            self._want(self._addresses.file(address))
        while self._waiting:
            await self._page(self._waiting.pop())

    def _seeds(self) -> list[str]:
        ids = {kind: self._now.ids(kind) for kind in ("entity", "facet", "indicator", "redirect")}
        pages = [f"/api/{name}" for name in _API]
        many = {"entity": "entities", "facet": "facets", "indicator": "indicators"}
        pages += [f"/api/{many[kind]}/{quote(one)}" for kind in many for one in ids[kind]]
        for lang in LANGUAGES:
            pages += [f"/{lang}/", f"/{lang}/search"]
            pages += [f"/{lang}/{kind}/{quote(one)}" for kind in many for one in ids[kind]]
            pages += [f"/{lang}/entity/{quote(one)}" for one in ids["redirect"]]
        return pages

    def _want(self, file: File | None) -> None:
        if file is not None and file.path not in self._known:
            self._known.add(file.path)
            if not file.path.startswith("static/"):
                self._waiting.append(file)

    async def _page(self, file: File) -> None:
        if file.asks == "/":
            return
        answer = await ask(self._application, file.asks, self._base or _HERE)
        if answer.status in (301, 302):
            self._moved(file, urljoin(file.asks, answer.location))
            return
        missing = answer.status == 404 and answer.media_type == "text/html"
        if answer.status != 200 and not missing:  # a page that says so is what readers get here
            raise OSError(f"{file.asks} answered {answer.status}; nothing was written")
        body = answer.body
        if answer.media_type == "text/html":
            html, found = linked(body.decode(), file, self._addresses)
            body = html.encode()
            for one in found:
                self._want(one)
        elif answer.media_type in ("application/atom+xml", "application/feed+json"):
            body = self._absolute(body.decode()).encode()
        self._put(file.path, body)

    def _moved(self, file: File, address: str) -> None:
        """A page for an id that was merged into another: it leads on by itself."""
        to = self._addresses.file(address)
        if to is None:
            return
        self._want(to)
        way = escape(relative(file.path, to.path), quote=True)
        self._put(
            file.path,
            f'<!doctype html><meta charset="utf-8"><title>→</title><meta http-equiv="refresh" '
            f'content="0; url={way}"><a href="{way}">→</a>\n'.encode(),
        )

    def _absolute(self, feed: str) -> str:
        """A feed whose addresses lead to the files of this site."""
        at = urlsplit(self._base)
        root = f"{at.scheme}://{at.netloc}"
        for name in sorted(_addresses_in(feed, root), key=len, reverse=True):
            file = self._addresses.file(name.removeprefix(root).replace("&amp;", "&"))
            to = self._base if file is None else f"{self._base}/{quote(file.path)}"
            feed = feed.replace(f'"{name}"', f'"{to}"')
        return feed

    def _put(self, path: str, body: bytes) -> None:
        to = self._folder / path
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(body)
        self._known.add(path)
        self._files += 1
        self._size += len(body)

    def close(self) -> Published:
        """Write the first page and the mark; what the site is made of."""
        links = "".join(f'<li><a href="{one}/index.html">{one}</a></li>' for one in LANGUAGES)
        self._put(
            "index.html",
            '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Lionrock</title>\n'
            f'<ul>{links}</ul>\n<script src="static/published.js"></script></html>\n'.encode(),
        )
        done = Published(self._now.build_id, self._files + 1, self._size)
        told = {**msgspec.structs.asdict(done), "version": __version__, "base": self._base}
        self._put(MARK, (json.dumps(told, indent=1) + "\n").encode())
        return done


def _addresses_in(feed: str, root: str) -> set[str]:
    return {part for part in feed.split('"') if part.startswith(f"{root}/")}
