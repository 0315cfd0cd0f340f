"""The route that answers about an entity as of a day, in the meaning it is asked in."""

from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar.params import PathParameter, QueryParameter
from litestar.response.base import ASGIResponse
from msgspec import Meta

from lionrock.answer.as_of import as_of, read_day, today
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
    """One thing said of the entity."""

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
    label: Label | None
    period: str | None
    since: Annotated[Date | None, Meta(description="valid: its date; known: first said here.")]
    until: Annotated[Date | None, Meta(description="valid: its end; known: withdrawn here.")]
    sources: Annotated[
        tuple[str, ...], Meta(description="Pages it is seen on; of what was withdrawn, none.")
    ]


class AsOfAnswer(Shape, frozen=True):
    """An entity as of a day, in one of two meanings."""

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
        Meta(description="The entity's own, as of an item; unknown: that day is not remembered."),
    ]
    begins: Annotated[Day | None, Meta(description="The first day that is remembered here.")]
    whole: Annotated[bool, Meta(description="Whether all of the memory could be read.")]
    build: Annotated[str | None, Meta(description="The build that answers, or was served then.")]
    items: tuple[AsOfItemShape, ...]


def entity_as_of(
    request: ApiRequest,
    id_: Annotated[str, PathParameter(name="id", max_length=MAX_TEXT, description="Its id.")],
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
) -> ASGIResponse:
    """An entity as of a day: what was true for it, or what was known on it."""
    now = observatory_of(request)
    try:
        asked = read_day(day)
    except ValueError as error:
        raise Wrong(HTTPStatus.BAD_REQUEST, str(error), "day") from None
    found = as_of(now, id_, asked, meaning)
    if found is None:
        advice = f"{PREFIX}/search?q={quoted(id_)} may find it"
        raise Wrong(HTTPStatus.NOT_FOUND, f"no entity has the id {id_[:80]!r}; {advice}")
    told = msgspec.to_builtins(found)
    told["items"] = [msgspec.structs.asdict(item) for item in found.items]
    body = msgspec.json.encode(told)
    if asked.isoformat() != day or asked > today():  # what is said of these moves with the day
        return unkept(now, body)
    return reply(request, now, body)


ROUTES: tuple[tuple[str, Any, type, str], ...] = (
    ("/entities/{id:str}/as-of", entity_as_of, AsOfAnswer, "views"),
)
