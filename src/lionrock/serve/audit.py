"""The page of what an audit by people has found so far: rates with their intervals."""

from litestar import Response
from litestar.exceptions import NotFoundException

from lionrock.answer.audit import audit_desk
from lionrock.model.audit import FOUND
from lionrock.serve.render import Page, PageRequest


def audit(request: PageRequest) -> Response[bytes]:
    """How many published values were judged by a person, and how many were right."""
    try:
        page = Page.of(request)
    except ValueError:
        raise NotFoundException from None
    titles = {one["id"]: one["title"] for one in page.observatory.facets()}
    rates = audit_desk(page.observatory).rates()
    return page.answer(request, "audit.html", rates=rates, titles=titles, found=FOUND)


ROUTES = (("/{lang:str}/audit", audit),)
"""Addresses and the functions that answer them."""
