"""The routes over bodies that affiliations name and the registry does not."""

from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter
from litestar.response.base import ASGIResponse
from msgspec import Meta

from lionrock.answer.unknown import MAX_BODIES, unknown_bodies, unknown_body
from lionrock.serve.api.cursor import Turn, begin, onward
from lionrock.serve.api.documents import Next, Shape
from lionrock.serve.api.reply import PREFIX, ApiRequest, Wrong, observatory_of, reply
from lionrock.serve.api.research import WorkShape
from lionrock.serve.api.table import MAX_TEXT

_encode = msgspec.json.encode

NameId = Annotated[
    str, Meta(description="Id of a name: name- and 16 hex digits, alike in every build.")
]
PlaceId = Annotated[str, Meta(description="Id of the place its address tells; may be empty.")]


class UnknownBodyShape(Shape, frozen=True):
    """A body put together by machine from names that no organisation of the registry has."""

    id: NameId
    text: Annotated[str, Meta(description="What most works call it.")]
    place: PlaceId
    names: Annotated[int, Meta(description="Names that were put together.")]
    strings: Annotated[int, Meta(description="Affiliation strings with one of them.")]
    works: Annotated[int, Meta(description="Counted AI works with one of these.")]
    institution: Annotated[
        str | None, Meta(description="OpenAlex's institution, where its strings have but one.")
    ]
    institution_name: str | None
    ror: str | None
    country: str | None
    example: Annotated[str, Meta(description="One of the strings.")]


class UnknownAnswer(Shape, frozen=True):
    """Proposed bodies, those in most works first. `loaded` is false when no works are loaded, so
    that nothing is known; `unresolved` counts the strings of counted works without a known body,
    `unread` those of them that hold no name of a body either."""

    loaded: bool
    unresolved: int
    unread: int
    total: int
    next: Next
    bodies: tuple[UnknownBodyShape, ...]


class SpellingShape(Shape, frozen=True):
    """One of a body's names."""

    name: NameId
    text: str
    place: PlaceId
    works: int


class WrittenShape(Shape, frozen=True):
    """An affiliation as it is printed."""

    raw: str
    works: int


class ComparedShape(Shape, frozen=True):
    """Two names that were held against each other; `joined` when they are one body now."""

    name: NameId
    text: str
    other: NameId
    other_text: str
    proposed: Annotated[NameId, Meta(description="The body that the other name is put to.")]
    score: float
    verdict: Annotated[str, Meta(description="same, different or unsure, by the matcher.")]
    joined: bool


class UnknownDetailAnswer(Shape, frozen=True):
    """A proposed body with the evidence: at most 50 names, strings and pairs, 25 works.

    `draft` is the line of organisations.jsonl that would add it; its `kind` is empty, for a person
    to fill in."""

    body: UnknownBodyShape
    spellings: tuple[SpellingShape, ...]
    strings: tuple[WrittenShape, ...]
    works: tuple[WorkShape, ...]
    compared: tuple[ComparedShape, ...]
    draft: dict[str, Any]


def unknown(
    request: ApiRequest,
    turn: NamedDependency[Turn],
    q: Annotated[
        str, QueryParameter(max_length=MAX_TEXT, description="Only with this in one of its names.")
    ] = "",
    place: Annotated[
        str, QueryParameter(max_length=MAX_TEXT, description="Only of this place, by id.")
    ] = "",
    limit: Annotated[
        int, QueryParameter(ge=1, le=MAX_BODIES, description="At most this many.")
    ] = 25,
) -> ASGIResponse:
    """Bodies that affiliations of AI works name and the registry does not, grouped by machine."""
    now = observatory_of(request)
    offset = begin(request, now, turn)
    found = unknown_bodies(now, q, place, limit, offset)
    following = onward(request, now, offset + limit, found.total)
    return reply(request, now, _encode({"next": following, **msgspec.structs.asdict(found)}))


def unknown_one(
    request: ApiRequest,
    id_: Annotated[
        str,
        PathParameter(name="id", max_length=MAX_TEXT, description="Id of a body or of a name."),
    ],
) -> ASGIResponse:
    """One of these bodies with its names, strings, works, and a draft of a registry line."""
    now = observatory_of(request)
    found = unknown_body(now, id_)
    if found is None:
        advice = f"{PREFIX}/research/unknown lists them"
        raise Wrong(HTTPStatus.NOT_FOUND, f"no unknown body has the id {id_[:80]!r}; {advice}")
    return reply(request, now, _encode(found))


ROUTES: tuple[tuple[str, Any, type, str], ...] = (
    ("/research/unknown", unknown, UnknownAnswer, "research"),
    ("/research/unknown/{id:str}", unknown_one, UnknownDetailAnswer, "research"),
)
