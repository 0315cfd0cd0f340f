"""The pages of bodies that affiliations name and the registry does not."""

from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from lionrock.answer.observatory import Observatory
from lionrock.answer.unknown import unknown_bodies, unknown_body, unknown_places
from lionrock.serve.render import Page, PageRequest
from lionrock.serve.tables import page_number

_ROWS, _LONGEST, _PLACES = 25, 200, 60


def unknown(request: PageRequest) -> Response[bytes]:
    """The bodies that stand in most works, of a place, or whose name holds a text."""
    page = _page(request)
    query = request.query_params
    text, place = (str(query.get(name, ""))[:_LONGEST] for name in ("q", "place"))
    number = page_number(query)
    found = unknown_bodies(page.observatory, text, place, _ROWS, (number - 1) * _ROWS)
    places = dict(list(unknown_places(page.observatory).items())[:_PLACES])
    return page.answer(
        request,
        "unknown.html",
        asked={"q": text, "place": place},
        found=found,
        places=places,
        named=_named(page.observatory, [*places, place, *(one.place for one in found.bodies)]),
        number=number,
        pages=max(1, -(-found.total // _ROWS)),
        address=urlencode({n: v for n, v in (("q", text), ("place", place)) if v}),
    )


def unknown_one(request: PageRequest, id_: FromPath[str]) -> Response[bytes]:
    """One of them with its evidence, and what a person may do with it."""
    page = _page(request)
    found = unknown_body(page.observatory, id_)
    if found is None:
        raise NotFoundException
    bodies = [body for work in found.works for body in (*work.ours, *work.openalex)]
    places = [found.body.place, *(one.place for one in found.spellings)]
    return page.answer(
        request,
        "unknown_one.html",
        found=found,
        named=_named(page.observatory, [*places, *bodies]),
        draft=msgspec.json.encode(found.draft).decode(),
    )


def _page(request: PageRequest) -> Page:
    try:
        return Page.of(request)
    except ValueError:
        raise NotFoundException from None


def _named(observatory: Observatory, ids: list[str]) -> dict[str, Any]:
    """Labels of entities by id; the ids of places that the registry has not are left out."""
    rows = observatory.query(
        "SELECT id, label_en, label_hant, label_hans FROM entities WHERE id IN (SELECT unnest(?))",
        ([id_ for id_ in dict.fromkeys(ids) if id_],),
    )
    return {
        id_: {"id": id_, "en": en, "zh-Hant": hant, "zh-Hans": hans} for id_, en, hant, hans in rows
    }


ROUTES = (
    ("/{lang:str}/research-unknown", unknown),
    ("/{lang:str}/research-unknown/{id_:str}", unknown_one),
)
"""Addresses and the functions that answer them."""
