"""The pages over bulk records of research: works behind a figure, ties, how works are counted."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from litestar import Response
from litestar.exceptions import NotFoundException

from lionrock.answer.method import research_method, topics_of
from lionrock.answer.observatory import Observatory
from lionrock.answer.ties import find_ties
from lionrock.answer.works import Asked, find_works
from lionrock.model.fields import definition
from lionrock.serve.render import Page, PageRequest
from lionrock.serve.tables import page_number

_ROWS = 25
_MAX_ID = 200


def works(request: PageRequest) -> Response[bytes]:
    """The works that figures rest on: of a body or place, a field, a year."""
    page = _page(request)
    query = request.query_params
    known = definition().fields
    year = str(query.get("year", ""))
    field = str(query.get("field", "ai"))
    asked = Asked(
        about=_id(query.get("about")),
        field=field if field in known else "ai",
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
    )
    number = page_number(query)
    found = find_works(page.observatory, asked, _ROWS, (number - 1) * _ROWS)
    bodies = [body for work in found.works for body in (*work.ours, *work.openalex)]
    named = _named(page.observatory, [asked.about, *bodies])
    taxonomy = topics_of(page.observatory)
    return page.answer(
        request,
        "works.html",
        asked=asked,
        about=named.get(asked.about or ""),
        field=known[asked.field or "ai"].label.in_(page.lang),
        fields={name: one.label.in_(page.lang) for name, one in known.items()},
        found=found,
        named=named,
        number=number,
        pages=max(1, -(-found.total // _ROWS)),
        address=_address(asked),
        topics=known[asked.field or "ai"].topics,
        places=taxonomy.places if taxonomy else {},
    )


def ties(request: PageRequest) -> Response[bytes]:
    """How two bodies are tied by works: the shortest way, with the works that make it."""
    page = _page(request)
    observatory = page.observatory
    asked = [_id(request.query_params.get(name)) or "" for name in ("from", "to")]
    source, target = (_body(observatory, text) for text in asked)
    found = find_ties(observatory, source, target) if source and target else None
    steps = found.steps if found else ()
    return page.answer(
        request,
        "ties.html",
        asked=asked,
        unknown=[t for t, id_ in zip(asked, (source, target), strict=True) if t and not id_],
        named=_named(observatory, [id_ for step in steps for id_ in (step.source, step.target)]),
        found=found,
    )


def method(request: PageRequest) -> Response[bytes]:
    """How research is counted: fields, what was read, breaks, agreement with arXiv."""
    page = _page(request)
    told = research_method(page.observatory)
    labelled = {field.id: field.label[page.lang] for field in told.fields}
    places = told.taxonomy.places if told.taxonomy else {}
    return page.answer(request, "method.html", method=told, labelled=labelled, places=places)


def _page(request: PageRequest) -> Page:
    try:
        return Page.of(request)
    except ValueError:
        raise NotFoundException from None


def _id(value: Any) -> str | None:
    return str(value)[:_MAX_ID] if value else None


def _body(observatory: Observatory, text: str) -> str | None:
    """The id that is asked for, or the body that a name is sure to mean."""
    if not text or observatory.document("entity", text) is not None:
        return text or None
    (answer,) = observatory.matcher().names([text])
    return answer.found[0].id if answer.verdict == "match" else None


def _named(observatory: Observatory, ids: Sequence[str | None]) -> dict[str, Any]:
    """Labels by id; an id that is none of an entity's is left out."""
    wanted = [id_ for id_ in dict.fromkeys(ids) if id_]
    rows = observatory.query(
        "SELECT id, label_en, label_hant, label_hans FROM entities WHERE id IN (SELECT unnest(?))",
        (wanted,),
    )
    return {
        id_: {"id": id_, "en": en, "zh-Hant": hant, "zh-Hans": hans} for id_, en, hant, hans in rows
    }


def _address(asked: Asked) -> str:
    told = {"about": asked.about, "field": asked.field, "year": asked.year}
    return urlencode({name: value for name, value in told.items() if value is not None})


ROUTES = (
    ("/{lang:str}/works", works),
    ("/{lang:str}/ties", ties),
    ("/{lang:str}/research-method", method),
)
