"""No status is shown as today's: a crawler follows each one that a page or a route shows.

On a page the word for a status stands in an element `stood`, together with the day it was last so
or the words that say that none is known; only what narrows, counts or heads (filters, axes, lanes,
whose items are dated) names one alone.
"""

import re
from typing import Any

import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Observatory
from lionrock.model.schema import schema
from lionrock.model.text import LANGUAGES
from lionrock.serve.moments import Moments
from lionrock.serve.words import Words
from tests.serve.test_facet_numbers import FACETS, Element, main_of

DATED = (
    "initiative_status", "programme_status", "instrument_status", "initiative_state", "force",
    "stage",
)  # fmt: skip
ALONE = ("option", "select", "th", "h3", "form", "svg", "dt", "em", "ol")  # ol: dated events
KINDS = ("initiative", "instrument", "programme", "adoption")


def words(lang: str) -> set[str]:
    return {one.in_(lang) for name in DATED for one in schema().vocabularies[name].values()}


def undated(page: Element, lang: str) -> list[str]:
    """The statuses that stand on a page without a day."""
    said, told = words(lang), Words(lang)
    found = []
    for element in page.below():
        text = " ".join(" ".join(element.texts).split())
        if text not in said or any(one.name in ALONE or one.has("narrowed") or one.has("kicker")
                                   or one.has("number") for one in element.above()):  # fmt: skip
            continue
        stood = next((one for one in element.above() if one.has("stood")), None)
        rest = stood.text().removeprefix(text).strip() if stood else ""
        if not rest or not (re.search(r"\d{4}", rest) or told("as_of_undated") in rest):
            found.append(text)
    return found


def stood(page: Element) -> int:
    return sum(1 for element in page.below() if element.has("stood"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_status_on_a_facet_carries_its_day(site: TestClient[Any], lang: str) -> None:
    seen = 0
    for facet in FACETS:
        base = f"/{lang}/facet/{facet.id}"
        pages = [f"{base}?table={table.id}" for table in facet.tables]
        pages += [f"{base}/board/{board.id}" for board in facet.boards]
        for address in pages:
            answer = site.get(address)
            if answer.status_code == 404:
                continue  # a board without a row has no page
            page = main_of(answer.text)
            assert undated(page, lang) == [], address
            seen += stood(page)
    assert seen > 200


@pytest.mark.parametrize("kind", KINDS)
def test_every_status_of_an_entity_carries_its_day(
    site: TestClient[Any], observatory: Observatory, kind: str
) -> None:
    asked = f"SELECT id FROM entities WHERE kind = '{kind}' ORDER BY id LIMIT 60"
    ids = [row[0] for row in observatory.query(asked)]
    seen = 0
    for id_ in ids:
        page = main_of(site.get(f"/en/entity/{id_}").text)
        assert undated(page, "en") == [], id_
        seen += stood(page)
        for fact in site.get(f"/api/entities/{id_}").json()["facts"]:
            assert fact["as_of"] is None or fact["prop"] in ("status", "stage")
    assert seen > len(ids) / 4


def test_every_table_with_a_status_dates_it() -> None:
    for facet in FACETS:
        for table in facet.tables:
            columns = {column.id: column for column in table.columns}
            for column in table.columns:
                if column.vocabulary in DATED:
                    assert column.dated, (facet.id, table.id, column.id)
                    assert columns[column.dated].type == "date"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_finders_date_the_statuses_they_tell(site: TestClient[Any], lang: str) -> None:
    for finder, question in (
        ("programmes", "a two-year-old Hong Kong company in health AI"),
        ("rules", "a bank uses generative AI on customers' personal data"),
    ):
        page = site.get(f"/{lang}/find/{finder}", params={"q": question}).text
        answer = site.get(f"/api/find/{finder}", params={"q": question}).json()
        listed = answer.get("programmes") or answer["rules"]
        told = [one for one in listed if one["status"]]
        assert told
        name = "programme_status" if finder == "programmes" else "instrument_status"
        vocabulary = schema().vocabularies[name]
        shown = 0
        for one in told:
            said = Moments(Words(lang)).stood(vocabulary[one["status"]].in_(lang), one["as_of"])
            shown += said in page
        assert shown


def test_an_export_has_the_day_beside_the_status(observatory: Observatory) -> None:
    rows = observatory.query(
        "SELECT e.status, y.as_of FROM entities e JOIN statuses y ON y.entity = e.id "
        "WHERE e.status IS NOT NULL AND y.prop = 'status'"
    )
    assert len(rows) > 200
    assert sum(1 for _, as_of in rows if as_of) > len(rows) / 2
    gathered = str(observatory.manifest.gathered)
    assert all(as_of <= gathered for _, as_of in rows if as_of)
