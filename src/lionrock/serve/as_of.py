"""Pages as of a day: which of the two meanings is meant stands above each."""

import datetime as dt
from typing import NamedTuple

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from lionrock.answer.as_of import AsOf, as_of, indicator_as_of, read_day, today
from lionrock.model.change import Meaning
from lionrock.serve.render import Page, PageRequest


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
    return asked.page.answer(request, "as_of.html", found=found, wrong=asked.wrong)


ROUTES = (
    ("/{lang:str}/as-of/{id_:str}", page_as_of),
    ("/{lang:str}/as-of/indicator/{id_:str}", indicator_page_as_of),
)
