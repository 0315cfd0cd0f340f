"""Pages as of a day: which of the two meanings is meant stands above each."""

import datetime as dt
from typing import NamedTuple

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from lionrock.answer.as_of import (
    STATES,
    AsOf,
    Which,
    Words,
    as_of,
    indicator_as_of,
    read_day,
    search_as_of,
    table_as_of,
    today,
)
from lionrock.model.change import Meaning
from lionrock.serve.remembered import Remembered
from lionrock.serve.render import Page, PageRequest
from lionrock.serve.tables import PAGE_ROWS, page_number

_HITS, _MAX_QUERY = 20, 500


class Asked(NamedTuple):
    """The day and the meaning that an address asks for; `wrong` says why its day is none."""

    page: Page
    day: dt.date
    meaning: Meaning
    wrong: str | None


def page_as_of(request: PageRequest, id_: FromPath[str]) -> Response[bytes]:
    """An entity as of the day and in the meaning that the address names."""
    asked = read(request)
    found = as_of(asked.page.observatory, id_, asked.day, asked.meaning)
    return _shown(request, asked, found)


def indicator_page_as_of(request: PageRequest, id_: FromPath[str]) -> Response[bytes]:
    """An indicator as of a day."""
    asked = read(request)
    found = indicator_as_of(asked.page.observatory, id_, asked.day, asked.meaning)
    return _shown(request, asked, found)


def table_page_as_of(request: PageRequest, name: FromPath[str]) -> Response[bytes]:
    """One of a facet's tables as of a day."""
    asked = read(request)
    given, number = request.query_params, page_number(request.query_params)
    facet = asked.page.observatory.facet_document(name)
    state = given.get("state") if given.get("state") in STATES else None
    which = Which(name, given.get("table"), state, PAGE_ROWS, (number - 1) * PAGE_ROWS)
    found = table_as_of(asked.page.observatory, which, asked.day, asked.meaning)
    if found is None or facet is None:
        raise NotFoundException
    return asked.page.answer(
        request,
        "as_of_table.html",
        found=found,
        facet=facet,
        remembered=Remembered(asked.page),
        state=state,
        wrong=asked.wrong,
        columns=[column for column in found.table["columns"] if column["shown"]],
        number=number,
        pages=max(1, -(-found.total // PAGE_ROWS)),
    )


def search_page_as_of(request: PageRequest) -> Response[bytes]:
    """What words find as of a day."""
    asked = read(request)
    number = page_number(request.query_params)
    query = str(request.query_params.get("q", ""))[:_MAX_QUERY].strip()
    words = Words(query, (), _HITS, (number - 1) * _HITS)
    found = search_as_of(asked.page.observatory, words, asked.day, asked.meaning)
    return asked.page.answer(
        request,
        "as_of_search.html",
        found=found,
        wrong=asked.wrong,
        number=number,
        pages=max(1, -(-found.total // _HITS)),
    )


def read(request: PageRequest) -> Asked:
    """What an address asks for: today, and what was true for it, where it says nothing else."""
    try:
        page = Page.of(request)
    except ValueError:
        raise NotFoundException from None
    given = request.query_params
    text = str(given.get("day", ""))[:10]
    wrong, day = None, today()
    try:
        day = read_day(text) if text else day
    except ValueError as error:
        wrong = str(error)
    return Asked(page, day, "known" if given.get("meaning") == "known" else "valid", wrong)


def _shown(request: PageRequest, asked: Asked, found: AsOf | None) -> Response[bytes]:
    if found is None:
        raise NotFoundException
    return asked.page.answer(
        request, "as_of.html", found=found, wrong=asked.wrong, remembered=Remembered(asked.page)
    )


ROUTES = (
    ("/{lang:str}/as-of/{id_:str}", page_as_of),
    ("/{lang:str}/as-of/indicator/{id_:str}", indicator_page_as_of),
    ("/{lang:str}/as-of/facet/{name:str}", table_page_as_of),
    ("/{lang:str}/as-of", search_page_as_of),
)
