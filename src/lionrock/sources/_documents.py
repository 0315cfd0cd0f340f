"""Documents that are read for events: which are asked for, and those that are kept.

The lists are in documents.toml, one in the registry and one in the home, which adds to it. Kept
are the bytes as they came; what is read in them is found anew by every build (answer.extraction).
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from lionrock.model.fold import fold
from lionrock.model.source import Desk, Fetched, Report

FILE = "documents.toml"
MEDIA = ("text/html", "application/xhtml+xml", "application/pdf", "text/plain")
LARGEST = 30 << 20
"""Bytes of one document."""

_SUFFIX = {"application/pdf": "pdf", "text/plain": "txt"}
_DATED = re.compile(r"page-(\d{4}-\d{2}-\d{2})-")
_FEED = "feed-"


class Lists(msgspec.Struct, frozen=True):
    """What documents.toml asks for: addresses of feeds and of pages, and the words (folded) of
    which an entry must have one."""

    feeds: tuple[str, ...]
    pages: tuple[str, ...]
    about: tuple[str, ...]

    def concerns(self, text: str) -> bool:
        """Whether a title or a summary has one of the words; Latin ones as whole words."""
        folded = f" {_words(text)} "
        return any(word in folded for word in self.about)


class Given(msgspec.Struct, frozen=True):
    """A document that is kept: its file, where it is published (None where nobody says), and the
    day that a feed or a person says it was published."""

    fetched: Fetched
    url: str | None
    published: str | None


def read_lists(paths: tuple[Path, ...]) -> Lists:
    """The lists of several files as one; ValueError names the file and what is wrong in it."""
    feeds: dict[str, None] = {}
    pages: dict[str, None] = {}
    about: dict[str, None] = {}
    for path in paths:
        try:
            told = tomllib.loads(path.read_text("utf-8"))
            unknown = sorted(told.keys() - {"feed", "page", "about"})
            if unknown:
                raise ValueError(f"unknown key {unknown[0]!r}; expected feed, page, about")
            feeds |= dict.fromkeys(_addresses(told, "feed"))
            pages |= dict.fromkeys(_addresses(told, "page"))
            for word in told.get("about", ()):
                if not isinstance(word, str) or not word.strip():
                    raise ValueError(f"about: {word!r} is no word")
                about[_pattern(word)] = None
        except (ValueError, OSError) as error:
            raise ValueError(f"{path.name}: {error}") from None
    return Lists(tuple(feeds), tuple(pages), tuple(about))


def _addresses(told: Mapping[str, Any], key: str) -> Iterator[str]:
    for number, row in enumerate(told.get(key, ()), 1):
        url = row.get("url") if isinstance(row, dict) else None
        if not isinstance(url, str) or not url.startswith(("https://", "http://")):
            raise ValueError(f"[[{key}]] {number}: url: expected a web address, got {url!r}")
        yield url


def _words(text: str) -> str:
    """A text as words are looked for in it: folded, what is no letter or digit a blank."""
    return re.sub(r"[^\w]+", " ", fold(text[:20_000]))


def _pattern(word: str) -> str:
    found = _words(word).strip()
    return f" {found} " if found.isascii() else found


def name_of(url: str, media_type: str = "", day: str | None = None) -> str:
    """The name of a page's file: the day it was published where that is known, and its address."""
    digest = hashlib.sha256(url.encode()).hexdigest()[:16]
    return f"page-{f'{day}-' if day else ''}{digest}.{_SUFFIX.get(media_type, 'html')}"


def feed_name(url: str) -> str:
    """The name of a feed's file."""
    return f"{_FEED}{hashlib.sha256(url.encode()).hexdigest()[:16]}.xml"


def pages_of(files: tuple[Fetched, ...]) -> dict[str, Fetched]:
    """The kept pages of a set by address, without the feeds that led to them."""
    return {one.snapshot.url: one for one in files if not one.name.startswith(_FEED)}


def count(fetched: Fetched, report: Report) -> Mapping[str, int]:
    """One document, or none where the file is a feed. What cannot be read is told by a build:
    a page that is broken is no fault of the others."""
    return {"document": 0 if fetched.name.startswith(_FEED) else 1}


def kept_documents(desk: Desk, sources: tuple[str, ...]) -> Iterator[Given]:
    """The documents that are kept of several sources, in the order of their names."""
    for source in sources:
        for one in sorted(desk.latest(source), key=lambda one: one.name):
            if not one.name.startswith(_FEED):
                address = one.snapshot.url
                dated = _DATED.match(one.name)
                web = address.startswith(("https://", "http://"))
                yield Given(one, address if web else None, dated[1] if dated else None)
