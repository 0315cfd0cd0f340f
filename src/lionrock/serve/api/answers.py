"""The shape of what the API answers by itself: lists, tables, search, the schema, errors."""

from typing import Annotated

from msgspec import Meta, field

from lionrock.model.statement import Snapshot
from lionrock.serve.api.documents import Cells, Id, IndicatorId, Label, Next, Shape, Unit
from lionrock.serve.api.indicators import Value


class Route(Shape, frozen=True):
    """A route of the API."""

    path: str
    summary: str
    method: str = "GET"


class Index(Shape, frozen=True):
    """What this API offers, from which build, and whom to credit."""

    title: str
    build: Annotated[str, Meta(description="Id of the build that answers.")]
    version: str
    gathered: str
    licence: str
    attribution: str
    openapi: str
    routes: tuple[Route, ...]


class FacetEntry(Shape, frozen=True):
    """A facet and the question it answers."""

    id: str
    rank: int
    title: Label
    question: Label


class FacetList(Shape, frozen=True):
    """The facets in reading order."""

    facets: tuple[FacetEntry, ...]


class TableRows(Shape, frozen=True):
    """Rows of a facet's table, and how many match in all."""

    total: int
    limit: int
    offset: int
    next: Next
    rows: tuple[Cells, ...]


class IndicatorEntry(Shape, frozen=True):
    """An indicator with its latest figure about the entity it has most points of."""

    id: IndicatorId
    label: Label
    definition: Label
    unit: Unit
    direction: str
    nature: str
    facet: str
    lead: bool
    conflicts: int
    about: Id
    about_label: Label
    period: str | None
    value: Value | None
    points: int
    series: int


class IndicatorList(Shape, frozen=True):
    """Indicators that have at least one value, by id."""

    total: int
    indicators: tuple[IndicatorEntry, ...]


class HitEntry(Shape, frozen=True):
    """Something found, the best first."""

    id: str
    kind: Annotated[str, Meta(description="Kind of entity, or indicator.")]
    label: Label
    score: float


class Found(Shape, frozen=True):
    """What a search found."""

    total: int
    next: Next
    kinds: Annotated[
        dict[str, int], Meta(description="How many there are of every kind, asked for or not.")
    ]
    relaxed: Annotated[
        bool, Meta(description="Nothing answers the whole query: hits answer part of it.")
    ]
    hits: tuple[HitEntry, ...]


class SuggestionEntry(Shape, frozen=True):
    """Something whose name the reader may be typing."""

    id: str
    kind: str
    label: Label


class Suggestions(Shape, frozen=True):
    """Completions of what is being typed."""

    suggestions: tuple[SuggestionEntry, ...]


class SourceEntry(Shape, frozen=True):
    """A source the build read: what it promises, and its snapshots."""

    id: str
    title: Label
    publisher: str
    url: str
    licence: str
    cadence: str
    languages: tuple[str, ...]
    snapshots: Annotated[
        tuple[Snapshot, ...], Meta(description="The files read; `digest` is their SHA-256.")
    ]


class PublisherEntry(Shape, frozen=True):
    """A publisher of pages that evidence leads to."""

    id: str
    name: Label
    tier: str
    type: str | None
    addresses: Annotated[int, Meta(description="Distinct pages.")]
    records: Annotated[int, Meta(description="Records that rest on them.")]


class Sources(Shape, frozen=True):
    """Where the facts come from."""

    sources: tuple[SourceEntry, ...]
    publishers: tuple[PublisherEntry, ...]


class KindEntry(Shape, frozen=True):
    """A kind of entity, with its properties in reading order."""

    label: Label
    plural: Label
    properties: tuple[str, ...]


class PropertyEntry(Shape, frozen=True):
    """A property; of a `single` one, two values at once are a conflict."""

    label: Label
    type: str
    single: bool
    vocabulary: Annotated[
        str | None, Meta(description="Of a choice: its vocabulary, {kind} standing for the kind.")
    ]


class RelationEntry(Shape, frozen=True):
    """A relation, read from subject to object (label) and back (inverse)."""

    label: Label
    inverse: Label
    symmetric: bool


class UnitEntry(Shape, frozen=True):
    """A unit; its label is written after a number."""

    label: Label
    dimension: str


class SchemaAnswer(Shape, frozen=True):
    """The words the observatory speaks, each with labels in three languages, by id."""

    kinds: dict[str, KindEntry]
    properties: dict[str, PropertyEntry]
    relations: dict[str, RelationEntry]
    vocabularies: dict[str, dict[str, Label]]
    units: dict[str, UnitEntry]


class WrongParameter(Shape, frozen=True):
    """A parameter of the request that could not be used."""

    name: str
    detail: str


class Problem(Shape, frozen=True):
    """An error, after RFC 9457."""

    type: str
    title: str
    status: int
    detail: Annotated[str, Meta(description="What went wrong and what to do.")]
    parameters: tuple[WrongParameter, ...] = field(default=())
