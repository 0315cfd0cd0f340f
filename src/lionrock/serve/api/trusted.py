"""The routes that fetch or write: for who sits at this machine, or has the server's token."""

from http import HTTPStatus
from typing import Annotated, Any, Literal

import msgspec
from anyio.to_thread import run_sync
from litestar.params import JSONBody, QueryParameter
from litestar.response.base import ASGIResponse
from msgspec import Meta

from lionrock.answer.asked import read_address
from lionrock.answer.checking.check import checker
from lionrock.answer.checking.told import check_document
from lionrock.answer.observatory import Live, Observatory
from lionrock.answer.review import Change, ReviewDesk
from lionrock.model.judgement import MAX_ID, MAX_TEXT, plain
from lionrock.model.source import FetchFailed
from lionrock.read.document import Unreadable
from lionrock.serve.api.asking import CheckAnswer, is_day
from lionrock.serve.api.documents import Id, Label, Shape
from lionrock.serve.api.reply import ApiRequest, Wrong, closed, observatory_of
from lionrock.serve.guard import FETCHES, STATUSES, TOKEN, Guard, Refusal
from lionrock.settings import Settings

LONGEST_ADDRESS = 2_000
MAX_PAIRS = 200

_REFUSED: dict[Refusal, str] = {
    "token": f"send the server's token ({TOKEN}) as the header Authorization: Bearer …",
    "closed": f"others can reach this server and it has no token: whoever runs it sets {TOKEN} "
    "first",
    "foreign": "asked from another site, or by another name than the one that `lionrock serve` "
    "printed",
}
ByName = Annotated[
    str, Meta(max_length=80, description="Who judges; else the name of the server's user.")
]


class AddressQuestion(Shape, frozen=True):
    """The address of a page to check."""

    url: Annotated[
        str,
        Meta(
            min_length=10, max_length=LONGEST_ADDRESS, pattern="^https?://",
            description="Public; HTML, PDF or plain text.",
        ),
    ]  # fmt: skip
    published: Annotated[
        str | None, Meta(description="The day it was published; else what the page says.")
    ] = None
    lang: Annotated[
        Literal["en", "zh-Hant", "zh-Hans"], Meta(description="Language of notes and labels.")
    ] = "en"


class Decision(Shape, frozen=True):
    """A person's verdict on two ids; `left` is the one that stays when they are the same."""

    left: Annotated[str, Meta(min_length=1, max_length=MAX_ID)]
    right: Annotated[str, Meta(min_length=1, max_length=MAX_ID)]
    verdict: Literal["same", "different", "unsure"]
    reason: Annotated[str, Meta(max_length=MAX_TEXT, description="Why, for the record.")] = ""
    by: ByName = ""


class TakenBack(Shape, frozen=True):
    """The judgement to take back, by the number it was given."""

    number: Annotated[int, Meta(ge=1, le=1_000_000_000)]
    by: ByName = ""


class WhyShape(Shape, frozen=True):
    """A feature of two names that speaks for (weight above 0) or against their being one."""

    feature: str
    weight: float
    text: Label


class PairShape(Shape, frozen=True):
    """Two ids that may be one; `score` is the probability of it."""

    left: Id
    right: Id
    score: float
    reasons: tuple[WhyShape, ...]


class ReviewAnswer(Shape, frozen=True):
    """Pairs that nobody has judged, likeliest first; `total` counts those not listed too."""

    total: int
    pairs: tuple[PairShape, ...]


class JudgedAnswer(Shape, frozen=True):
    """A judgement as it was written; it takes effect with the next build. `without`: others that
    have no effect from now on, with why. `again`: others that have effect again."""

    number: int
    left: Id
    right: Id
    verdict: str
    by: str
    at: str
    without: tuple[str, ...]
    again: tuple[str, ...]


