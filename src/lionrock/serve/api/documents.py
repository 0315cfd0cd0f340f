"""The shape of the ready-made documents that the API answers with.

The build writes these documents (derive, facets); the classes here describe them for the OpenAPI
file and the reference, and a test holds every document of a build against them.
"""

from typing import Annotated, Any

from msgspec import Meta, Struct, field

Id = Annotated[str, Meta(description="Id of an entity, as /api/entities/{id} takes it.")]
IndicatorId = Annotated[str, Meta(description="Id of an indicator.")]
Kind = Annotated[str, Meta(description="Kind of entity: see /api/schema.")]
Vocabulary = Annotated[str, Meta(description="A value of a vocabulary: see /api/schema.")]
Unit = Annotated[str, Meta(description="A unit: see /api/schema.")]
Date = Annotated[str, Meta(description="YYYY, YYYY-MM or YYYY-MM-DD: as precise as its source.")]
Day = Annotated[str, Meta(description="YYYY-MM-DD.")]
Tier = Annotated[
    str,
    Meta(
        description="Standing of the publisher: primary, press, professional, data, aggregator, "
        "unknown; the strongest where there are several."
    ),
]
Strength = Annotated[str, Meta(description="Strength of the evidence: strong, moderate or weak.")]
Records = Annotated[
    tuple[int, ...], Meta(description="Numbers (n) of the records in `evidence` it rests on.")
]
Scope = Annotated[
    tuple[str, ...],
    Meta(
        description="What the figure covers, where that is not what one would think: values of "
        "the vocabulary `scope` (part of a year, a quota, an addition …)."
    ),
]
Money = Annotated[str, Meta(description='Currency and amount: "HKD 4348145900".')]
Qualifier = Annotated[
    str,
    Meta(description="about, over, nearly, under, at_least or up_to: the source was not exact."),
]

Next = Annotated[
    str | None,
    Meta(description="Give it as `cursor` for what follows; null where the list ends. Opaque."),
]


class Shape(Struct, frozen=True, forbid_unknown_fields=True):
    """What every shape has in common: nothing is passed on that is not described."""


class Label(Shape, frozen=True):
    """One text in three languages; where a language has none, the best there is."""

    en: str
    zh_hant: str = field(name="zh-Hant")
    zh_hans: str = field(name="zh-Hans")


class PublisherLabel(Label, frozen=True):
    """A publisher: its id and its name in three languages."""

    id: str


class Converted(Shape, frozen=True):
    """Whether a label was converted from the other Chinese script."""

    zh_hant: bool = field(name="zh-Hant")
    zh_hans: bool = field(name="zh-Hans")


class Address(Shape, frozen=True):
    """A public page on which something was seen."""

    url: str
    publisher: Annotated[str, Meta(description="Its id; /api/sources has names and tiers.")]
    tier: Tier


class Evidence(Shape, frozen=True):
    """A record that values rest on: its place in a snapshot, and the pages it was seen on."""

    n: Annotated[int, Meta(description="Its number in this build; `evidence` lists refer to it.")]
    locator: Annotated[
        str, Meta(description="Source, file and line; /api/sources has the file's SHA-256.")
    ]
    method: Annotated[str, Meta(description="curated, parsed or extracted.")]
    mirrored: Annotated[bool, Meta(description="Whether it rests on a mirror or aggregator.")]
    tier: Tier
    strength: Strength
    sources: tuple[Address, ...]


class Fact(Shape, frozen=True):
    """A statement: one value of one property. `key` is stable from build to build."""

    prop: Annotated[str, Meta(description="Property: see /api/schema.")]
    value: str
    lang: Annotated[
        str | None, Meta(description="Language of a name or text: en, zh-Hant, zh-Hans.")
    ]
    original: Annotated[str | None, Meta(description="What was written, where that differs.")]
    key: str
    subject: Annotated[
        Id | None, Meta(description="The id it was stated of, where that was merged into this one.")
    ]
    strength: Strength
    evidence: Records
    as_of: Annotated[
        Date | None,
        Meta(description="Of a status or a stage: the last day on record on which it was so."),
    ]
    conflict: Annotated[bool, Meta(description="Whether sources claim different values.")]
    label: Annotated[Label | None, Meta(description="Label of the entity that the value names.")]


class Link(Shape, frozen=True):
    """A link to another entity; at most 400 of a type and direction, `number` says how many."""

    direction: Annotated[
        str, Meta(description="out: this entity names the other; in: named by it.")
    ]
    type: Annotated[str, Meta(description="Relation or property: see /api/schema.")]
    via: Annotated[str, Meta(description="relation or property.")]
    other: Id
    kind: Kind
    class_: Vocabulary | None = field(name="class")
    label: Label
    date: Date | None
    until: Date | None
    amount: Money | None
    status: Vocabulary | None
    status_as_of: Date | None
    note: str | None
    scope: Scope
    number: int
    evidence: Records


class Figure(Shape, frozen=True):
    """The latest leading value of an indicator about this entity."""

    indicator: IndicatorId
    period: str
    value: Annotated[float | None, Meta(description="In `unit`; null when it cannot be converted.")]
    measured: Annotated[float, Meta(description="In `measured_unit`, as published.")]
    measured_unit: Unit
    unit: Unit
    qualifier: Qualifier | None
    base: Annotated[str | None, Meta(description='What a share is of: "216 AI firms".')]
    nature: Annotated[str, Meta(description="measured, derived, forecast or target.")]
    publisher: Label
    published: Date | None
    definition: Annotated[str | None, Meta(description="What the publisher says it counts.")]
    scope: Scope
    tier: Tier
    strength: Strength
    conflict: bool
    periods: Annotated[int, Meta(description="How many periods the indicator has about it.")]
    evidence: Records


class Event(Shape, frozen=True):
    """Something that happened to the entity on a date; the latest 400."""

    date: Date
    type: str
    via: Annotated[str, Meta(description="own, out or in: whose date it is.")]
    other: Id | None
    label: Annotated[Label | None, Meta(description="Label of the other entity.")]
    what: str | None
    done: Annotated[
        bool | None,
        Meta(
            description="Of a milestone: whether it was reached; null when only its plan is told."
        ),
    ]
    evidence: Records


class WorkCount(Shape, frozen=True):
    """How many works in AI count for the entity: /api/works lists them."""

    via: Annotated[str, Meta(description="ours (our matching) or openalex (its own).")]
    works: int
    fraction: Annotated[float, Meta(description="The same works, shared out among bodies.")]
    first_year: int
    last_year: int
    evidence: Records


class EntityDocument(Shape, frozen=True):
    """Everything known about an entity, every value with the records it rests on."""

    id: Id
    kind: Kind
    class_: Vocabulary | None = field(name="class")
    label: Label
    converted: Converted
    statements: int
    links_number: int
    facts: tuple[Fact, ...]
    links: tuple[Link, ...]
    figures: tuple[Figure, ...]
    events: tuple[Event, ...]
    works: tuple[WorkCount, ...]
    evidence: tuple[Evidence, ...]


Cells = Annotated[
    dict[str, Any],
    Meta(
        description="Id of the entity, its label and kind, a value per column of the facet's "
        "table, and the record it rests on."
    ),
]
