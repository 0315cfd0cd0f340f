"""The routes that answer about a day, in the meaning they are asked in."""

import datetime as dt
from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar.params import PathParameter, QueryParameter
from litestar.response.base import ASGIResponse
from msgspec import Meta

from lionrock.answer.as_of import AsOf, as_of, indicator_as_of, read_day, today
from lionrock.model.change import Meaning
from lionrock.serve.api.documents import Date, Day, Id, Kind, Label, Shape
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
AsOfDay = Annotated[
    str,
    QueryParameter(
        max_length=10,
        description="YYYY-MM-DD; of a month or year its last, of one not over yet today.",
    ),
]
AsOfMeaning = Annotated[
    Meaning, QueryParameter(description="valid: true for that day. known: known on that day.")
]


def entity_as_of(
    request: ApiRequest, id_: AsOfId, day: AsOfDay, meaning: AsOfMeaning = "valid"
) -> ASGIResponse:
    """An entity as of a day: what was true for it, or what was known on it."""
    now, asked = observatory_of(request), asked_day(day)
    return _told(request, day, as_of(now, id_, asked, meaning), "entity", id_)


def indicator_on_day(
    request: ApiRequest, id_: AsOfId, day: AsOfDay, meaning: AsOfMeaning = "valid"
) -> ASGIResponse:
    """An indicator as of a day: the values of periods begun by then, or those known on it."""
    now, asked = observatory_of(request), asked_day(day)
    return _told(request, day, indicator_as_of(now, id_, asked, meaning), "indicator", id_)


def asked_day(text: str) -> dt.date:
    """The day that is asked for; Wrong says why there is none such."""
    try:
        return read_day(text)
    except ValueError as error:
        raise Wrong(HTTPStatus.BAD_REQUEST, str(error), "day") from None


def _told(request: ApiRequest, day: str, found: AsOf | None, kind: str, id_: str) -> ASGIResponse:
    if found is None:
        advice = f"{PREFIX}/search?q={quoted(id_)} may find it"
        raise Wrong(HTTPStatus.NOT_FOUND, f"no {kind} has the id {id_[:80]!r}; {advice}")
    told = msgspec.to_builtins(found)
    told["items"] = [msgspec.structs.asdict(item) for item in found.items]
    return dated(request, day, msgspec.json.encode(told))


def dated(request: ApiRequest, day: str, body: bytes) -> ASGIResponse:
    """An answer that others may keep, unless what is said of the day moves with the clock."""
    now, asked = observatory_of(request), read_day(day)
    if asked.isoformat() != day or asked > today():
        return unkept(now, body)
    return reply(request, now, body)


ROUTES: tuple[tuple[str, Any, type, str], ...] = (
    ("/entities/{id:str}/as-of", entity_as_of, AsOfAnswer, "views"),
    ("/indicators/{id:str}/as-of", indicator_on_day, AsOfAnswer, "views"),
)
