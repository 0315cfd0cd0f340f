"""The routes of the API, and what each answers."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from inspect import iscoroutinefunction, signature
from typing import Annotated, Any

import msgspec
from litestar import Router, get
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Operation
from litestar.params import PathParameter, QueryParameter
from litestar.response.base import ASGIResponse

from lionrock import __version__
from lionrock.answer.observatory import Observatory
from lionrock.serve.api import answers, as_of, changes, graph, listing, sending
from lionrock.serve.api.again import given_again
from lionrock.serve.api.cursor import Cursor, Turn, begin, onward, turn_of
from lionrock.serve.api.documents import EntityDocument, Label
from lionrock.serve.api.facets import FacetDocument, HomeDocument
from lionrock.serve.api.indicators import IndicatorDocument
from lionrock.serve.api.openapi import described
from lionrock.serve.api.reference import known_kinds, schema_answer, sources_answer
from lionrock.serve.api.reply import (
    LICENCE,
    PREFIX,
    PROBLEM,
    ApiRequest,
    Wrong,
    as_it_is,
    moved,
    observatory_of,
    preflight,
    problem,
    quoted,
    reply,
)
from lionrock.serve.api.table import (
    MAX_NAME,
    MAX_TEXT,
    Sorting,
    TableOperation,
    chosen,
    filters,
    sorting_of,
)
from lionrock.serve.api.views import VIEWS
from lionrock.store.view import TablePage, TableQuery

MAX_LIMIT, MAX_OFFSET = 200, 10_000

Id = Annotated[str, PathParameter(name="id", max_length=MAX_TEXT, description="Its id.")]
Limit = Annotated[int, QueryParameter(ge=1, le=MAX_LIMIT, description="At most this many.")]
Offset = Annotated[int, QueryParameter(ge=0, le=MAX_OFFSET, description="Skip this many.")]
Words = Annotated[
    str, QueryParameter(max_length=MAX_TEXT, description="Words in English, 繁體 or 简体.")
]
Handler = Callable[..., Any]

_encode = msgspec.json.encode


async def index(request: ApiRequest) -> ASGIResponse:
    """What this API offers, from which build, and whom to credit."""
    now = observatory_of(request)
    body = answers.Index(
        title="Lionrock, an open observatory of Hong Kong's AI ecosystem",
        build=now.build_id,
        version=__version__,
        gathered=now.manifest.gathered,
        licence=LICENCE,
        attribution="Lionrock registry of Hong Kong's AI ecosystem "
        f"(build {now.build_id}), CC BY 4.0",
        openapi=f"{PREFIX}/openapi.json",
        routes=tuple(
            answers.Route(PREFIX + path.replace(":str", ""), _first_line(handler))
            for path, handler, *_ in _ROUTES
        )
        + sending.listed(),
    )
    return reply(request, now, _encode(body))


async def home(request: ApiRequest) -> ASGIResponse:
    """The facets at a glance, what is new, what conflicts, and how much there is."""
    return _document(request, "home", "home")


async def facets(request: ApiRequest) -> ASGIResponse:
    """The facets in reading order, each with the question it answers."""
    now = observatory_of(request)
    return reply(request, now, _encode({"facets": now.facets()}))


async def facet(request: ApiRequest, id_: Id) -> ASGIResponse:
    """A facet: its lead indicators, all its indicators, its tables and its timeline."""
    return _document(request, "facet", id_)


def facet_table(
    request: ApiRequest,
    id_: Id,
    sorting: NamedDependency[Sorting],
    turn: NamedDependency[Turn],
    table: Annotated[
        str | None, QueryParameter(max_length=MAX_NAME, description="Which table; else its first.")
    ] = None,
    limit: Limit = 50,
) -> ASGIResponse:
    """Rows of one of a facet's tables: filtered, sorted, paged."""
    now = observatory_of(request)
    document = now.facet_document(id_)
    if document is None:
        raise _missing(now, "facet", id_)
    shown = chosen(document["tables"], table)
    where = filters(request.query_params, shown, sorting.order)
    offset = begin(request, now, turn)
    query = TableQuery(where, sorting.order, sorting.descending, limit, offset)
    page = now.table(id_, query, shown["id"]) or TablePage(0, [])
    following = onward(request, now, offset + limit, page.total)
    body = answers.TableRows(page.total, limit, offset, following, tuple(page.rows))
    return reply(request, now, _encode(body))


