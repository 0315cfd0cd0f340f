"""Pages into main text: trafilatura finds it; planted links are cut out before, and told."""

import re

import lxml.html
import trafilatura
from lxml import etree
from trafilatura.settings import set_date_params

from lionrock.model.reading import Document, Planted
from lionrock.read.language import language
from lionrock.read.planted import LINKED, SPLITS, foreign, without_planted

_DATE = re.compile(r"^\d{4}(?:-\d{2}(?:-\d{2})?)?")
_SHORTEST = 200
"""Characters below which what trafilatura found is held against the paragraphs themselves."""


def read_html(data: bytes, url: str | None = None) -> Document:
    """The main text of a page, with title, publisher and date as the page gives them."""
    tree = trafilatura.load_html(data)
    if tree is None:
        return Document("", url=url, media_type="text/html", refused=("no HTML in it",))
    planted = _cut_links(tree)
    found = trafilatura.bare_extraction(
        tree, url=url, include_comments=False, include_tables=True, favor_recall=True,
        with_metadata=True, date_extraction_params=set_date_params(extensive=False),
    )  # fmt: skip # extensively, an odd date has two hundred languages loaded: four seconds
    if isinstance(found, dict):  # what older releases return
        found = None
    text = (found.text or "") if found is not None else ""
    if len(text) < _SHORTEST:
        paragraphs = "\n".join(
            " ".join(p.text_content().split()) for p in tree.iter("p") if p.text_content().strip()
        )
        text = paragraphs if len(paragraphs) > len(text) else text
    plain, more = without_planted(text)
    date = _DATE.match((found.date if found is not None else None) or "")
    return Document(
        plain,
        found.title if found is not None else None,
        (found.sitename if found is not None else None),
        url,
        date.group() if date else None,
        language(plain),
        "text/html",
        (*_placed(plain, planted), *more),
    )


def _cut_links(tree: lxml.html.HtmlElement) -> list[Planted]:
    """Take link texts out of paragraphs whose script is another; the words around them join."""
    found = []
    for link in list(tree.iter("a")):
        shown = " ".join(link.text_content().split())
        parent = link.getparent()
        if parent is None or not 0 < len(shown) <= 30:
            continue
        before = _before(link)
        if not foreign(shown, before) and not _inside_name(before, link.tail or ""):
            continue
        raw = f"{before[-12:]}{shown}{(link.tail or '')[:12]}".strip()
        why = SPLITS if _inside_name(before, link.tail or "") else LINKED
        found.append(Planted(0, 0, shown, raw, link.get("href"), why))
        _drop(link)
    return found


def _before(link: etree._Element) -> str:
    """The words before a link in its paragraph."""
    parent = link.getparent()
    pieces = [parent.text or ""] if parent is not None else []
    for sibling in link.itersiblings(preceding=True):
        pieces.append(sibling.tail or "")
    return " ".join(pieces)[-160:]


def _inside_name(before: str, after: str) -> bool:
    return bool(re.search(r"\bHong\s*$", before) and re.match(r"\s*Kong\b", after))


def _drop(link: etree._Element) -> None:
    """Remove an element, keeping the text after it with one space where two would meet."""
    parent, previous = link.getparent(), link.getprevious()
    tail = link.tail or ""
    if parent is None:
        return
    if previous is not None:
        previous.tail = _met(previous.tail or "", tail)
    else:
        parent.text = _met(parent.text or "", tail)
    parent.remove(link)


def _met(before: str, after: str) -> str:
    return (
        before.rstrip() + " " + after.lstrip()
        if before[-1:].isspace() and after[:1].isspace()
        else before + after
    )


def _placed(text: str, planted: list[Planted]) -> list[Planted]:
    """Where in the text each planted link stood, by the words before it."""
    placed = []
    for one in planted:
        words = one.raw.split(one.text)[0].strip()
        at = text.find(words) + len(words) if words and words in text else 0
        placed.append(Planted(at, at, one.text, one.raw, one.url, one.why))
    return placed
