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


def test_of_years_the_fullest_in_a_row_stand_there_and_the_rest_is_told_of(
    site: TestClient[Any], observatory: Observatory
) -> None:
    document = observatory.board_document("initiatives", "promises")
    assert document is not None
    view = BoardView("initiatives", document, "/en")
    shown, columns = [place for place, _ in view.columns], document["columns"]
    assert shown == list(range(shown[0], shown[0] + 7)) and view.more_columns > 0
    assert sum(columns[at]["n"] for at in shown) >= sum(one["n"] for one in columns[-7:])
    told = f"{len(columns)} columns (7 of them here)"
    assert told in site.get("/en/facet/initiatives").text


def test_what_all_figures_of_a_column_cover_is_told_at_its_head(
    site: TestClient[Any], observatory: Observatory
) -> None:
    document = observatory.board_document("research", "rankings")
    assert document is not None
    view = BoardView("research", document, "/en", whole=True)
    alike = [at for at, _ in view.columns if view.covers(at)]
    page = site.get("/en/facet/research/board/rankings").text
    told = "Worked out by us from the source"
    assert alike and page.count(told) == len(alike)


def test_a_publisher_who_is_a_column_is_not_named_again(site: TestClient[Any]) -> None:
    page = site.get("/en/facet/research/board/spending").text
    table = page[page.index('<table class="matrix') : page.index("</table>")]
    assert table.count("Census and Statistics Department") == 1