async def entity(request: ApiRequest, id_: Id) -> ASGIResponse:
    """Everything known about an entity, every value with the records it rests on."""
    now = observatory_of(request)
    stays = now.redirect(id_) if now.document("entity", id_) is None else None
    if stays is not None:
        return moved(now, f"{PREFIX}/entities/{stays}")
    return _document(request, "entity", id_)


def indicators(
    request: ApiRequest,
    facet: Annotated[
        str | None, QueryParameter(max_length=MAX_NAME, description="Only those of this facet.")
    ] = None,
) -> ASGIResponse:
    """Indicators that have a value, by id, each with its latest figure."""
    now = observatory_of(request)
    if facet is not None and facet not in [one["id"] for one in now.facets()]:
        known = ", ".join(one["id"] for one in now.facets())
        raise Wrong(HTTPStatus.BAD_REQUEST, f"no facet {facet!r}; known: {known}", "facet")
    found = [one for one in now.indicators() if facet in (None, one["facet"])]
    return reply(request, now, _encode({"total": len(found), "indicators": found}))


async def indicator(request: ApiRequest, id_: Id) -> ASGIResponse:
    """Every value of an indicator by every publisher, which one leads and why."""
    return _document(request, "indicator", id_)


def search(
    request: ApiRequest,
    q: Words,
    kind: Annotated[
        tuple[str, ...], QueryParameter(description="Only of this kind; may be repeated.")
    ] = (),
    limit: Limit = 20,
    offset: Offset = 0,
    cursor: Cursor = None,
) -> ASGIResponse:
    """Entities and indicators by words in any of the three scripts, the best first."""
    unknown = [one for one in kind if one not in known_kinds()]
    if unknown:
        known = ", ".join(known_kinds())
        detail = f"no kind {unknown[0][:80]!r}; known: {known}"
        raise Wrong(HTTPStatus.BAD_REQUEST, detail, "kind")
    now = observatory_of(request)
    offset = begin(request, now, Turn(offset, cursor))
    found = now.search(q, kind, limit, offset)
    following = onward(request, now, offset + limit, min(found.total, MAX_OFFSET))
    hits = tuple(answers.HitEntry(h.id, h.kind, Label(*h.title), h.score) for h in found.hits)
    body = answers.Found(found.total, following, found.kinds, found.relaxed, hits)
    return reply(request, now, _encode(body))


def suggest(request: ApiRequest, q: Words, limit: Limit = 8) -> ASGIResponse:
    """Names that begin with, or hold, what is being typed."""
    now = observatory_of(request)
    found = now.suggest(q, limit)
    listed = tuple(answers.SuggestionEntry(s.id, s.kind, Label(*s.title)) for s in found)
    return reply(request, now, _encode(answers.Suggestions(listed)))


def sources(request: ApiRequest) -> ASGIResponse:
    """Where the facts come from: sources, their snapshots and licences, publishers and tiers."""
    now = observatory_of(request)
    return reply(request, now, sources_answer(now))


async def schema(request: ApiRequest) -> ASGIResponse:
    """The kinds, properties, relations, vocabularies and units, with labels."""
    return reply(request, observatory_of(request), schema_answer())


async def openapi(request: ApiRequest) -> ASGIResponse:
    """This description, after OpenAPI 3.1."""
    body = _encode(described(request.app.openapi_schema.to_schema()))
    return reply(request, observatory_of(request), body)


