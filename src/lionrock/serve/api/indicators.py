"""An indicator as the API tells it: values, conflicts, how series moved and where they break."""

from typing import Annotated

from msgspec import Meta, field

from lionrock.serve.api.documents import (
    Date,
    Day,
    Evidence,
    Id,
    IndicatorId,
    Label,
    PublisherLabel,
    Qualifier,
    Records,
    Scope,
    Shape,
    Strength,
    Tier,
    Unit,
)


class Value(Shape, frozen=True):
    """One publisher's value of an indicator; `basis` is the key of the statement it rests on."""

    id: str
    value: Annotated[float | None, Meta(description="In `unit`; null when it cannot be converted.")]
    unit: Unit
    measured: Annotated[float, Meta(description="In `measured_unit`, as published.")]
    measured_unit: Unit
    original: Annotated[str | None, Meta(description="Value and unit as written.")]
    qualifier: Qualifier | None
    base: str | None
    published: Date | None
    definition: str | None
    scope: Scope
    tier: Tier
    strength: Strength
    basis: str
    publisher: PublisherLabel
    evidence: Records


class Conflict(Shape, frozen=True):
    """Several values of one figure: how far apart, and what decided which one leads."""

    low: float
    high: float
    spread: Annotated[float, Meta(description="(high - low) / the larger of the two.")]
    severity: Annotated[str, Meta(description="rounding (up to 1 %) or material.")]
    reason: Annotated[
        str,
        Meta(
            description="The leading value has: tier (the better publisher), exact (no qualifier), "
            "publisher (a better one credited), precision (more digits), dated (a publication "
            "date), newer (a later one), sources (more publishers), order (none of these)."
        ),
    ]
    publishers: int


class Trend(Shape, frozen=True):
    """Change to the headline from the point about a year before it."""

    from_: str = field(name="from")
    to: str
    change: float
    relative: float | None


class Course(Shape, frozen=True):
    """What may be said in words of how a series moved, by one set of tests."""

    says: Annotated[
        str, Meta(description="rising, falling, level, unclear, short (too few), or cumulative.")
    ]
    n: Annotated[int, Meta(description="Values tested, from `since` to `until`.")]
    since: str | None
    until: str | None
    tau: Annotated[float | None, Meta(description="Kendall's tau with time.")]
    p: Annotated[float | None, Meta(description="Of tau, two-sided.")]
    jump: Annotated[str | None, Meta(description="surge or plunge: of the last step alone.")]


class Point(Shape, frozen=True):
    """An indicator in one period: the leading value, the others, the conflict between them."""

    period: str
    kind: Annotated[
        str, Meta(description="year, half, quarter, month, day, fiscal_year, range or label.")
    ]
    start: Day | None
    end: Day | None
    nature: str
    lead: Value
    others: tuple[Value, ...]
    conflict: Conflict | None


class Series(Shape, frozen=True):
    """An indicator about one entity, oldest period first."""

    about: Id
    label: Label
    points: tuple[Point, ...]
    headline: Annotated[int | None, Meta(description="Index of the point that a headline shows.")]
    line: Annotated[tuple[int, ...], Meta(description="Indices that one line may join.")]
    breaks: Annotated[
        tuple[int, ...],
        Meta(
            description="Indices at which another publisher's measure begins that does not agree."
        ),
    ]
    trend: Trend | None
    course: Course


class Input(Shape, frozen=True):
    """What a derived indicator is made from."""

    id: Annotated[str, Meta(description="An indicator, or a value of the vocabulary `input`.")]
    indicator: Annotated[bool, Meta(description="Whether it is an indicator with its own page.")]
    label: Label


class IndicatorDocument(Shape, frozen=True):
    """Every value of an indicator by every publisher."""

    id: IndicatorId
    label: Label
    definition: Label
    unit: Unit
    direction: Annotated[str, Meta(description="up, down or neutral: which way is better.")]
    nature: Annotated[str, Meta(description="stock, flow, cumulative, share, rate, index or plan.")]
    facet: str
    lead: Annotated[bool, Meta(description="Whether its facet opens with it.")]
    aliases: tuple[str, ...]
    inputs: Annotated[tuple[Input, ...], Meta(description="What its figures are made from.")]
    conflicts: int
    series: tuple[Series, ...]
    evidence: tuple[Evidence, ...]
