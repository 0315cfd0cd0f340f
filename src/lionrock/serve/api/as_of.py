"""The routes that answer about a day, in the meaning they are asked in."""

import datetime as dt
from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar.di import NamedDependency, Provide
from litestar.params import PathParameter, QueryParameter
from litestar.response.base import ASGIResponse
from msgspec import Meta

from lionrock.answer.as_of import AsOf, Item, as_of, indicator_as_of, read_day, today
from lionrock.derive.sides import read_figure
from lionrock.model.change import Meaning
from lionrock.serve.api.cursor import MAX_ROW, Cursor, Turn
from lionrock.serve.api.documents import (
    Date,
    Day,
    Id,
    Kind,
    Label,
    Qualifier,
    Shape,
    Tier,
    Unit,
    Vocabulary,
)
from lionrock.serve.api.reply import (
    PREFIX,
    ApiRequest,
    Wrong,
    observatory_of,
    quoted,
    reply,
    unkept,
)
from lionrock.serve.api.table import MAX_TEXT


class FigureShape(Shape, frozen=True):
    """A figure in parts, as far as it is remembered."""

    qualifier: Qualifier | None
    measured: Annotated[float, Meta(description="As published.")]
    measured_unit: Unit
    value: Annotated[float | None, Meta(description="Converted; null where it is as published.")]
    unit: Unit | None
    publisher: Annotated[str | None, Meta(description="Its id: see /api/sources.")]
    nature: Vocabulary | None
    tier: Tier | None


class AsOfItemShape(Shape, frozen=True):
    """One thing that is said."""

    part: Annotated[str, Meta(description="fact, link or figure.")]
    name: Annotated[str, Meta(description="Property, relation or indicator.")]
    value: Annotated[str, Meta(description="What was said; of a link the other entity's id.")]
    state: Annotated[
        str,
        Meta(
            description="holds, unclear (its dates are too vague), undated (it carries none: "
            "unknown), ended, not_yet or earlier (a figure of an earlier period). Always holds "
            "where the meaning is known."
        ),
    ]
    figure: Annotated[FigureShape | None, Meta(description="The value of a figure, in parts.")]
    lang: str | None
    direction: str | None
    about: Annotated[Id | None, Meta(description="Whom a figure of an indicator is about.")]
    label: Label | None
    period: str | None
    since: Annotated[Date | None, Meta(description="valid: its date; known: first said here.")]
    until: Annotated[Date | None, Meta(description="valid: its end; known: withdrawn here.")]
    sources: Annotated[
        tuple[str, ...], Meta(description="Pages it is seen on; of what was withdrawn, none.")
    ]


class AsOfAnswer(Shape, frozen=True):
    """An entity, or an indicator (whose kind is indicator), as of a day, in one of two meanings."""

    id: Id
    kind: Kind
    label: Label
    day: Day
    meaning: Annotated[
        str,
        Meta(
            description="valid: what was true for that day, as known today. known: what this "
            "observatory said on that day."
        ),
    ]
    state: Annotated[
        str,
        Meta(description="Its own, as of an item; unknown: that day is not remembered."),
    ]
    begins: Annotated[Day | None, Meta(description="The first day that is remembered here.")]
    whole: Annotated[bool, Meta(description="Whether all of the memory could be read.")]
    build: Annotated[str | None, Meta(description="The build that answers, or was served then.")]
    items: tuple[AsOfItemShape, ...]


AsOfId = Annotated[str, PathParameter(name="id", max_length=MAX_TEXT, description="Its id.")]


class OnDay(msgspec.Struct, frozen=True):
    """The day that is asked for, as it was written, and in which meaning."""

    day: dt.date
    written: str
    meaning: Meaning


def on_day_of(
    day: Annotated[
        str,
        QueryParameter(
            max_length=10,
            description="YYYY-MM-DD; of a month or year its last, of one not over yet today.",
        ),
    ],
    meaning: Annotated[
        Meaning,
        QueryParameter(description="valid: true for that day. known: known on that day."),
    ] = "valid",
) -> OnDay:
    """Read which day a request asks for; Wrong says why it is none."""
    try:
        return OnDay(read_day(day), day, meaning)
    except ValueError as error:
        raise Wrong(HTTPStatus.BAD_REQUEST, str(error), "day") from None


class Window(msgspec.Struct, frozen=True):
    """Which part of a list is asked for."""

    limit: int
    turn: Turn


def window_of(
    limit: Annotated[int, QueryParameter(ge=1, le=200, description="At most this many.")] = 50,
    offset: Annotated[int, QueryParameter(ge=0, le=MAX_ROW, description="Skip this many.")] = 0,
    cursor: Cursor = None,
) -> Window:
    """Read which part of a list a request asks for."""
    return Window(limit, Turn(offset, cursor))


DEPENDENCIES = {
    "on": Provide(on_day_of, sync_to_thread=False),
    "window": Provide(window_of, sync_to_thread=False),
}


def entity_as_of(request: ApiRequest, id_: AsOfId, on: NamedDependency[OnDay]) -> ASGIResponse:
    """An entity as of a day: what was true for it, or what was known on it."""
    found = as_of(observatory_of(request), id_, on.day, on.meaning)
    return _told(request, on, found, "entity", id_)


def indicator_on_day(request: ApiRequest, id_: AsOfId, on: NamedDependency[OnDay]) -> ASGIResponse:
    """An indicator as of a day: the values of periods begun by then, or those known on it."""
    found = indicator_as_of(observatory_of(request), id_, on.day, on.meaning)
    return _told(request, on, found, "indicator", id_)


def _told(request: ApiRequest, on: OnDay, found: AsOf | None, kind: str, id_: str) -> ASGIResponse:
    if found is None:
        advice = f"{PREFIX}/search?q={quoted(id_)} may find it"
        raise Wrong(HTTPStatus.NOT_FOUND, f"no {kind} has the id {id_[:80]!r}; {advice}")
    told = msgspec.to_builtins(found)
    told["items"] = [
        msgspec.structs.asdict(item) | {"figure": _parts(item)} for item in found.items
    ]
    return dated(request, on, msgspec.json.encode(told))


def _parts(item: Item) -> dict[str, object] | None:
    told = read_figure(item.value) if item.part == "figure" else None
    return told._asdict() if told else None


def dated(request: ApiRequest, on: OnDay, body: bytes) -> ASGIResponse:
    """An answer that others may keep, unless what is said of the day moves with the clock."""
    now = observatory_of(request)
    if on.day.isoformat() != on.written or on.day > today():
        return unkept(now, body)
    return reply(request, now, body)


ROUTES: tuple[tuple[str, Any, type, str], ...] = (
    ("/entities/{id:str}/as-of", entity_as_of, AsOfAnswer, "views"),
    ("/indicators/{id:str}/as-of", indicator_on_day, AsOfAnswer, "views"),
)
