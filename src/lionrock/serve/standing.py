"""How each source stands, as the page about sources shows it."""

from datetime import UTC, datetime

import msgspec

from lionrock.answer.observatory import Observatory
from lionrock.model.source import Source
from lionrock.model.standing import CADENCES, FAILURES
from lionrock.store.live import Status


class Standing(msgspec.Struct, frozen=True):
    """One source: `state` is built (read by every build), never, good, stale or failed; dates are
    ISO, ages in days; `detail` is what the machine said, in English."""

    title: str
    url: str
    publisher: str
    licence: str
    cadence: str
    attribution: str
    state: str
    checked: str = ""
    age: int = 0
    tried: str = ""
    why: str = ""
    field: str = ""
    detail: str = ""
    again: str = ""


def standings(observatory: Observatory, lang: str) -> list[Standing]:
    """Every source of this program in one language."""
    now = datetime.now(UTC)
    return [_one(source, status, lang, now) for source, status in observatory.standings()]


def _one(source: Source, status: Status | None, lang: str, now: datetime) -> Standing:
    cadence = CADENCES[source.cadence].in_(lang) if source.cadence in CADENCES else source.cadence
    about = Standing(
        source.title.in_(lang), source.url, source.publisher, source.licence, cadence,
        source.attribution.in_(lang) if source.attribution else "", "built",
    )  # fmt: skip
    if status is None:
        return about
    about = msgspec.structs.replace(about, state="never")
    if status.checked_at is not None:
        about = msgspec.structs.replace(
            about,
            state="stale" if status.stale(source, now) else "good",
            checked=_day(status.checked_at),
            age=max((now - status.checked_at).days, 0),
        )
    failure = status.failure
    if failure is None:
        return about
    return msgspec.structs.replace(
        about,
        state="failed",
        tried=_day(failure.at),
        why=FAILURES[failure.reason].in_(lang) if failure.reason in FAILURES else failure.reason,
        field=failure.field,
        detail=failure.message,
        again=_day(failure.again) if failure.again else "",
    )


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