def _document(request: ApiRequest, kind: str, id_: str) -> ASGIResponse:
    now = observatory_of(request)
    body = now.document(kind, id_)
    if body is None:
        raise _missing(now, kind, id_)
    return reply(request, now, body)


def _missing(now: Observatory, kind: str, id_: str) -> Wrong:
    advice = f"{PREFIX}/search?q={quoted(id_)} may find it"
    if kind == "facet":
        advice = f"known: {', '.join(one['id'] for one in now.facets())}"
    return Wrong(HTTPStatus.NOT_FOUND, f"no {kind} has the id {id_[:80]!r}; {advice}")


_ROUTES: tuple[tuple[str, Handler, type, str], ...] = (
    ("/", index, answers.Index, "reference"),
    ("/home", home, HomeDocument, "views"),
    ("/facets", given_again(facets), answers.FacetList, "views"),
    ("/facets/{id:str}", facet, FacetDocument, "views"),
    ("/facets/{id:str}/table", given_again(facet_table), answers.TableRows, "views"),
    ("/entities/{id:str}", entity, EntityDocument, "views"),
    ("/indicators", given_again(indicators), answers.IndicatorList, "views"),
    ("/indicators/{id:str}", indicator, IndicatorDocument, "views"),
    *(route for module in VIEWS for route in module.ROUTES),
    ("/search", given_again(search), answers.Found, "search"),
    ("/suggest", given_again(suggest), answers.Suggestions, "search"),
    ("/sources", sources, answers.Sources, "reference"),
    ("/schema", schema, answers.SchemaAnswer, "reference"),
    ("/openapi.json", openapi, dict[str, Any], "reference"),
)


def _first_line(handler: Handler) -> str:
    return (handler.__doc__ or "").split("\n")[0]


def _handlers() -> Iterator[HTTPRouteHandler]:
    for path, handler, shape, tag in _ROUTES:
        waits = None if iscoroutinefunction(handler) else True
        # OPTIONS comes first: a route without it is given the framework's own, for good.
        yield HTTPRouteHandler(
            path, http_method="OPTIONS", include_in_schema=False, sync_to_thread=False
        )(preflight)
        yield get(
            path,
            operation_id=handler.__name__,
            operation_class=TableOperation if path.endswith("/table") else Operation,
            summary=_first_line(handler),
            tags=[tag],
            responses=_responses(handler, shape),
            sync_to_thread=waits,
        )(handler)
        yield HTTPRouteHandler(
            path, http_method="HEAD", include_in_schema=False, sync_to_thread=waits
        )(handler)


def _responses(handler: Handler, shape: type) -> dict[int, ResponseSpec]:
    specified = {200: ResponseSpec(shape, generate_examples=False, description="The answer.")}
    parameters = set(signature(handler).parameters) - {"request"}
    faults = {500: "The server failed."}
    if parameters:
        faults[400] = "A parameter is wrong."
    if parameters & {"id_", "source", "target", "following"}:
        faults[404] = "There is no such thing."
    if parameters & {"turn", "cursor", "window"}:
        faults[404] = "There is no such thing, or no such cursor."
        faults[410] = "The list that the cursor goes through is gone: begin again without it."
    for status, fault in sorted(faults.items()):
        specified[status] = ResponseSpec(
            answers.Problem, generate_examples=False, description=fault, media_type=PROBLEM
        )
    return specified


handlers: list[Router] = [
    Router(
        PREFIX,
        route_handlers=[*_handlers(), *sending.handlers()],
        dependencies={
            **(as_of.DEPENDENCIES | graph.DEPENDENCIES),
            "turn": Provide(turn_of, sync_to_thread=False),
            "narrowed": Provide(listing.narrowed_of, sync_to_thread=False),
            "sorting": Provide(sorting_of, sync_to_thread=False),
            "following": Provide(changes.following_of, sync_to_thread=False),
        },
        after_request=as_it_is,
        exception_handlers={HTTPException: problem, Exception: problem},
    )
]
