"""The route of the composite index: scores with their bounds, every cell with its source."""

from http import HTTPStatus
from typing import Annotated, Any

from litestar.response.base import ASGIResponse
from msgspec import Meta

from lionrock.serve.api.documents import Date, Evidence, Id, IndicatorId, Label, Shape, Unit
from lionrock.serve.api.indicators import Value
from lionrock.serve.api.reply import ApiRequest, Wrong, observatory_of, reply

_MISSING = (
    "none, old, alone (no second place has it), no_divisor or no_last (how many places a ranking "
    "has is unknown); null where there is a score."
)


class ScoreShape(Shape, frozen=True):
    """A score of what is known, and the lowest and highest it could be with the rest."""

    value: float | None
    low: float
    high: float


class RangeShape(Shape, frozen=True):
    """What 90 % of the draws lie between."""

    low: float
    high: float


class CellFigureShape(Shape, frozen=True):
    """The figure a cell rests on: as in an indicator's document, with its records."""

    indicator: IndicatorId
    period: str
    disputed: bool
    figure: Value
    evidence: tuple[Evidence, ...]


class CellShape(Shape, frozen=True):
    """A part about a place. `amount` is its figure, divided by `divided_by` where there is one."""

    place: Id
    missing: Annotated[str | None, Meta(description=_MISSING)]
    score: Annotated[float | None, Meta(description="0 to 100, higher is better.")]
    amount: float | None
    value: CellFigureShape | None
    divided_by: CellFigureShape | None
    newest: Annotated[str | None, Meta(description="Period of the newest figure, however old.")]


class PartShape(Shape, frozen=True):
    """An indicator of the index: its pillar, its share of the whole, how it becomes a score."""

    indicator: IndicatorId
    label: Label
    pillar: str
    unit: Unit
    direction: str
    scale: Annotated[str, Meta(description="share, rank or leader: see registry/index.toml.")]
    among: int | None
    among_source: Annotated[str | None, Meta(description="The page that says so.")]
    per: IndicatorId | None
    per_label: Label | None
    weight: float
    cells: tuple[CellShape, ...]


class PlaceShape(Shape, frozen=True):
    """A place in the index. `weights`: its score of what is known under other weights; `rank`:
    where it may stand under other weights and with missing cells drawn; `enough`: whether half of
    its cells are known."""

    id: Id
    label: Label
    known: int
    cells: int
    enough: bool
    total: ScoreShape
    pillars: dict[str, ScoreShape]
    weights: RangeShape | None
    rank: RangeShape
    geometric: Annotated[float | None, Meta(description="By the geometric mean of pillars.")]


class CompositeAnswer(Shape, frozen=True):
    """The composite index. `removals`: the score of the place it is of without each part."""

    version: str
    as_of: Date
    of: Id
    within: int
    oldest: Date
    draws: int
    seed: int
    level: float
    absent: Annotated[tuple[Id, ...], Meta(description="Places the registry does not know.")]
    pillars: Annotated[dict[str, float], Meta(description="The weight of each, by facet.")]
    parts: tuple[PartShape, ...]
    places: tuple[PlaceShape, ...]
    removals: dict[str, float | None]


async def composite(request: ApiRequest) -> ASGIResponse:
    """The composite index: what is known, what that leaves open, and what the weights decide."""
    now = observatory_of(request)
    body = now.document("composite", "composite")
    if body is None:
        detail = "the registry of this build has no index.toml, so there is no index"
        raise Wrong(HTTPStatus.NOT_FOUND, detail)
    return reply(request, now, body)


ROUTES: tuple[tuple[str, Any, type, str], ...] = (("/index", composite, CompositeAnswer, "views"),)
