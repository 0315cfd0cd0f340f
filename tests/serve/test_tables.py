"""Facet tables as an address asks for them, and the files they can be had as."""

import csv
import io
import re
from typing import Any
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from lionrock.answer.observatory import Observatory
from lionrock.serve.downloads import guarded
from lionrock.serve.tables import PAGE_ROWS, page_number, table_view

Client = TestClient[Any]
STARTUPS = "/en/facet/startups"


def _names(html: str) -> list[str]:
    body = html.split('id="table"')[1].split("<tbody>")[1].split("</tbody>")[0]
    return re.findall(r'<th scope="row"><a href="/en/entity/([^"]+)"', body)


def test_filters_narrow_without_script(site: Client) -> None:
    every = site.get(STARTUPS).text
    finance = site.get(STARTUPS, params={"where.sector": "finance"}).text
    assert _names(every) != _names(finance)
    rows = finance.split('id="table"')[1].split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
    assert rows and all("Finance" in row for row in rows)
    assert '<option value="finance" selected>' in finance


def test_sorting_turns_round(site: Client) -> None:
    up = site.get(STARTUPS, params={"order": "label", "desc": "0"}).text
    down = site.get(STARTUPS, params={"order": "label", "desc": "1"}).text
    assert 'aria-sort="ascending"' in up and 'aria-sort="descending"' in down
    assert _names(up)[0] != _names(down)[0]


def test_pages_follow_one_another(site: Client) -> None:
    first, second = site.get(STARTUPS).text, site.get(STARTUPS, params={"page": "2"}).text
    assert len(_names(first)) == PAGE_ROWS
    assert not set(_names(first)) & set(_names(second))
    assert 'rel="next"' in first and 'rel="prev"' in second


def test_nothing_matching_is_said(site: Client) -> None:
    answer = site.get(STARTUPS, params={"where.sector": "no such sector"})
    assert answer.status_code == 200
    assert "Nothing matches these filters." in answer.text


def test_addresses_keep_what_was_asked(observatory: Observatory) -> None:
    document = observatory.facet_document("startups") or {}
    view = table_view(observatory, document, {"where.sector": "finance", "order": "founded"})
    kept = parse_qs(view.address(page=3).removeprefix("?"))
    assert kept["where.sector"] == ["finance"]
    assert (kept["order"], kept["page"]) == (["founded"], ["3"])


ASKED = st.dictionaries(
    st.one_of(st.sampled_from(("table", "order", "desc", "page", "where.sector")), st.text()),
    st.text(),
)


@given(ASKED)
def test_any_address_is_understood(observatory: Observatory, asked: dict[str, str]) -> None:
    document = observatory.facet_document("startups") or {}
    view = table_view(observatory, document, asked)
    assert view.number >= 1
    assert len(view.page.rows) <= PAGE_ROWS


@pytest.mark.parametrize(
    ("text", "number"), [("3", 3), ("0", 1), ("-1", 1), ("x", 1), ("9" * 5000, 1), ("²", 1)]
)
def test_page_numbers(text: str, number: int) -> None:
    assert page_number({"page": text}) == number


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
def test_every_table_can_be_had_as_a_file(
    site: Client, observatory: Observatory, lang: str
) -> None:
    for facet in observatory.facets():
        for table in (observatory.facet_document(facet["id"]) or {})["tables"]:
            address = f"/{lang}/facet/{facet['id']}/{table['id']}"
            answer = site.get(f"{address}.csv")
            assert answer.content.startswith(b"\xef\xbb\xbf")
            lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
            assert len(lines) == table["rows"] + 1
            assert all(len(line) == len(lines[0]) for line in lines)
            assert not any(cell.startswith(("=", "+", "@")) for line in lines for cell in line)
            assert len(site.get(f"{address}.json").json()["rows"]) == table["rows"]


def test_an_indicator_can_be_had_as_a_file(site: Client) -> None:
    text = site.get("/en/indicator/startups_total/values.csv").content.decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["period"] == "2023"]
    assert {(float(row["value"]), row["leads"]) for row in rows} == {
        (4257.0, "true"), (4250.0, "false"),
    }  # fmt: skip
    assert all(row["sources"].startswith("http") for row in rows)


@given(st.one_of(st.text(), st.floats(), st.none()))
def test_no_cell_is_a_formula(cell: Any) -> None:
    safe = guarded(cell)
    if isinstance(safe, str) and re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", safe):
        return  # a plain number runs nothing: tests/model/test_formula.py
    assert not (isinstance(safe, str) and safe.startswith(("=", "+", "-", "@", "\t", "\r")))
    assert safe is cell or safe == f"'{cell}"
