"""The routes that are given a text: what stands in it, and whether it is so. Nothing is kept."""

from http import HTTPStatus
from typing import Annotated, Any, Literal

import msgspec
from anyio.to_thread import run_sync
from litestar.params import JSONBody
from litestar.response.base import ASGIResponse
from msgspec import Meta

from lionrock.answer.checking.check import checker
from lionrock.answer.checking.claim import Verdict
from lionrock.answer.checking.told import check_document, reading_document
from lionrock.answer.observatory import Observatory
from lionrock.answer.reading import read_plain
from lionrock.model.dates import parse_date
from lionrock.serve.api.documents import Day, Id, IndicatorId, Shape, Tier
from lionrock.serve.api.reply import ApiRequest, Wrong, observatory_of, unkept

LONGEST = 60_000

Start = Annotated[int, Meta(description="First character, from 0, of `text`.")]
End = Annotated[int, Meta(description="One past the last character.")]


class Question(Shape, frozen=True):
    """A text to read or to check."""

    text: Annotated[
        str, Meta(min_length=1, max_length=LONGEST, description="English, 繁體 or 简体; plain.")
    ]
    published: Annotated[
        str | None,
        Meta(description='The day it was published, from which "last Wednesday" is counted.'),
    ] = None
    lang: Annotated[
        Literal["en", "zh-Hant", "zh-Hans"], Meta(description="Language of notes and labels.")
    ] = "en"


class MentionShape(Shape, frozen=True):
    """A name, and the entity it means (`id` null: none that is known)."""

    start: Start
    end: End
    text: str
    id: Id | None
    kind: str
    score: float
    how: Annotated[str, Meta(description="alias, context, anaphora or proposed.")]


class AmountShape(Shape, frozen=True):
    """A number with what it counts: money, a share, or a quantity with its noun."""

    start: Start
    end: End
    text: str
    value: float
    low: float | None
    high: float | None
    bound: str
    currency: str | None
    unit: str | None
    noun: str | None


class DateShape(Shape, frozen=True):
    """A date, as exact as the text has it."""

    start: Start
    end: End
    text: str
    iso: str
    precision: str
    relative: bool
    bound: str


class RoleShape(Shape, frozen=True):
    """Who or what has a part in an event."""

    name: str
    start: Start
    end: End
    text: str
    id: Id | None


class EventShape(Shape, frozen=True):
    """Something that happened, or (`planned`) is to happen, or (`negated`) did not."""

    kind: str
    start: Start
    end: End
    text: str
    roles: tuple[RoleShape, ...]
    amount: AmountShape | None
    date: DateShape | None
    negated: bool
    planned: bool
    confidence: float


class PlantedShape(Shape, frozen=True):
    """Link text dropped into the prose; it is not in `text`."""

    start: Start
    end: End
    text: str
    raw: str
    url: str | None
    why: str


class ReadAnswer(Shape, frozen=True):
    """What stands in a text; offsets count characters of its `text`."""

    title: str | None
    publisher: str | None
    published: str | None
    language: str
    mentions: tuple[MentionShape, ...]
    amounts: tuple[AmountShape, ...]
    dates: tuple[DateShape, ...]
    events: tuple[EventShape, ...]
    planted: tuple[PlantedShape, ...]
    refused: tuple[str, ...]
    text: str


class CitedShape(Shape, frozen=True):
    """A source of a piece of evidence."""

    url: str
    publisher: str | None
    tier: Tier


class SupportShape(Shape, frozen=True, omit_defaults=True):
    """A value on record, for or against the claim: an observation or a statement, by key."""

    stand: str
    label: str
    value: str
    period: str | None
    indicator: IndicatorId | None
    entity: Id | None
    tier: Tier
    sources: tuple[CitedShape, ...]
    observation: str | int | None = None
    statement: str | int | None = None


class ClaimShape(Shape, frozen=True):
    """A claim of the text, the verdict on it, and what that rests on. `citable`: figures and ties
    on record that the writer could have cited; they speak neither for nor against it."""

    text: str
    start: Start
    end: End
    kind: str
    verdict: Verdict
    confidence: float
    evidence: tuple[SupportShape, ...]
    citable: tuple[SupportShape, ...]
    note: str


class ProposedShape(Shape, frozen=True):
    """A name of an organisation that the record lacks, by how it is written."""

    start: Start
    end: End
    text: str


class CheckAnswer(Shape, frozen=True):
    """A text held against the record. `summary` counts claims: all, checkable, by verdict."""

    title: str | None
    published: Day | None
    language: str
    claims: tuple[ClaimShape, ...]
    planted: tuple[PlantedShape, ...]
    proposed: tuple[ProposedShape, ...]
    summary: dict[str, int]
    text: str


async def check(request: ApiRequest, data: JSONBody[Question]) -> ASGIResponse:
    """A text checked: every claim with its verdict, and the evidence for and against."""
    return await _answered(request, data, _checked)


async def read(request: ApiRequest, data: JSONBody[Question]) -> ASGIResponse:
    """A text read: names, amounts, dates, events, planted links."""
    return await _answered(request, data, _read)


async def _answered(request: ApiRequest, data: Question, answer: Any) -> ASGIResponse:
    now = observatory_of(request)
    is_day(data.published)
    return unkept(now, await run_sync(answer, now, data))


def is_day(published: str | None) -> None:
    """Wrong, naming the parameter, unless a text can have been published then."""
    try:
        parse_date(published or "2026")
    except ValueError as error:
        raise Wrong(HTTPStatus.BAD_REQUEST, str(error), "published") from None


def _checked(now: Observatory, data: Question) -> bytes:
    found = checker(now).check(read_plain(now, data.text, data.published))
    return msgspec.json.encode(check_document(found, data.lang))


def _read(now: Observatory, data: Question) -> bytes:
    return msgspec.json.encode(reading_document(read_plain(now, data.text, data.published)))


ROUTES: tuple[tuple[str, Any, type, str], ...] = (
    ("/check", check, CheckAnswer, "texts"),
    ("/read", read, ReadAnswer, "texts"),
)
