"""Feeds of what changed, for readers of Atom (RFC 4287) and JSON Feed 1.1: per facet, per entity,
per watch list, in three languages."""

import re
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote
from uuid import NAMESPACE_OID, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

import msgspec
from litestar import Response
from litestar.exceptions import NotFoundException

from lionrock.answer.changes import Told
from lionrock.serve.changes import Followed
from lionrock.serve.remembered import Remembered
from lionrock.serve.render import Page, PageRequest
from lionrock.serve.words import HTML_LANG, Words

_CHANGES, _LINES = 2_000, 20
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNING = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x7f-\x9f]")
_ATOM = "http://www.w3.org/2005/Atom"


class Item(NamedTuple):
    """What one build changed about one subject."""

    id: str
    title: str
    text: str
    address: str
    at: str
    facets: tuple[str, ...]


def atom(request: PageRequest) -> Response[bytes]:
    """The changes as an Atom feed."""
    page, followed, items = _asked(request)
    here, site = _addresses(request, page, followed)
    feed = Element("feed", {"xmlns": _ATOM, "xml:lang": HTML_LANG[page.lang]})
    SubElement(feed, "id").text = _urn(here)
    SubElement(feed, "title").text = _title(page.words, followed)
    updated = items[0].at if items else f"{page.observatory.manifest.gathered}T00:00:00Z"
    SubElement(feed, "updated").text = updated
    SubElement(SubElement(feed, "author"), "name").text = page.words("brand")
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": here})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": site})
    SubElement(feed, "rights").text = page.words("licence_short")
    for item in items:
        entry = SubElement(feed, "entry")
        SubElement(entry, "id").text = item.id
        SubElement(entry, "title").text = item.title
        SubElement(entry, "updated").text = item.at
        SubElement(entry, "link", {"rel": "alternate", "href": item.address})
        for facet in item.facets:
            SubElement(entry, "category", {"term": facet})
        SubElement(entry, "content", {"type": "text"}).text = item.text
    body = tostring(feed, encoding="utf-8", xml_declaration=True)
    return _answer(body, "application/atom+xml")


def json_feed(request: PageRequest) -> Response[bytes]:
    """The changes as a JSON Feed."""
    page, followed, items = _asked(request)
    here, site = _addresses(request, page, followed)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(page.words, followed),
        "home_page_url": site,
        "feed_url": here,
        "language": HTML_LANG[page.lang],
        "items": [
            {
                "id": item.id, "url": item.address, "title": item.title,
                "content_text": item.text, "date_published": item.at, "tags": item.facets,
            }
            for item in items
        ],
    }  # fmt: skip
    return _answer(msgspec.json.encode(feed), "application/feed+json")


def _asked(request: PageRequest) -> tuple[Page, Followed, list[Item]]:
    try:
        page = Page.of(request)
    except ValueError:
        raise NotFoundException from None
    followed = Followed.of(request)
    found = followed.found(page.observatory, (_CHANGES, 0))
    grouped = groupby(found.told, key=lambda one: (one.entry.number, one.change.subject))
    base = str(request.base_url).rstrip("/")
    return page, followed, [_item(page, base, list(group)) for _, group in grouped]


def _item(page: Page, base: str, told: list[Told]) -> Item:
    words, remembered = page.words, Remembered(page)
    entry, first = told[0].entry, told[0].change
    lines = []
    for one in (each.change for each in told[:_LINES]):
        name = remembered.about(one.prop) if one.prop else ""
        sides = [remembered.change(one, side) for side in (one.before, one.after) if side]
        why = words("comma").join(words(f"changes_reason_{reason}") for reason in one.reasons)
        what = f"{words('changes_' + one.how)}{words('colon')}{words('changes_what_' + one.what)}"
        said = " ".join(filter(None, (what, name, one.period, " → ".join(sides))))
        lines.append(f"{said} ({why})")
    if len(told) > _LINES:
        lines.append(f"+{len(told) - _LINES}")
    title = f"{first.label.in_(page.lang)}{words('colon')}{words('changes_number', n=len(told))}"
    known = page.observatory.document("entity", first.subject) is not None
    query = Followed(entity=first.subject).query()
    where = f"entity/{quote(first.subject, safe='')}" if known else f"changes?{query}"
    facets = sorted({facet for each in told for facet in each.change.facets})
    return Item(
        _urn(f"{entry.number}/{entry.build}/{first.subject}"), _clean(title),
        _clean("\n".join(lines)), f"{base}/{page.lang}/{where}", entry.at, tuple(facets),
    )  # fmt: skip


def _title(words: Words, followed: Followed) -> str:
    narrowed = (followed.facet, followed.entity, followed.watch)
    parts = (words("brand"), words("changes_title"), *filter(None, narrowed))
    return _clean(words("dot").join(parts))


def _addresses(request: PageRequest, page: Page, followed: Followed) -> tuple[str, str]:
    """Where this feed is, and the page that shows the same."""
    base = str(request.base_url).rstrip("/")
    query = f"?{followed.query()}" if followed.query() else ""
    return f"{base}{request.url.path}{query}", f"{base}/{page.lang}/changes{query}"


def _urn(text: str) -> str:
    """A lasting name, the same for the same text (RFC 9562, version 5)."""
    return uuid5(NAMESPACE_OID, f"lionrock:changes:{text}").urn


def _clean(text: str) -> str:
    """A text without what XML forbids, and without what hides or turns other text."""
    return _TURNING.sub("", _NO_XML.sub("", text))


def _answer(body: bytes, media_type: str) -> Response[bytes]:
    headers = {"cache-control": "no-cache", "access-control-allow-origin": "*"}
    return Response(body, headers=headers, media_type=f"{media_type}; charset=utf-8")


ROUTES = (("/{lang:str}/changes.atom", atom), ("/{lang:str}/changes.json", json_feed))
