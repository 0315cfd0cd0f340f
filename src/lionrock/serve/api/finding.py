"""The routes of the finders: programmes, rules and partners; every answer with its reasons."""

from typing import Annotated, Any

import msgspec
from litestar.params import QueryParameter
from litestar.response.base import ASGIResponse
from msgspec import Meta

from lionrock.answer.finding.applicant import Condition
from lionrock.answer.finding.asking import applicant
from lionrock.answer.finding.partners import partners, wish
from lionrock.answer.finding.programmes import programmes
from lionrock.answer.finding.reading import LONGEST
from lionrock.answer.finding.reasons import told, traced
from lionrock.answer.finding.rules import rules
from lionrock.answer.finding.uses import use
from lionrock.answer.observatory import Observatory
from lionrock.model.text import LANGUAGES
from lionrock.serve.api.documents import Id, Label, Shape
from lionrock.serve.api.reply import ApiRequest, observatory_of, reply
from lionrock.serve.api.table import MAX_TEXT

_encode = msgspec.json.encode
Question = Annotated[
    str,
    QueryParameter(
        max_length=LONGEST,
        description="Who asks and what for, or what is done with AI and where; English or Chinese.",
    ),
]


class ConditionShape(Shape, frozen=True):
    """A condition, whether it is met ("holds", "fails" or "unknown"), and that in words."""

    id: str
    state: str
    values: tuple[str, ...]
    words: Label


class ApplicantShape(Shape, frozen=True):
    """What was understood of who asks; null and empty: not said."""

    are: Annotated[tuple[str, ...], Meta(description="Audiences, as in the schema.")]
    years: float | None
    staff: int | None
    sectors: tuple[str, ...]
    needs: tuple[str, ...]
    hong_kong: bool | None
    links: Annotated[tuple[Id, ...], Meta(description="Universities it belongs to.")]
    bodies: tuple[str, ...]
    places: Annotated[tuple[str, ...], Meta(description="Places it names.")]
    age: Annotated[int | None, Meta(description="A person's, in years.")]
    woman: bool | None


class ProgrammeShape(Shape, frozen=True, rename={"class_": "class"}):
    """A programme: "fits" when no condition on record fails or is unknown, "no" when one fails."""

    id: Id
    verdict: str
    class_: Annotated[str, Meta(description="As in the vocabulary programme_class.")]
    label: Label
    operator: Label | None
    serves: Annotated[tuple[str, ...], Meta(description="Which of the needs it serves.")]
    amount: Annotated[str | None, Meta(description="The most it gives, such as HKD 500000.")]
    status: str | None
    as_of: Annotated[
        str | None, Meta(description="The last day on record on which the status was so.")
    ]
    conditions: tuple[ConditionShape, ...]
    text: Annotated[tuple[str, ...], Meta(description="What its sources say of who may apply.")]
    url: str | None
    sources: tuple[str, ...]


class ProgrammesAnswer(Shape, frozen=True):
    """Every programme on record, those that fit first. `decides` counts, for each thing that is
    not known, the programmes that wait for it alone."""

    applicant: ApplicantShape
    as_of: str
    programmes: tuple[ProgrammeShape, ...]
    decides: tuple[tuple[str, int], ...]


class UseShape(Shape, frozen=True):
    """What was understood of a use of AI."""

    sectors: tuple[str, ...]
    places: tuple[str, ...]
    cues: tuple[str, ...]
    personal: bool | None


class InstrumentShape(Shape, frozen=True, rename={"class_": "class"}):
    """A document that bears on the use: it "applies", "may_apply", is "coming" or "background"."""

    id: Id
    bearing: str
    class_: Annotated[str, Meta(description="As in the vocabulary instrument_class.")]
    binding: bool
    status: str
    as_of: Annotated[
        str | None, Meta(description="The last day on record on which the status was so.")
    ]
    date: str | None
    label: Label
    issuer: Label | None
    topics: tuple[str, ...]
    why: tuple[ConditionShape, ...]
    duties: Annotated[tuple[str, ...], Meta(description="What its sources say that it asks.")]
    url: str | None
    sources: tuple[str, ...]


class RulesAnswer(Shape, frozen=True):
    """The documents that bear on a use of AI, binding ones first. No legal advice."""

    use: UseShape
    as_of: str
    rules: tuple[InstrumentShape, ...]
    asks: Annotated[tuple[str, ...], Meta(description="What was not said and would decide more.")]


