"""What a facet's page shows of its boards: all of them, things once, and what nobody says."""

import re
from typing import Any

import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Observatory
from lionrock.serve.boards import BoardView, Item


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("facet", ["adoption", "governance", "outlook"])
def test_every_board_stands_on_the_page(
    site: TestClient[Any], observatory: Observatory, facet: str, lang: str
) -> None:
    page = site.get(f"/{lang}/facet/{facet}").text
    document = observatory.facet_document(facet)
    assert document is not None
    shown = re.findall(r'<h2 id="board-([a-z-]+)"', page)
    assert shown == [one["id"] for one in document["boards"] if one["n"]]
    assert set(re.findall(r'href="#board-([a-z-]+)"', page)) == {*shown}


def test_what_nobody_says_of_people_is_said_to_be_unknown(
    site: TestClient[Any], observatory: Observatory
) -> None:
    document = observatory.board_document("adoption", "people")
    assert document is not None
    told = sum(len(line["cells"]) for line in document["lines"])
    empty = len(document["lines"]) * len(document["columns"]) - told
    page = site.get("/en/facet/adoption/board/people").text
    assert page.count('<span class="none">unknown</span>') == empty > 0


def test_the_duties_of_a_document_stand_under_it_once(observatory: Observatory) -> None:
    document = observatory.board_document("governance", "documents")
    assert document is not None
    view = BoardView("governance", document, "/en", whole=True)
    for lane in view.lanes:
        items = view.items(lane)
        named = [item.first["entity"] for item in items]
        assert len(named) == len(set(named))
        assert all("what" in {column["id"] for column in item.each} for item in items)
        assert view.left(lane) == lane["n"] - len(lane["items"])
    assert any(len(item.rows) > 3 for lane in view.lanes for item in view.items(lane))


def _row(what: str, url: str) -> dict[str, Any]:
    return {"cells": {"date": "2026", "what": what}, "evidence": {"sources": [{"url": url}]}}


def test_what_all_rows_of_a_thing_say_is_said_once() -> None:
    shows = [{"id": "date", "type": "date"}, {"id": "what", "type": "text"}]
    one = Item([_row("Tell", "https://a.example"), _row("Ask", "https://a.example")], shows)
    assert [column["id"] for column in one.shared] == ["date"]
    assert [column["id"] for column in one.each] == ["what"]
    assert not one.apart
    two = Item([_row("Tell", "https://a.example"), _row("Ask", "https://b.example")], shows)
    assert two.apart  # each then stands beside its own source


def test_what_lies_ahead_stands_on_the_page_of_the_outlook(site: TestClient[Any]) -> None:
    page = site.get("/zh-Hant/facet/outlook").text
    ahead = page[page.index('<h2 id="ahead">') : page.index('<h2 id="board-rankings"')]
    assert "/zh-Hant/forecasts" in ahead and "/zh-Hant/index-method" in ahead
    rows = re.findall(r"<tr>.*?</tr>", ahead, re.DOTALL)[1:]
    assert rows and all('class="src"' in row and "http" in row for row in rows)
