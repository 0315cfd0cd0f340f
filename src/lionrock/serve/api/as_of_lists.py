"""The routes that answer about a day with lists: a facet's table, and a search."""

from http import HTTPStatus
from typing import Annotated, Any, Literal

import msgspec
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response.base import ASGIResponse
from msgspec import Meta

from lionrock.answer.as_of import Which, Words, search_as_of, table_as_of
from lionrock.serve.api.as_of import AsOfId, OnDay, Window, dated
from lionrock.serve.api.cursor import begin, onward
from lionrock.serve.api.documents import Cells, Date, Day, Label, Next, Shape
from lionrock.serve.api.facets import TableShape
from lionrock.serve.api.reference import known_kinds
from lionrock.serve.api.reply import ApiRequest, Wrong, observatory_of
from lionrock.serve.api.table import MAX_NAME, MAX_TEXT

State = Literal["holds", "unclear", "undated", "earlier", "changed", "ended", "not_yet"]
_STATE = (
    "holds, unclear (its dates are too vague), undated (it carries none: unknown), earlier (a "
    "figure of an earlier period), ended, not_yet; of what was known: holds, or changed (what "
    "stood there is not known in full)."
)
Named = Annotated[
    str | None, QueryParameter(max_length=MAX_NAME, description="Which table; else its first.")
]
Only = Annotated[State | None, QueryParameter(name="state", description="Only rows of this state.")]
Kinds = Annotated[
    tuple[str, ...], QueryParameter(description="Only of this kind; may be repeated.")
]
_SINCE = Meta(description="valid: its date; known: first known here.")
_UNTIL = Meta(description="valid: its end; known: withdrawn here.")
_EXACT = Meta(
    description="false: the build of the day is not kept, so that this is today's, with what came "
    "later left out and what changed since told."
)
_WHAT = Meta(description="valid or known: see the same route of an entity.")
_TOLD = Meta(description="holds, or unknown: that day is not remembered.")


class ChangedSince(Shape, frozen=True):
    """Something said of a row's entity that changed after the day."""

    how: Annotated[str, Meta(description="added, changed or withdrawn.")]
    prop: Annotated[str | None, Meta(description="Property or indicator; else what changed.")]
    before: str | None
    after: str | None


class RowOnDay(Shape, frozen=True):
    """A row of a table as of a day."""

    cells: Annotated[Cells, Meta(description="The row; null also in `unknown` columns.")]
    state: Annotated[str, Meta(description=_STATE)]
    since: Annotated[Date | None, _SINCE]
    until: Annotated[Date | None, _UNTIL]
    unknown: Annotated[
        tuple[str, ...],
        Meta(description="Columns of which is only known what stood there on another day."),
    ]
    changed: tuple[ChangedSince, ...]


class TableOnDay(Shape, frozen=True):
    """A facet's table as of a day, in one of two meanings."""

    facet: str
    table: TableShape
    day: Day
    meaning: Annotated[str, _WHAT]
    state: Annotated[str, _TOLD]
    begins: Annotated[Day | None, Meta(description="The first day that is remembered here.")]
    whole: Annotated[bool, Meta(description="Whether all of the memory could be read.")]
    build: Annotated[str | None, Meta(description="The build that answers, or was served then.")]
    exact: Annotated[bool, _EXACT]
    states: Annotated[dict[str, int], Meta(description="Number of rows by state.")]
    total: Annotated[int, Meta(description="Rows of the state that was asked for, or all.")]
    rows: Annotated[tuple[RowOnDay, ...], Meta(description="By state, then as the table orders.")]
    next: Next


class HitOnDay(Shape, frozen=True):
    """Something found, as of a day."""

    id: str
    kind: Annotated[str, Meta(description="Kind of entity, or indicator.")]
    label: Label
    state: Annotated[str, Meta(description=_STATE)]
    since: Annotated[Date | None, _SINCE]
    until: Annotated[Date | None, _UNTIL]


class FoundOnDay(Shape, frozen=True):
    """What a search finds as of a day, in one of two meanings."""

    day: Day
    meaning: Annotated[str, _WHAT]
    state: Annotated[str, _TOLD]
    begins: Annotated[Day | None, Meta(description="The first day that is remembered here.")]
    whole: Annotated[bool, Meta(description="Whether all of the memory could be read.")]
    build: Annotated[str | None, Meta(description="The build that answers, or was served then.")]
    exact: Annotated[bool, _EXACT]
    total: int
    hits: tuple[HitOnDay, ...]
    next: Next


def facet_on_day(
    request: ApiRequest,
    id_: AsOfId,
    on: NamedDependency[OnDay],
    window: NamedDependency[Window],
    table: Named = None,
    only: Only = None,
) -> ASGIResponse:
    """A facet's table as of a day: the rows that stood for it, or what it said on it."""
    now = observatory_of(request)
    which = Which(id_, table, only, window.limit, begin(request, now, window.turn))
    found = table_as_of(now, which, on.day, on.meaning)
    if found is None:
        raise _no_table(request, id_, table)
    told = msgspec.to_builtins(found)
    told["next"] = onward(request, now, which.offset + len(found.rows), found.total)
    return dated(request, on, msgspec.json.encode(told))


def search_on_day(
    request: ApiRequest,
    q: Annotated[
        str, QueryParameter(max_length=MAX_TEXT, description="Words in English, 繁體 or 简体.")
    ],
    on: NamedDependency[OnDay],
    window: NamedDependency[Window],
    kind: Kinds = (),
) -> ASGIResponse:
    """Entities and indicators by words, each as of a day; or what words found on it."""
    unknown = [one for one in kind if one not in known_kinds()]
    if unknown:
        detail = f"no kind {unknown[0][:80]!r}; known: {', '.join(known_kinds())}"
        raise Wrong(HTTPStatus.BAD_REQUEST, detail, "kind")
    now = observatory_of(request)
    words = Words(q, kind, window.limit, begin(request, now, window.turn))
    found = search_as_of(now, words, on.day, on.meaning)
    told = msgspec.to_builtins(found)
    del told["query"]
    told["hits"] = [
        {"id": hit.id, "kind": hit.kind, "label": Label(*hit.title), "state": hit.state,
         "since": hit.since, "until": hit.until}
        for hit in found.hits
    ]  # fmt: skip
    told["next"] = onward(request, now, words.offset + len(found.hits), found.total)
    return dated(request, on, msgspec.json.encode(told))


def _no_table(request: ApiRequest, facet: str, table: str | None) -> Wrong:
    now = observatory_of(request)
    document = now.facet_document(facet)
    if document is None:
        known = ", ".join(one["id"] for one in now.facets())
        return Wrong(
            HTTPStatus.NOT_FOUND, f"no facet has the id {facet[:80]!r}; known: {known}", "id"
        )
    known = ", ".join(one["id"] for one in document["tables"])
    return Wrong(HTTPStatus.NOT_FOUND, f"no table {str(table)[:80]!r}; known: {known}", "table")


ROUTES: tuple[tuple[str, Any, type, str], ...] = (
    ("/facets/{id:str}/as-of", facet_on_day, TableOnDay, "views"),
    ("/search/as-of", search_on_day, FoundOnDay, "search"),
)
