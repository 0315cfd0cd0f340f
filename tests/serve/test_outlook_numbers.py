"""Every number on the pages of targets, forecasts and the index leads to statements and sources.

As on facet pages (test_facet_numbers), a number stands beside a link out of the site, or in a row
or paragraph that leads to a part of its page where such links stand; every page of this site that
a number leads to is there and cites sources.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Observatory
from tests.serve.test_facet_numbers import Element, check_page, has_source, main_of, numbers_of

PAGES = ("targets", "forecasts", "index-method")
HOLDERS = ("tr", "li", "p")
EXPLAINS = ("prose",)  # sections that tell the method


def _holder(element: Element) -> Element | None:
    """The row, item or paragraph a number stands in; of lines under one head, all of them."""
    for one in element.above():
        if one.name == "tbody" and one.has("one"):
            return one
    return next((one for one in element.above() if one.name in HOLDERS), None)


def _links(element: Element) -> Iterator[str]:
    return (one.attributes.get("href", "") for one in element.below() if one.name == "a")


def _is_led(element: Element, parts: dict[str, Element]) -> bool:
    holder = _holder(element)
    if holder is None:
        return element.name in ("h1", "h2", "h3") or any(
            one.name in ("h2", "h3") for one in element.above()
        )
    if has_source(holder) or (element.text() == "0" and holder.has("counts")):
        return True
    if any("/indicator/" in href for href in _links(holder)):
        return True  # a weight, or a figure too old to count: its page has sources, or is caught
    inside = [href[1:] for href in _links(holder) if href.startswith("#")]
    return any(name in parts and has_source(parts[name]) for name in inside)


def _parts(main: Element) -> dict[str, Element]:
    """Elements by id; a heading stands for the section it heads."""
    found = {}
    for one in main.below():
        name = one.attributes.get("id")
        if name:
            section = one.parent if one.name in ("h2", "h3") and one.parent else one
            found[name] = section
    return found


def _is_explained(element: Element) -> bool:
    return any(one.has(class_) for one in element.above() for class_ in EXPLAINS) or any(
        one.name == "th" and one.attributes.get("scope") == "col" for one in element.above()
    )


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
@pytest.mark.parametrize("page", PAGES)
def test_every_number_leads_to_its_sources(site: TestClient[Any], page: str, lang: str) -> None:
    main = main_of(site.get(f"/{lang}/{page}").text)
    parts, numbers = _parts(main), list(numbers_of(main))
    assert len(numbers) > 20
    loose = [one.text() for one in numbers if not _is_explained(one) and not _is_led(one, parts)]
    assert not loose, "numbers that lead nowhere"
    if lang == "en":
        asked = {
            href.partition("#")[0]
            for one in numbers
            for href in _links(_holder(one) or one)
            if href.startswith("/")
        }
        for address in sorted(asked):
            check_page(site, address)


def test_every_figure_of_the_index_is_a_statement(
    site: TestClient[Any], observatory: Observatory
) -> None:
    """From a cell to the observation, and on to the statement that it rests on."""
    found = site.get("/api/index").json()
    figures = [
        value["figure"]
        for part in found["parts"]
        for cell in part["cells"]
        for value in (cell["value"], cell["divided_by"])
        if value
    ]
    assert len(figures) > 14
    _are_statements(observatory, figures)


def test_every_figure_of_a_verdict_is_a_statement(
    site: TestClient[Any], observatory: Observatory
) -> None:
    found = site.get("/api/targets").json()["targets"]
    figures = [
        one[name]
        for one in found
        for name in ("latest", "reached", "baseline", "against")
        if one[name]
    ]
    assert len(figures) >= 5
    _are_statements(observatory, figures)
    assert all(one["rests_on"] for one in found if one["latest"])


def _are_statements(observatory: Observatory, figures: list[dict[str, Any]]) -> None:
    keys = {figure["basis"] for figure in figures}
    rows = observatory.query("SELECT key, value FROM statements WHERE prop = 'value'")
    said = dict(rows)
    assert keys <= said.keys()
    for figure in figures:
        assert float(said[figure["basis"]]) == pytest.approx(figure["measured"])


def test_a_number_that_leads_nowhere_is_caught() -> None:
    page = """<main><p>12 things</p><p>7 <a href="#x">cells</a></p>
        <section><h2 id="x">3 cells</h2><p><a href="https://a.example">A</a></p></section></main>"""
    main = main_of(page)
    parts = _parts(main)
    loose = [one.text() for one in numbers_of(main) if not _is_led(one, parts)]
    assert loose == ["12 things"]
    assert re.search(r"\d", page)
