"""The page of an entity as of a day: which of the two meanings is meant stands above it."""

from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from lionrock.answer.as_of import as_of, read_day, today
from lionrock.serve.render import Page, PageRequest


def page_as_of(request: PageRequest, id_: FromPath[str]) -> Response[bytes]:
    """An entity as of the day and in the meaning that the address names."""
    try:
        page = Page.of(request)
    except ValueError:
        raise NotFoundException from None
    asked = request.query_params
    text = str(asked.get("day", ""))[:10]
    wrong, day = None, today()
    try:
        day = read_day(text) if text else day
    except ValueError as error:
        wrong = str(error)
    found: Any = as_of(
        page.observatory, id_, day, "known" if asked.get("meaning") == "known" else "valid"
    )
    if found is None:
        raise NotFoundException
    return page.answer(request, "as_of.html", found=found, wrong=wrong)


ROUTES = (("/{lang:str}/as-of/{id_:str}", page_as_of),)
