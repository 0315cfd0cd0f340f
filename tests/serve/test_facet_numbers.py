"""Every number on every facet page leads to what it rests on: a crawler follows each.

A number is any text with a digit in the main part of a page. It may stand
- beside an outbound link to its source, in the same row, item or article;
- in a link to rows of a table: then it is the number of these rows, each with a source, or the
  sum of what they state;
- in a link to an entity, an indicator or a board, whose page has sources;
- in a heading, a label or a date of what is so linked; or in the page's own furniture (paging,
  filters, years of a timeline whose items have sources).
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from litestar.testing import TestClient

from lionrock import discover
from lionrock.model.facet import Facet
from lionrock.serve.present import Figures
from lionrock.serve.words import Words

FACETS: tuple[Facet, ...] = tuple(m.FACET for m in discover.modules("lionrock.facets"))
HOLDERS = ("tr", "li", "article", "figure")
FURNITURE = ("select", "option", "nav", "form", "summary")
WORDED = ("lede", "standfirst", "found", "unit")  # classes of texts that explain, and count nothing
VOID = ("img", "br", "source", "input", "meta", "link", "path", "circle", "hr")


class Element:
    """An element of a page: its name, attributes, the element it stands in, and its texts."""

    def __init__(self, name: str, attributes: dict[str, str], parent: "Element | None") -> None:
        self.name, self.attributes, self.parent = name, attributes, parent
        self.children: list[Element] = []
        self.texts: list[str] = []

    def above(self) -> Iterator["Element"]:
        """This element and all it stands in."""
        found: Element | None = self
        while found is not None:
            yield found
            found = found.parent

    def below(self) -> Iterator["Element"]:
        """This element and all that stands in it."""
        yield self
        for child in self.children:
            yield from child.below()

    def has(self, class_: str) -> bool:
        """Whether it is of a class."""
        return class_ in self.attributes.get("class", "").split()

    def text(self) -> str:
        """All its text, spaces made one."""
        return " ".join(" ".join(text for one in self.below() for text in one.texts).split())


class Tree(HTMLParser):
    """Reads a page into elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.root = self._at = Element("root", {}, None)
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self._at)
        self._at.children.append(made)
        if tag not in VOID:
            self._at = made

    def handle_endtag(self, tag: str) -> None:
        for one in self._at.above():
            if one.name == tag and one.parent is not None:
                self._at = one.parent
                return

    def handle_data(self, data: str) -> None:
        self._at.texts.append(data)


def main_of(page: str) -> Element:
    return next(one for one in Tree(page).root.below() if one.name == "main")


def has_source(element: Element) -> bool:
    """Whether a link out of the site stands in it."""
    return any(
        one.name == "a" and one.attributes.get("href", "").startswith("http")
        for one in element.below()
    )


def link_around(element: Element) -> str | None:
    for one in element.above():
        if one.name == "a":
            return one.attributes.get("href", "")
    return None


def is_furniture(element: Element) -> bool:
    return any(
        one.name in FURNITURE or any(one.has(class_) for class_ in WORDED)
        for one in element.above()
    )


def rows_behind(site: TestClient[Any], facet: str, address: str) -> list[dict[str, Any]]:
    """The rows that an address of a table shows, asked for from the API in the same words."""
    query = address.partition("?")[2].partition("#")[0]
    found: list[dict[str, Any]] = []
    while True:
        answer = site.get(f"/api/facets/{facet}/table?{query}&limit=200&offset={len(found)}").json()
        found += answer["rows"]
        if len(found) >= answer["total"]:
            return found


def check_rows(site: TestClient[Any], facet: Facet, element: Element, address: str) -> None:
    """The text of a link to rows is their number, or the sum of a quantity they state."""
    rows = rows_behind(site, facet.id, address)
    assert rows, address
    assert all(row["evidence"]["sources"] for row in rows), address
    said, written = element.text(), Figures(Words("en"))
    more = re.fullmatch(r"(\d+) more", said)  # "12 more" beside the items that are shown
    if more:
        assert 0 < int(more[1]) < len(rows), (address, said)
        return
    sums = {
        written.quantity(sum(row[measure]["value"] for row in rows if row[measure]), unit)
        for measure in ("committed", "dollars")
        for unit in {row[measure]["unit"] for row in rows if row.get(measure)}
    }
    numbers = {written.number(len(rows), True), *sums}
    assert said in numbers or said.endswith(f" {written.number(len(rows), True)}"), (address, said)


def check_page(site: TestClient[Any], address: str) -> None:
    """The page that a number leads to is there, and cites sources or lists what does."""
    answer = site.get(address)
    assert answer.status_code == 200, address
    if "/chart/" not in address and ".csv" not in address and ".json" not in address:
        assert has_source(main_of(answer.text)) or "/board/" in address, address


def numbers_of(main: Element) -> Iterator[Element]:
    for one in main.below():
        if any(re.search(r"\d", text) for text in one.texts) and not is_furniture(one):
            yield one


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.id)
def test_every_number_leads_to_its_sources(site: TestClient[Any], facet: Facet) -> None:
    address = f"/en/facet/{facet.id}"
    main = main_of(site.get(address).text)
    pages: set[str] = set()
    tables: dict[tuple[str, str], Element] = {}
    loose: list[str] = []
    for element in numbers_of(main):
        href = link_around(element)
        if href and "table=" in href:
            tables[href, element.text()] = element
        elif href and href.startswith("/"):
            pages.add(href.partition("#")[0])
        elif href and href.startswith(("http", "#")):
            continue
        elif not stands_beside_a_source(element):
            loose.append(element.text())
    assert not loose, "numbers that lead nowhere"
    assert tables or not facet.boards
    for (href, _), element in sorted(tables.items(), key=lambda one: one[0]):
        check_rows(site, facet, element, href)
    for page in sorted(pages):
        check_page(site, page)


def stands_beside_a_source(element: Element) -> bool:
    """Whether its row, item or article has a source, or a number that leads to rows or a page."""
    for one in element.above():
        if one.name in HOLDERS or one.has("year"):
            return has_source(one) or any(
                a.name == "a" and re.search(r"table=|/indicator/|/board/", a.attributes["href"])
                for a in one.below()
                if "href" in a.attributes
            )
        if one.name == "th" and one.attributes.get("scope") == "col":
            return True  # a year or a name over a column of numbers that lead to rows
    return element.name in ("h1", "h2", "h3", "title", "text", "figcaption")


def test_a_number_without_a_way_is_caught() -> None:
    page = "<main><p>12 things</p><ul><li>7 <a href='https://a.example'>A</a></li></ul></main>"
    found = [e for e in numbers_of(main_of(page)) if not stands_beside_a_source(e)]
    assert [e.text() for e in found] == ["12 things"]