class WishShape(Shape, frozen=True):
    """What was understood of what is looked for."""

    topics: tuple[str, ...]
    sectors: tuple[str, ...]
    lacks: Annotated[tuple[str, ...], Meta(description="Classes of organisations.")]
    places: tuple[Id, ...]
    within: Annotated[
        tuple[Id, ...], Meta(description="Universities: one of them, or of their units, is sought.")
    ]
    of: Id | None


class TraceShape(Shape, frozen=True):
    """One piece of evidence: focus, sector, provides, uses, backs or works; and that in words."""

    kind: str
    about: Id
    value: str
    number: int
    words: Label


class TieShape(Shape, frozen=True):
    """A tie on record, from `source` to `target`."""

    id: Id
    type: str
    source: Id
    target: Id
    sources: tuple[str, ...]


class PartnerShape(Shape, frozen=True, rename={"class_": "class"}):
    """An organisation with evidence on the topic, or (`near`) on one beside it."""

    id: Id
    near: bool
    class_: Annotated[str, Meta(description="As in the vocabulary organisation_class.")]
    label: Label
    evidence: tuple[TraceShape, ...]
    ties: Annotated[tuple[TieShape, ...], Meta(description="Ties to who asks.")]
    way: Annotated[tuple[TieShape, ...], Meta(description="The shortest way there; empty: none.")]
    sources: tuple[str, ...]


class PartnersAnswer(Shape, frozen=True):
    """Organisations to work with, the best first. `works` is false when no works are loaded, so
    that nothing is known of them; `total` counts those not shown too."""

    wish: WishShape
    works: bool
    total: int
    partners: tuple[PartnerShape, ...]


def find_programmes(
    request: ApiRequest,
    q: Question = "",
    years: Annotated[
        float | None, QueryParameter(ge=0, le=1000, description="Age of the company in years.")
    ] = None,
    staff: Annotated[
        int | None, QueryParameter(ge=1, le=10_000_000, description="Number of people.")
    ] = None,
) -> ASGIResponse:
    """What somebody may apply for, with the conditions that hold, fail or are unknown."""
    now = observatory_of(request)
    who = applicant(q, int(str(now.manifest.gathered)[:4]))
    who = who.given(years, staff)
    found = programmes(now, who)
    answer = msgspec.to_builtins(found)
    for one, made in zip(found.programmes, answer["programmes"], strict=True):
        made["conditions"] = _worded(now, one.conditions, found.as_of)
    return reply(request, now, _encode(answer))


def find_rules(request: ApiRequest, q: Question = "") -> ASGIResponse:
    """Which documents on record bear on a use of AI, and what they ask. No legal advice."""
    now = observatory_of(request)
    found = rules(now, use(q))
    answer = msgspec.to_builtins(found)
    for one, made in zip(found.rules, answer["rules"], strict=True):
        made["why"] = _worded(now, one.why, found.as_of)
    return reply(request, now, _encode(answer))


def find_partners(
    request: ApiRequest,
    q: Question = "",
    of: Annotated[
        str | None, QueryParameter(max_length=MAX_TEXT, description="Who asks: an id or a name.")
    ] = None,
) -> ASGIResponse:
    """Organisations with evidence of work on a topic, ties to who asks, and ways to them."""
    now = observatory_of(request)
    found = partners(now, wish(now, q, of))
    answer = msgspec.to_builtins(found)
    for one, made in zip(found.partners, answer["partners"], strict=True):
        made["evidence"] = [
            {**msgspec.to_builtins(trace), "words": {x: traced(now, trace, x) for x in LANGUAGES}}
            for trace in one.evidence
        ]
    return reply(request, now, _encode(answer))


def _worded(now: Observatory, some: tuple[Condition, ...], as_of: str) -> list[dict[str, Any]]:
    return [
        {**msgspec.to_builtins(one), "words": {x: told(now, one, x, as_of) for x in LANGUAGES}}
        for one in some
    ]


ROUTES: tuple[tuple[str, Any, type, str], ...] = (
    ("/find/programmes", find_programmes, ProgrammesAnswer, "search"),
    ("/find/rules", find_rules, RulesAnswer, "search"),
    ("/find/partners", find_partners, PartnersAnswer, "search"),
)