async def check_address(request: ApiRequest, data: JSONBody[AddressQuestion]) -> ASGIResponse:
    """A page of the web checked: fetched once, read, held against the record, and not kept."""
    guarded(request)
    is_day(data.published)
    now = observatory_of(request)
    body = await run_sync(_checked, now, settings_of(request), data, limiter=FETCHES)
    return closed(now, body)


def _checked(now: Observatory, settings: Settings, data: AddressQuestion) -> bytes:
    try:
        reading = read_address(now, settings, data.url, data.published or None, hurried=True)
    except (FetchFailed, Unreadable, ValueError) as failed:
        raise Wrong(HTTPStatus.UNPROCESSABLE_ENTITY, str(failed), "url") from None
    return msgspec.json.encode(check_document(checker(now).check(reading), data.lang))


def review(
    request: ApiRequest,
    limit: Annotated[
        int, QueryParameter(ge=1, le=MAX_PAIRS, description="At most this many.")
    ] = 20,
) -> ASGIResponse:
    """Pairs of organisations that may be one, for a person to judge."""
    guarded(request)
    now = observatory_of(request)
    pairs = ReviewDesk(now, settings_of(request)).proposals()
    shown = tuple(
        PairShape(
            pair.left, pair.right, round(pair.score, 4),
            tuple(
                WhyShape(
                    one.feature, round(one.weight, 4),
                    Label(*(one.text.in_(lang) for lang in ("en", "zh-Hant", "zh-Hans"))),
                )
                for one in pair.reasons
            ),
        )
        for pair in pairs[:limit]
    )  # fmt: skip
    return closed(now, msgspec.json.encode(ReviewAnswer(len(pairs), shown)))


async def judge(request: ApiRequest, data: JSONBody[Decision]) -> ASGIResponse:
    """Write down whether two organisations are one; the next build heeds it."""
    guarded(request)
    reasons = (data.reason,) if data.reason else ()
    return await _written(
        request,
        data.by,
        lambda desk: desk.judge(data.left, data.right, data.verdict, reasons, None),
    )


async def undo(request: ApiRequest, data: JSONBody[TakenBack]) -> ASGIResponse:
    """Take back a judgement of this home; both lines stay on record."""
    guarded(request)
    return await _written(request, data.by, lambda desk: desk.undo(data.number))


async def _written(request: ApiRequest, by: str, decide: Any) -> ASGIResponse:
    if by and not (by.strip() and plain(by)):
        raise Wrong(HTTPStatus.BAD_REQUEST, "expected plain characters", "by")
    now = observatory_of(request)
    desk = ReviewDesk(now, settings_of(request), by or None)
    try:
        line, change = await run_sync(decide, desk)
    except ValueError as wrong:
        raise Wrong(HTTPStatus.UNPROCESSABLE_ENTITY, str(wrong)) from None
    return closed(now, msgspec.json.encode(_judged(line, change)))


def _judged(line: Any, change: Change) -> JudgedAnswer:
    said = line.judgement
    return JudgedAnswer(
        line.number, said.left, said.right, said.verdict, said.by, said.at,
        change.without, change.again,
    )  # fmt: skip


def guarded(request: ApiRequest) -> None:
    """Wrong, which says what to do, unless this request may fetch and write."""
    guard: Guard = request.app.state.guard
    refusal = guard.refusal(request.headers)
    if refusal is not None:
        raise Wrong(STATUSES[refusal], _REFUSED[refusal])


def settings_of(request: ApiRequest) -> Settings:
    """The settings of the home that is served."""
    live: Live = request.app.state.live
    return live.settings


FAULTS = {422: "What was asked for cannot be had, or not be judged."}
SENT: tuple[tuple[str, Any, type, str], ...] = (
    ("/check/address", check_address, CheckAnswer, "trusted"),
    ("/review/judge", judge, JudgedAnswer, "trusted"),
    ("/review/undo", undo, JudgedAnswer, "trusted"),
)
READ: tuple[tuple[str, Any, type, str], ...] = (("/review", review, ReviewAnswer, "trusted"),)
