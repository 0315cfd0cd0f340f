"""Entries of a feed: RSS 0.9x to 2.0, RDF and Atom, by feedparser."""

import calendar
import datetime as dt
import re
from urllib.parse import urljoin, urlsplit

import feedparser
import msgspec

_MOST = 2_000  # entries of a feed
_LONGEST = 2_000  # characters of an address or a title
_TAG = re.compile(r"<[^<>]{0,500}>")


_BROKEN = (
    ValueError, ArithmeticError, LookupError, TypeError, AttributeError, AssertionError,
    RecursionError,
)  # fmt: skip
"""What feedparser itself raises over a feed that is broken enough, such as `&#x110000;`."""


class Entry(msgspec.Struct, frozen=True):
    """What a feed announces: an address, a title, a summary in plain words, and the day (ISO)."""

    url: str
    title: str
    summary: str
    published: str | None


def entries(data: bytes, base: str) -> list[Entry]:
    """The entries of a feed whose address is `base`; ValueError when it is none.

    Addresses are resolved against `base`; those that are not of the web are left out.
    """
    try:
        read = feedparser.parse(data, sanitize_html=True, resolve_relative_uris=False)
    except _BROKEN as error:
        raise ValueError(f"not a feed: {str(error)[:200] or type(error).__name__}") from None
    if not read.get("version"):
        why = read.get("bozo_exception")
        raise ValueError(f"not a feed: {str(why)[:200] if why else 'neither RSS nor Atom'}")
    found = []
    for row in read.entries[:_MOST]:
        url = _address(str(row.get("link", "")), base)
        if url is not None:
            summary = _TAG.sub(" ", str(row.get("summary", "")))[: 10 * _LONGEST]
            found.append(Entry(url, str(row.get("title", ""))[:_LONGEST], summary, _day(row)))
    return found


def _address(link: str, base: str) -> str | None:
    if not link or len(link) > _LONGEST:
        return None
    try:
        found = urljoin(base, link.strip())
        parts = urlsplit(found)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return parts._replace(fragment="").geturl()


def _day(row: feedparser.FeedParserDict) -> str | None:
    """The day an entry was published, in Hong Kong."""
    # Asked for one that is not there feedparser answers with the other, and warns.
    keys = (key for key in ("published_parsed", "updated_parsed") if key in row)
    moment = next(filter(None, (row.get(key) for key in keys)), None)
    if moment is None:
        return None
    try:
        seconds = calendar.timegm(moment)
        there = dt.datetime.fromtimestamp(seconds, dt.timezone(dt.timedelta(hours=8)))
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    return there.date().isoformat() if 1990 <= there.year <= 2100 else None
