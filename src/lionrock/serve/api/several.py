"""Routes that answer with several things at once: entities by their ids, and all conflicts."""

from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response.base import ASGIResponse
from msgspec import Meta

from lionrock.answer.conflicts import MAX_CONFLICTS, find_conflicts
from lionrock.serve.api.cursor import Turn, begin, onward
from lionrock.serve.api.documents import (
    Date,
    EntityDocument,
    Id,
    IndicatorId,
    Next,
    Shape,
    Tier,
    Unit,
)
from lionrock.serve.api.reply import ApiRequest, Wrong, observatory_of, reply
from lionrock.serve.api.table import MAX_NAME, MAX_TEXT

MAX_ENTITIES = 50
_encode = msgspec.json.encode


class EntitiesAnswer(Shape, frozen=True):
    """Entities in the order asked for, each once; ids that nothing has are `missing`."""

    entities: tuple[EntityDocument, ...]
    missing: tuple[str, ...]
    moved: Annotated[
        dict[str, Id], Meta(description="Ids that were merged, and what stands for them here.")
    ]


class ClaimedShape(Shape, frozen=True):
    """One publisher's value of a figure, and the pages it was seen on."""

    id: str
    value: float | None
    unit: Unit
    original: str | None
    publisher: Annotated[str, Meta(description="Its id; /api/sources has names and tiers.")]
    published: Date | None
    tier: Tier
    leads: bool
    sources: tuple[str, ...]


class DifferenceShape(Shape, frozen=True):
    """A figure on which publishers differ, the value that leads first."""

    indicator: IndicatorId
    about: Id
    period: str
    nature: str
    low: float
    high: float
    spread: Annotated[float, Meta(description="(high - low) / the larger of the two.")]
    reason: Annotated[str, Meta(description="Why one leads: see Conflict.")]
    publishers: int
    values: tuple[ClaimedShape, ...]


class ConflictsAnswer(Shape, frozen=True):
    """Figures on which publishers differ, the widest apart first; `total` counts all."""

    total: int
    next: Next
    conflicts: tuple[DifferenceShape, ...]


def entities(
    request: ApiRequest,
    ids: Annotated[
        tuple[str, ...],
        QueryParameter(name="id", description="Id of an entity; repeat it, at most 50 times."),
    ],
) -> ASGIResponse:
    """Several entities at once, each with everything known about it."""
    if not 1 <= len(ids) <= MAX_ENTITIES:
        detail = f"{len(ids)} ids; give 1 to {MAX_ENTITIES}: ?id=hkust&id=cuhk"
        raise Wrong(HTTPStatus.BAD_REQUEST, detail, "id")
    now = observatory_of(request)
    found: dict[str, msgspec.Raw] = {}
    missing: list[str] = []
    moved: dict[str, str] = {}
    for id_ in dict.fromkeys(one[:MAX_TEXT] for one in ids):
        stays = now.redirect(id_)
        if stays is not None:
            moved[id_] = stays
        body = now.document("entity", stays or id_)
        if body is None:
            missing.append(id_)
        else:
            found[stays or id_] = msgspec.Raw(body)
    answer = {"entities": list(found.values()), "missing": missing, "moved": moved}
    return reply(request, now, _encode(answer))


def conflicts(
    request: ApiRequest,
    turn: NamedDependency[Turn],
    indicator: Annotated[
        str | None, QueryParameter(max_length=MAX_NAME, description="Only of this indicator.")
    ] = None,
    about: Annotated[
        str | None, QueryParameter(max_length=MAX_TEXT, description="Only about this entity.")
    ] = None,
    limit: Annotated[
        int, QueryParameter(ge=1, le=MAX_CONFLICTS, description="At most this many.")
    ] = 50,
) -> ASGIResponse:
    """Figures on which publishers differ: every value, who says it, and why one leads."""
    now = observatory_of(request)
    offset = begin(request, now, turn)
    found = find_conflicts(now, indicator, about, limit, offset)
    following = onward(request, now, offset + limit, found.total)
    return reply(request, now, _encode({"next": following, **msgspec.structs.asdict(found)}))


ROUTES: tuple[tuple[str, Any, type, str], ...] = (
    ("/entities", entities, EntitiesAnswer, "views"),
    ("/conflicts", conflicts, ConflictsAnswer, "views"),
)
