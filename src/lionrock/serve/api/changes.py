"""The route over what this home remembers: what each build changed, and why."""

from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response.base import ASGIResponse
from msgspec import Meta

from lionrock.answer.changes import Found, Told, Unknown, Watch, changes, day_of, watch_list
from lionrock.answer.observatory import Observatory
from lionrock.model.change import Entry
from lionrock.model.dates import parse_date
from lionrock.serve.api.cursor import Turn, after, gone, last_given
from lionrock.serve.api.documents import Day, Id, Kind, Label, Next, Shape
from lionrock.serve.api.reply import ApiRequest, Wrong, observatory_of, reply, unkept
from lionrock.serve.api.table import MAX_NAME, MAX_TEXT

MOST = 500


class BuildShape(Shape, frozen=True):
    """A build that came to be served, and the inputs in which it differs from the one before."""

    build: str
    before: Annotated[str | None, Meta(description="The build it replaced; null for the first.")]
    at: Annotated[str, Meta(description="When, in UTC; it never goes back.")]
    day: Annotated[Day, Meta(description="The same as a day in Hong Kong.")]
    version: str
    inputs: Annotated[tuple[str, ...], Meta(description="Names as in the manifest.")]
    comparable: Annotated[
        bool, Meta(description="False when the build before could not be read: unknown changes.")
    ]
    changes: int


class ChangeShape(Shape, frozen=True):
    """Something added, changed or withdrawn, and why as far as digests of the inputs tell."""

    build: str
    what: Annotated[str, Meta(description="entity, merge, statement, evidence or observation.")]
    how: Annotated[str, Meta(description="added, changed or withdrawn.")]
    subject: Id
    kind: Kind
    label: Label
    prop: Annotated[str | None, Meta(description="Property, or an observation's indicator.")]
    lang: str | None
    period: str | None
    before: str | None
    after: str | None
    reasons: Annotated[
        tuple[str, ...],
        Meta(
            description="source, judgement, decision, rate, definition, publisher, code or "
            "unknown; the nearest first. Several where the digests cannot tell."
        ),
    ]
    causes: Annotated[tuple[str, ...], Meta(description="The inputs that changed, by name.")]
    about: Annotated[tuple[Id, ...], Meta(description="In whose account it appears.")]
    facets: tuple[str, ...]


class ChangesAnswer(Shape, frozen=True):
    """Changes, the newest build first. `begins` is null when nothing is remembered yet."""

    begins: Annotated[str | None, Meta(description="When this home's memory begins.")]
    damaged: Annotated[int, Meta(description="Pages of the memory that cannot be read.")]
    total: int
    next: Next
    builds: tuple[BuildShape, ...]
    changes: tuple[ChangeShape, ...]


class Following(msgspec.Struct, frozen=True):
    """What a request follows: all that it names must hold."""

    entity: str | None
    facet: str | None
    watch: str | None


def following_of(
    entity: Annotated[
        str | None, QueryParameter(max_length=MAX_TEXT, description="About this entity, by id.")
    ] = None,
    facet: Annotated[
        str | None, QueryParameter(max_length=MAX_NAME, description="Only those of this facet.")
    ] = None,
    watch: Annotated[
        str | None,
        QueryParameter(max_length=MAX_NAME, description="Of this list of the home's watch.toml."),
    ] = None,
) -> Following:
    """Read what the request follows."""
    return Following(entity, facet, watch)


def changed(
    request: ApiRequest,
    following: NamedDependency[Following],
    turn: NamedDependency[Turn],
    since: Annotated[
        str | None,
        QueryParameter(
            max_length=10, description="From this day on, in Hong Kong: YYYY, YYYY-MM, YYYY-MM-DD."
        ),
    ] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MOST, description="At most this many.")] = 50,
) -> ASGIResponse:
    """What builds added, changed and withdrew, each with its reason."""
    now = observatory_of(request)
    try:
        day = parse_date(since).start.isoformat() if since else None
    except ValueError as error:
        raise Wrong(HTTPStatus.BAD_REQUEST, str(error), "since") from None
    watches = _watches(now, following)
    try:
        found = changes(now.settings, watches, day, (limit, turn.offset), _behind(request, turn))
    except Unknown as error:
        raise gone(request, str(error)) from None
    body = msgspec.json.encode(answer(found, _next(request, found, limit)))
    if following.watch:  # the list may be edited at any time
        return unkept(now, body)
    return reply(request, now, body)


def _behind(request: ApiRequest, turn: Turn) -> tuple[str, int] | None:
    match last_given(request, turn.cursor):
        case None:
            return None
        case (str(moment), int(number)):
            return moment, number
    raise gone(request, "it is of another version of lionrock")


def _next(request: ApiRequest, found: Found, limit: int) -> str | None:
    """The cursor behind the last change given: it holds whatever builds come."""
    if len(found.told) < limit:
        return None
    last = found.told[-1]
    return after(request, (last.entry.at, last.number))


def _watches(now: Observatory, following: Following) -> list[Watch]:
    facet, name = following.facet, following.watch
    known = [one["id"] for one in now.facets()]
    if facet is not None and facet not in known:
        detail = f"no facet {facet[:80]!r}; known: {', '.join(known)}"
        raise Wrong(HTTPStatus.BAD_REQUEST, detail, "facet")
    try:
        listed = [watch_list(now.settings, name)] if name else []
    except Unknown:  # what its message says of this machine is for the command line
        detail = f"no list {name!r:.80} can be read from the watch.toml of this place"
        raise Wrong(HTTPStatus.NOT_FOUND, detail, "watch") from None
    return [*listed, *followed_by(following.entity, facet)]


def followed_by(entity: str | None, facet: str | None) -> list[Watch]:
    """What an address that names an entity and a facet follows: both must hold."""
    found = [Watch(entities=frozenset((entity,)))] if entity else []
    return [*found, Watch(facets=frozenset((facet,)))] if facet else found


def answer(found: Found, following: str | None = None) -> ChangesAnswer:
    """The answer as the API gives it."""
    return ChangesAnswer(
        found.begins,
        len(found.damaged),
        found.total,
        following,
        tuple(_build(entry) for entry in found.entries),
        tuple(_change(told) for told in found.told),
    )


def _build(entry: Entry) -> BuildShape:
    return BuildShape(
        entry.build, entry.before, entry.at, day_of(entry), entry.version, entry.inputs,
        entry.comparable, len(entry.changes),
    )  # fmt: skip


def _change(told: Told) -> ChangeShape:
    one = told.change
    return ChangeShape(
        told.entry.build, one.what, one.how, one.subject, one.kind,
        Label(*(one.label.in_(lang) for lang in ("en", "zh-Hant", "zh-Hans"))),
        one.prop, one.lang, one.period, one.before, one.after, one.reasons, one.causes, one.about,
        one.facets,
    )  # fmt: skip


ROUTES: tuple[tuple[str, Any, type, str], ...] = (("/changes", changed, ChangesAnswer, "views"),)
