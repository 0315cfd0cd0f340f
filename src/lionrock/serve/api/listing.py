"""Routes that go through everything there is; their cursors hold in every later build."""

from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response.base import ASGIResponse
from msgspec import Meta, field

from lionrock.answer.lists import Narrowed, all_entities, all_statements
from lionrock.model.schema import schema
from lionrock.serve.api.cursor import Cursor, Position, after, gone, last_given
from lionrock.serve.api.documents import Id, Kind, Label, Next, Shape, Vocabulary
from lionrock.serve.api.reply import ApiRequest, Wrong, observatory_of, reply
from lionrock.serve.api.table import MAX_NAME, MAX_TEXT

MOST = 500
_encode = msgspec.json.encode

Limit = Annotated[int, QueryParameter(ge=1, le=MOST, description="At most this many.")]


class ListedShape(Shape, frozen=True):
    """An entity; /api/entities/{id} tells everything of it."""

    id: Id
    kind: Kind
    class_: Vocabulary | None = field(name="class")
    label: Label
    statements: int


class DirectoryAnswer(Shape, frozen=True):
    """Entities by id; `total` counts all that fit."""

    total: int
    next: Next
    entities: tuple[ListedShape, ...]


class StatementShape(Shape, frozen=True):
    """A statement: who says what of whom. `key` is stable from build to build."""

    key: str
    subject: Annotated[Id, Meta(description="Of whom: of merged ones the id that stays.")]
    kind: Kind
    prop: Annotated[str, Meta(description="Property: see /api/schema.")]
    value: str
    lang: str | None
    original: Annotated[str | None, Meta(description="What was written, where that differs.")]
    source: Annotated[str, Meta(description="Id of the source: see /api/sources.")]
    sources: Annotated[tuple[str, ...], Meta(description="Pages it was seen on.")]


class StatementsAnswer(Shape, frozen=True):
    """Statements by subject, property and key; `total` counts all that fit."""

    total: int
    next: Next
    statements: tuple[StatementShape, ...]


def narrowed_of(
    kind: Annotated[
        str | None, QueryParameter(max_length=MAX_NAME, description="Of entities of this kind.")
    ] = None,
    subject: Annotated[
        str | None, QueryParameter(max_length=MAX_TEXT, description="Of this entity, by id.")
    ] = None,
    prop: Annotated[
        str | None, QueryParameter(max_length=MAX_NAME, description="Of this property.")
    ] = None,
    source: Annotated[
        str | None, QueryParameter(max_length=MAX_NAME, description="Of this source, by id.")
    ] = None,
) -> Narrowed:
    """Read which statements the request wants."""
    return Narrowed(_known(kind), subject, prop, source)


def directory(
    request: ApiRequest,
    kind: Annotated[
        str | None, QueryParameter(max_length=MAX_NAME, description="Only of this kind.")
    ] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> ASGIResponse:
    """Every entity there is, by id: page by page to the end, also across a new build."""
    now = observatory_of(request)
    held = last_given(request, cursor)
    total, rows = all_entities(now, _known(kind), _one(request, held), limit)
    following = after(request, (rows[-1].id,)) if len(rows) == limit else None
    body = {"total": total, "next": following, "entities": rows}
    return reply(request, now, _encode(body))


def statements(
    request: ApiRequest,
    narrowed: NamedDependency[Narrowed],
    limit: Limit = 100,
    cursor: Cursor = None,
) -> ASGIResponse:
    """Every statement there is, with the pages it was seen on: page by page to the end."""
    now = observatory_of(request)
    total, rows = all_statements(now, narrowed, _three(request, last_given(request, cursor)), limit)
    whole = len(rows) < limit
    following = None if whole else after(request, (rows[-1].subject, rows[-1].prop, rows[-1].key))
    body = {"total": total, "next": following, "statements": rows}
    return reply(request, now, _encode(body))


def _known(kind: str | None) -> str | None:
    if kind is not None and kind not in schema().kinds:
        detail = f"no kind {kind[:80]!r}; known: {', '.join(schema().kinds)}"
        raise Wrong(HTTPStatus.BAD_REQUEST, detail, "kind")
    return kind


def _one(request: ApiRequest, held: Position | None) -> str | None:
    match held:
        case None:
            return None
        case (str(id_),):
            return id_
    raise gone(request, "it is of another version of lionrock")


def _three(request: ApiRequest, held: Position | None) -> tuple[str, str, str] | None:
    match held:
        case None:
            return None
        case (str(subject), str(prop), str(key)):
            return subject, prop, key
    raise gone(request, "it is of another version of lionrock")


ROUTES: tuple[tuple[str, Any, type, str], ...] = (
    ("/directory", directory, DirectoryAnswer, "views"),
    ("/statements", statements, StatementsAnswer, "views"),
)
