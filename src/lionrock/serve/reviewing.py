"""The page on which a person judges pairs that may be one organisation, both sides beside one
another; what was judged is a line in the home's judgements, and the next build heeds it."""

import re
from http import HTTPStatus
from itertools import islice
from typing import Any

import msgspec
from anyio.to_thread import run_sync
from litestar import Response
from litestar.exceptions import NotFoundException

from lionrock.answer.observatory import Document, Live
from lionrock.answer.review import ReviewDesk, Row, cited, compare
from lionrock.model.judgement import Verdict
from lionrock.model.schema import schema
from lionrock.serve.guard import STATUSES, Guard
from lionrock.serve.render import HTML, Page, PageRequest

PATH = "/{lang:str}/review"
_NUMBER = re.compile(r"[0-9]{1,6}")
_LONGEST = 500
_VALUES, _LINKS, _SOURCES = 6, 8, 5
"""How many values of one kind, ties and sources each side shows."""
_VERDICTS: tuple[Verdict, ...] = ("same", "different", "unsure")


class Sent(msgspec.Struct, frozen=True):
    """What a form sent: a verdict on two ids, or the number of a judgement to take back."""

    left: str = ""
    right: str = ""
    verdict: str = ""
    undo: str = ""
    token: str = ""


class Outcome(msgspec.Struct, frozen=True):
    """What came of it: a key of our words with what they name, or a fault (`status` over 399)."""

    status: int
    key: str
    number: int = 0
    reason: str = ""


async def page(request: PageRequest) -> Response[bytes]:
    """The pair at the place `skip` of those that are open; a form's verdict is written first."""
    try:
        shown_in = Page.of(request)
    except ValueError:
        raise NotFoundException from None
    outcome = None
    if request.method == "POST":
        form = await request.form()
        names = Sent.__struct_fields__
        sent = Sent(**{name: str(form.get(name, "")).strip()[:_LONGEST] for name in names})
        outcome = await _decided(request, sent)
    skip = str(request.query_params.get("skip", ""))
    place = int(skip) if _NUMBER.fullmatch(skip) else 0
    guard: Guard = request.app.state.guard
    live: Live = request.app.state.live
    body = await run_sync(_page, shown_in, ReviewDesk(live.now(), live.settings), place, {
        "guard": guard, "outcome": outcome,
    })  # fmt: skip
    headers = {"cache-control": "no-store", "content-language": shown_in.lang}
    status = outcome.status if outcome else HTTPStatus.OK
    return Response(body, status_code=status, headers=headers, media_type=HTML)


async def _decided(request: PageRequest, sent: Sent) -> Outcome:
    """Write a verdict down, or take one back, if who sent it may."""
    guard: Guard = request.app.state.guard
    refusal = guard.refusal(request.headers, sent.token)
    if refusal is not None:
        return Outcome(STATUSES[refusal], f"trusted_{refusal}")
    live: Live = request.app.state.live
    desk = ReviewDesk(live.now(), live.settings)
    try:
        return await run_sync(_written, desk, sent)
    except ValueError as wrong:
        return Outcome(HTTPStatus.UNPROCESSABLE_ENTITY, "review_refused", 0, str(wrong))


def _written(desk: ReviewDesk, sent: Sent) -> Outcome:
    if sent.undo:
        number = int(sent.undo) if _NUMBER.fullmatch(sent.undo) else 0
        desk.undo(number)
        return Outcome(HTTPStatus.OK, "review_undone", number)
    verdict = next((one for one in _VERDICTS if one == sent.verdict), None)
    if verdict is None:
        raise ValueError(f"verdict {sent.verdict!r}: expected {', '.join(_VERDICTS)}")
    proposed = {frozenset((pair.left, pair.right)): pair for pair in desk.proposals()}
    pair = proposed.get(frozenset((sent.left, sent.right)))
    reasons = tuple(one.text.in_("en") for one in pair.reasons) if pair else ()
    score = pair.score if pair else None
    line, change = desk.judge(sent.left, sent.right, verdict, reasons, score)
    return Outcome(HTTPStatus.OK, "review_kept", line.number, "; ".join(change.without))


def _page(shown_in: Page, desk: ReviewDesk, place: int, told: dict[str, Any]) -> bytes:
    pairs = desk.proposals()
    pair = pairs[place] if place < len(pairs) else None
    sides = tuple(desk.side(id_) or {} for id_ in (pair.left, pair.right)) if pair else ()
    return shown_in.html(
        "review.html",
        **told, place=place, total=len(pairs), pair=pair, sides=sides, verdicts=_VERDICTS,
        rows=[_shown(row, sides) for row in compare(*sides)] if pair else [],
        most=_LINKS, sources=[list(islice(cited(side), _SOURCES)) for side in sides],
    ).encode()  # fmt: skip


def _shown(row: Row, sides: tuple[Document, ...]) -> dict[str, Any]:
    """A property of both sides: its values as labels in three languages or as they stand."""
    cells = []
    for side, facts in zip(sides, (row.left, row.right), strict=True):
        labels = schema().labels(row.prop, str(side["kind"]))
        values = []
        for fact in facts[:_VALUES]:
            known = labels.get(fact["value"])
            values.append(fact["label"] or (known.table() if known else None) or fact["value"])
        cells.append({"values": values, "more": len(facts) - len(values)})
    return {"prop": row.prop, "lang": row.lang, "mark": row.mark, "cells": cells}
