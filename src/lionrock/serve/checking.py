"""The page that checks an article pasted into it, or the page at an address; and the same result
as a file of its own."""

from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Any

import msgspec
from anyio.to_thread import run_sync
from litestar import Response
from litestar.exceptions import NotFoundException
from markupsafe import Markup

from lionrock.answer.asked import read_address
from lionrock.answer.checking.check import checker
from lionrock.answer.checking.claim import VERDICTS, Check, Checked, Support
from lionrock.answer.checking.told import summary
from lionrock.answer.observatory import Live, Observatory
from lionrock.answer.reading import read_plain
from lionrock.model.schema import schema
from lionrock.model.source import FetchFailed
from lionrock.model.text import LANGUAGES
from lionrock.read.document import Unreadable
from lionrock.serve import labels
from lionrock.serve.guard import FETCHES, STATUSES, Guard
from lionrock.serve.render import HTML, Page, PageRequest, environment
from lionrock.serve.words import Words
from lionrock.sources._page import is_address

PATH = "/{lang:str}/check"
LONGEST, LONGEST_ADDRESS = 60_000, 2_000
"""Characters of a text that are checked at once (about twenty pages), and of an address."""


class Asked(msgspec.Struct, frozen=True):
    """What was sent: a text, or the address of a page with the server's token."""

    text: str = ""
    url: str = ""
    token: str = ""


class Fault(msgspec.Struct, frozen=True):
    """Why the page at an address was not checked: a key of our words, and what the fetch said."""

    status: int
    key: str
    reason: str = ""


async def page(request: PageRequest) -> Response[bytes]:
    """The fields to fill in; and, when they were, what was found."""
    try:
        shown_in = Page.of(request)
    except ValueError:
        raise NotFoundException from None
    asked = Asked()
    if request.method == "POST":
        sent = await request.form()
        asked = Asked(
            str(sent.get("text", ""))[:LONGEST],
            str(sent.get("url", "")).strip()[:LONGEST_ADDRESS],
            str(sent.get("token", "")).strip(),
        )
    guard: Guard = request.app.state.guard
    found: Check | Fault | None = None
    if asked.url:
        found = await _at(request, guard, asked)
    elif asked.text.strip():
        found = await run_sync(check_text, shown_in.observatory, asked.text)
    body = await run_sync(_page, shown_in, asked, found, guard)
    return Response(
        body,
        status_code=found.status if isinstance(found, Fault) else HTTPStatus.OK,
        headers={"cache-control": "no-store", "content-language": shown_in.lang},
        media_type=HTML,
    )


async def _at(request: PageRequest, guard: Guard, asked: Asked) -> Check | Fault:
    """The check of the page at an address, by whoever may have it fetched."""
    refusal = guard.refusal(request.headers, asked.token)
    if refusal is not None:
        return Fault(STATUSES[refusal], f"trusted_{refusal}")
    if not is_address(asked.url):
        return Fault(HTTPStatus.UNPROCESSABLE_ENTITY, "check_no_address")
    live: Live = request.app.state.live
    now = live.now()
    try:
        reading = await run_sync(
            lambda: read_address(now, live.settings, asked.url, hurried=True), limiter=FETCHES
        )
    except (FetchFailed, Unreadable, ValueError) as failed:
        return Fault(HTTPStatus.UNPROCESSABLE_ENTITY, "check_not_had", str(failed))
    return await run_sync(checker(now).check, reading)


def _page(shown_in: Page, asked: Asked, found: Check | Fault | None, guard: Guard) -> bytes:
    return shown_in.html(
        "check.html",
        asked=asked, guard=guard, longest=LONGEST, longest_address=LONGEST_ADDRESS,
        fault=found if isinstance(found, Fault) else None,
        result=shown(found, shown_in.lang) if isinstance(found, Check) else None,
    ).encode()  # fmt: skip


def check_text(observatory: Observatory, text: str) -> Check:
    """Read and check a pasted text."""
    return checker(observatory).check(read_plain(observatory, text))


def report(check: Check, lang: str) -> str:
    """A check as an HTML page of its own, with no link to a server of ours."""
    words = Words(lang)
    return environment().get_template("checked.html").render(
        t=words, lang=lang, labels=labels.Labels(words), result=shown(check, lang), style=_style(),
    )  # fmt: skip


@cache
def _style() -> Markup:
    path = files("lionrock.serve").joinpath("static", "report.css")
    return Markup(path.read_text("utf-8"))  # our own file, not the reader's text


def shown(check: Check, lang: str) -> dict[str, Any]:
    """What the templates print: the text in pieces, claims numbered, the score card."""
    if lang not in LANGUAGES:
        raise ValueError(f"language {lang!r} is none of {', '.join(LANGUAGES)}")
    claims = [_shown(number, one, lang) for number, one in enumerate(check.claims, 1)]
    return {
        "title": check.document.title,
        "pieces": _pieces(check),
        "claims": claims,
        "conflicts": [one for one in claims if one["conflict"]],
        "unknown": [one for one in claims if one["unknown"]],
        "planted": check.document.planted,
        "proposed": [one.text for one in check.proposed],
        "summary": summary(check),
        "verdicts": VERDICTS,
    }


def _pieces(check: Check) -> list[dict[str, Any]]:
    """The text cut at its claims: a piece is plain text, or a claim with its number."""
    text, at = check.document.text, 0
    pieces: list[dict[str, Any]] = []
    for number, one in enumerate(check.claims, 1):
        if one.claim.start > at:
            pieces.append({"text": text[at : one.claim.start], "claim": None, "verdict": None})
        pieces.append({"text": one.claim.text, "claim": number, "verdict": one.finding.verdict})
        at = one.claim.end
    pieces.append({"text": text[at:], "claim": None, "verdict": None})
    return [piece for piece in pieces if piece["text"]]


def _shown(number: int, one: Checked, lang: str) -> dict[str, Any]:
    return {
        "number": number,
        "text": one.claim.text,
        "kind": one.claim.kind,
        "verdict": one.finding.verdict,
        "confidence": round(100 * one.finding.confidence),
        "note": one.finding.note.in_(lang),
        "conflict": {"for", "against"} <= {support.stand for support in one.finding.evidence},
        "unknown": _unknown(one),
        "evidence": [_cited(support, lang) for support in one.finding.evidence[:4]],
        "citable": [_cited(support, lang) for support in one.citable],
    }


def _unknown(one: Checked) -> bool:
    """Whether a claim counts or ranks something of which nothing is on record: no figure that
    speaks for it, against it, or of its measure."""
    counts = one.claim.kind in ("quantity", "rank", "trend", "comparison")
    return counts and one.finding.verdict == "no_evidence" and not one.finding.evidence


def _worded(value: str) -> str:
    """A value as it stands; nothing for a tie, whose label tells it whole."""
    tied = value in schema().relations or value in schema().properties
    return "" if tied or value == "–" else value


def _cited(support: Support, lang: str) -> dict[str, Any]:
    shown = support.shown
    return {
        "label": support.label.in_(lang),
        "value": shown.in_(lang) if shown is not None else _worded(support.value),
        "period": support.period, "tier": support.tier, "stand": support.stand,
        "sources": support.sources[:3], "entity": support.entity,
        "indicator": support.indicator,
    }  # fmt: skip
