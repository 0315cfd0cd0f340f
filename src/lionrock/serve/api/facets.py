"""The shape of facet documents and of the home page's; see documents."""

from typing import Annotated

from msgspec import Meta

from lionrock.serve.api.boards import BoardGlance
from lionrock.serve.api.documents import (
    Date,
    Day,
    Evidence,
    Id,
    IndicatorId,
    Kind,
    Label,
    Shape,
    Unit,
)
from lionrock.serve.api.indicators import Conflict, Course, Trend, Value


class Glance(Shape, frozen=True):
    """An indicator at a glance: one series, that of Hong Kong where there is one."""

    indicator: IndicatorId
    label: Label
    unit: Unit
    direction: str
    about: Id
    about_label: Label
    period: str | None
    value: Value | None
    nature: str | None
    end: Day | None
    conflict: Conflict | None
    trend: Trend | None
    course: Course
    points_number: int
    series_number: int


class Lead(Glance, frozen=True):
    """A lead indicator: with its evidence, and the recent points of its line."""

    evidence: tuple[Evidence, ...]
    spark: Annotated[
        tuple[tuple[str, Day, float], ...],
        Meta(description="[period, its last day, value], oldest first."),
    ]


class ColumnShape(Shape, frozen=True):
    """A column of a facet's table."""

    id: str
    label: Label
    type: Annotated[str, Meta(description="Type of its values: see /api/schema.")]
    vocabulary: str | None
    filter: Annotated[bool, Meta(description="Whether `choices` lists its values.")]
    shown: Annotated[bool, Meta(description="False: it is there to narrow and count by.")]
    dated: Annotated[
        str | None,
        Meta(description="The column with the last day on record on which this status was so."),
    ]


class TableShape(Shape, frozen=True):
    """What a facet's table holds; its rows are at /api/facets/{id}/table?table=ID."""

    id: str
    title: Label
    empty: Annotated[Label | None, Meta(description="Why it may have no rows at all.")]
    order: Annotated[str, Meta(description="The column it opens sorted by.")]
    descending: bool
    columns: tuple[ColumnShape, ...]
    choices: Annotated[
        dict[str, tuple[str, ...]],
        Meta(description="Values of the columns that can be filtered, the most frequent first."),
    ]
    labels: Annotated[dict[str, Label], Meta(description="Labels of choices that are entities.")]
    rows: int


class TimelineEvent(Shape, frozen=True):
    """Something that happened, with the record that says so."""

    date: Date
    entity: Id
    kind: Kind
    type: str
    what: str | None
    done: bool | None
    other: Id | None
    label: Label
    other_label: Label | None
    evidence: Evidence


class FacetDocument(Shape, frozen=True):
    """A facet: its lead indicators, all its indicators, its tables, boards and timeline."""

    id: str
    rank: int
    title: Label
    question: Label
    kinds: tuple[str, ...]
    counts: Annotated[dict[str, int], Meta(description="Number of entities by kind.")]
    leads: tuple[Lead, ...]
    indicators: tuple[Glance, ...]
    tables: Annotated[tuple[TableShape, ...], Meta(description="It opens with the first.")]
    boards: tuple[BoardGlance, ...]
    timeline: tuple[TimelineEvent, ...]


class FacetGlance(Shape, frozen=True):
    """A facet on the home page."""

    id: str
    title: Label
    question: Label
    counts: dict[str, int]
    leads: tuple[Lead, ...]


class HomeConflict(Shape, frozen=True):
    """A figure on which publishers disagree."""

    indicator: IndicatorId
    label: Label
    about: Id
    about_label: Label
    period: str
    low: float
    high: float
    spread: float
    publishers: int
    unit: Unit
    reason: str


class Totals(Shape, frozen=True):
    """How much the observatory holds, and the day its facts were gathered."""

    entities: int
    statements: int
    observations: int
    sources: Annotated[int, Meta(description="Distinct public pages.")]
    publishers: int
    gathered: Day


class HomeDocument(Shape, frozen=True):
    """The home page: facets at a glance, what is new, what conflicts, totals."""

    facets: tuple[FacetGlance, ...]
    new: tuple[TimelineEvent, ...]
    conflicts: tuple[HomeConflict, ...]
    conflicts_number: int
    totals: Totals
