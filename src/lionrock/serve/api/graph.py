"""The routes over ties on record: what stands around an entity, and the way between two."""

from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar.di import NamedDependency, Provide
from litestar.params import PathParameter, QueryParameter
from litestar.response.base import ASGIResponse
from msgspec import Meta, field

from lionrock.answer.as_of import TiesAsOf, ties_as_of
from lionrock.answer.graph import MAX_NODES, MAX_STEPS, find_neighbourhood, find_way
from lionrock.answer.observatory import Observatory
from lionrock.model.change import Meaning
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
        "on it, as known today (those without dates stay: whether they held is unknown), or along "
        "those on record here on it: see `meaning`.",
    ),
]
In = Annotated[
    Meaning,
    QueryParameter(
        name="meaning",
        description="Of a day. valid: true for that day. known: known on that day.",
    ),
]


class DayShape(Shape, frozen=True):
    """What is said of the day that was asked about."""

    day: Day
    meaning: Annotated[str, Meta(description="valid or known.")]
    state: Annotated[str, Meta(description="holds; unknown: that day is not remembered.")]
    begins: Annotated[Day | None, Meta(description="The first day that is remembered here.")]
    whole: Annotated[bool, Meta(description="Whether all of the memory could be read.")]
    build: Annotated[str | None, Meta(description="The build that answers, or was served then.")]
    exact: Annotated[
        bool,
        Meta(
            description="False: the build of the day is not kept, and later changes were taken "
            "back from the ties of today."
        ),
    ]


_AS_OF = Annotated[
    DayShape | None, Meta(description="Null: no day was asked about; whatever is on record.")
]


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
    strength: Annotated[Strength | None, Meta(description="Null: withdrawn since the day.")]
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
    others; and all ties between what is shown. `total` counts entities, shown or not; none when the
    centre was not known on the day."""

    centre: Id
    as_of: _AS_OF
    steps: int
    total: int
    nodes: tuple[NodeShape, ...]
    ties: tuple[EdgeShape, ...]


class WayAnswer(Shape, frozen=True):
    """The way with the fewest steps (at most 6) between two entities and, of these, the one
    through those with the fewest ties. Without nodes: there is none."""

    source: Id
    target: Id
    as_of: _AS_OF
    nodes: tuple[NodeShape, ...]
    ties: tuple[EdgeShape, ...]


def neighbourhood(
    request: ApiRequest,
    id_: Annotated[str, PathParameter(name="id", max_length=MAX_TEXT, description="Its id.")],
    maybe_on: NamedDependency[OnDay | None],
    types: Types = (),
    steps: Annotated[
        int, QueryParameter(ge=1, le=MAX_STEPS, description="How far from it, in ties.")
    ] = 1,
    limit: Annotated[
        int, QueryParameter(ge=1, le=MAX_NODES, description="At most this many entities.")
    ] = 100,
) -> ASGIResponse:
    """What stands around an entity: those tied to it, and the ties between them."""
    _known(types)
    now = observatory_of(request)
    held = _held(now, maybe_on)
    centre = _stays(now, held, id_, "id")
    return _told(request, maybe_on, _encode(find_neighbourhood(held, centre, steps, types, limit)))


def way(
    request: ApiRequest,
    source: Annotated[
        str, QueryParameter(name="from", max_length=MAX_TEXT, description="Id of an entity.")
    ],
    target: Annotated[
        str, QueryParameter(name="to", max_length=MAX_TEXT, description="Id of another.")
    ],
    maybe_on: NamedDependency[OnDay | None],
    types: Types = (),
) -> ASGIResponse:
    """How two entities are tied: the shortest way along ties on record, each with its sources."""
    _known(types)
    now = observatory_of(request)
    held = _held(now, maybe_on)
    ends = _stays(now, held, source, "from"), _stays(now, held, target, "to")
    return _told(request, maybe_on, _encode(find_way(held, *ends, types)))


def maybe_on_day_of(day: On = None, meaning: In = "valid") -> OnDay | None:
    """Read which day a request asks for, if any; Wrong says why it is none."""
    return None if day is None else on_day_of(day, meaning)


DEPENDENCIES = {"maybe_on": Provide(maybe_on_day_of, sync_to_thread=False)}


def _held(now: Observatory, on: OnDay | None) -> TiesAsOf:
    return ties_as_of(now, on.day, on.meaning) if on else ties_as_of(now)


def _told(request: ApiRequest, on: OnDay | None, body: bytes) -> ASGIResponse:
    if on is None:
        return reply(request, observatory_of(request), body)
    return dated(request, on, body)


def _stays(now: Observatory, held: TiesAsOf, id_: str, name: str) -> str:
    """The id an entity is known by; Wrong when there is no such entity, and was none."""
    stays = held.asked.redirect(id_) or id_
    builds = (held.asked, now)
    if stays not in held.turned and all(one.document("entity", stays) is None for one in builds):
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
