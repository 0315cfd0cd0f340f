"""The routes over ties on record: what stands around an entity, and the way between two."""

from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar.params import PathParameter, QueryParameter
from litestar.response.base import ASGIResponse
from msgspec import Meta, field

from lionrock.answer.graph import MAX_NODES, MAX_STEPS, find_neighbourhood, find_way
from lionrock.answer.observatory import Observatory
from lionrock.model.schema import schema
from lionrock.serve.api.as_of import OnDay, dated, on_day_of
from lionrock.serve.api.documents import (
    Date,
    Day,
    Id,
    Kind,
    Label,
    Money,
    Shape,
    Strength,
    Tier,
    Vocabulary,
)
from lionrock.serve.api.reply import PREFIX, ApiRequest, Wrong, observatory_of, quoted, reply
from lionrock.serve.api.table import MAX_TEXT

_encode = msgspec.json.encode

Types = Annotated[
    tuple[str, ...],
    QueryParameter(
        name="type",
        description="Only along ties of this type (a relation or property); may be repeated. "
        "Without it, along all but `place`, which everything has.",
    ),
]


On = Annotated[
    str | None,
    QueryParameter(
        name="day",
        max_length=10,
        description="YYYY-MM-DD (of a month or year its last): only along ties that may have held "
        "on it, as known today. Those without dates stay: whether they held is unknown.",
    ),
]
_DAY = Meta(description="The day that was asked about; null: whatever is on record.")


class CitedPage(Shape, frozen=True):
    """A page on which a tie was seen."""

    url: str
    publisher: str
    tier: Tier


class EdgeShape(Shape, frozen=True):
    """A tie on record, from `source` to `target`, with the pages it rests on."""

    id: str
    type: Annotated[str, Meta(description="Relation or property: see /api/schema.")]
    via: Annotated[str, Meta(description="relation or property.")]
    source: Id
    target: Id
    date: Date | None
    until: Date | None
    amount: Money | None
    note: str | None
    strength: Strength
    sources: tuple[CitedPage, ...]


class NodeShape(Shape, frozen=True):
    """An entity of a graph."""

    id: Id
    kind: Kind
    class_: Vocabulary | None = field(name="class")
    label: Label
    steps: Annotated[int, Meta(description="From where one asked.")]
    ties: Annotated[int, Meta(description="How many it has in all, of any type.")]


class NeighbourhoodAnswer(Shape, frozen=True):
    """What stands within `steps` of an entity, the nearest first, those with more ties before
    others; and all ties between what is shown. `total` counts entities, shown or not."""

    centre: Id
    day: Annotated[Day | None, _DAY]
    steps: int
    total: int
    nodes: tuple[NodeShape, ...]
    ties: tuple[EdgeShape, ...]


class WayAnswer(Shape, frozen=True):
    """The way with the fewest steps (at most 6) between two entities and, of these, the one
    through those with the fewest ties. Without nodes: there is none."""

    source: Id
    target: Id
    day: Annotated[Day | None, _DAY]
    nodes: tuple[NodeShape, ...]
    ties: tuple[EdgeShape, ...]


def neighbourhood(
    request: ApiRequest,
    id_: Annotated[str, PathParameter(name="id", max_length=MAX_TEXT, description="Its id.")],
    types: Types = (),
    steps: Annotated[
        int, QueryParameter(ge=1, le=MAX_STEPS, description="How far from it, in ties.")
    ] = 1,
    limit: Annotated[
        int, QueryParameter(ge=1, le=MAX_NODES, description="At most this many entities.")
    ] = 100,
    day: On = None,
) -> ASGIResponse:
    """What stands around an entity: those tied to it, and the ties between them."""
    now = observatory_of(request)
    centre = _stays(now, id_, "id")
    _known(types)
    on = _read(day)
    found = find_neighbourhood(now, centre, steps, types, limit, on.day if on else None)
    return _told(request, on, _encode(found))


def way(
    request: ApiRequest,
    source: Annotated[
        str, QueryParameter(name="from", max_length=MAX_TEXT, description="Id of an entity.")
    ],
    target: Annotated[
        str, QueryParameter(name="to", max_length=MAX_TEXT, description="Id of another.")
    ],
    types: Types = (),
    day: On = None,
) -> ASGIResponse:
    """How two entities are tied: the shortest way along ties on record, each with its sources."""
    now = observatory_of(request)
    ends = _stays(now, source, "from"), _stays(now, target, "to")
    _known(types)
    on = _read(day)
    return _told(request, on, _encode(find_way(now, *ends, types, on.day if on else None)))


def _read(day: str | None) -> OnDay | None:
    return None if day is None else on_day_of(day)


def _told(request: ApiRequest, on: OnDay | None, body: bytes) -> ASGIResponse:
    if on is None:
        return reply(request, observatory_of(request), body)
    return dated(request, on, body)


def _stays(now: Observatory, id_: str, name: str) -> str:
    """The id an entity is known by now; Wrong when there is no such entity."""
    stays = now.redirect(id_) or id_
    if now.document("entity", stays) is None:
        advice = f"{PREFIX}/search?q={quoted(id_)} may find it"
        detail = f"no entity has the id {id_[:80]!r}; {advice}"
        raise Wrong(HTTPStatus.NOT_FOUND, detail, name)
    return stays


def types_known() -> tuple[str, ...]:
    """The types that ties may have: relations, and properties whose value is an entity."""
    properties = schema().properties.values()
    return (*schema().relations, *(p.id for p in properties if p.type in ("entity", "place")))


def _known(types: tuple[str, ...]) -> None:
    for one in types:
        if one not in types_known():
            detail = f"no tie has the type {one[:80]!r}; known: {', '.join(types_known())}"
            raise Wrong(HTTPStatus.BAD_REQUEST, detail, "type")


ROUTES: tuple[tuple[str, Any, type, str], ...] = (
    ("/graph/around/{id:str}", neighbourhood, NeighbourhoodAnswer, "graph"),
    ("/graph/way", way, WayAnswer, "graph"),
)
