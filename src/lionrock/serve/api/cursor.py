"""Cursors: where the next part of a list begins. Opaque to whoever holds one.

Two sorts. Of a list that is sorted by what never changes (ids, keys, the pages of the memory) a
cursor names the last thing that was given, and holds in every later build: what came or went
meanwhile moves nothing else. Of a list that is sorted by what a build computes (scores, counts) it
names the build, and is gone with it: 410, which says where to begin again. A cursor of another
question, or one that was never given, names nothing: 404.
"""

import base64
import binascii
import hashlib
from http import HTTPStatus
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

import msgspec
from litestar.params import QueryParameter

from lionrock.answer.observatory import Observatory
from lionrock.serve.api.reply import ApiRequest, Wrong

MAX_ROW = 1_000_000
_VERSION, _CHECK, _LONGEST = 1, 4, 2_000
_ASIDE = frozenset(("cursor", "limit", "offset"))

Position = tuple[str | int, ...]
Cursor = Annotated[
    str | None,
    QueryParameter(
        min_length=1,
        max_length=_LONGEST,
        description="`next` of the answer before, with the same filters; `offset` is not heeded "
        "then. 410 when the list has a new order since: begin again without it.",
    ),
]


class Turn(msgspec.Struct, frozen=True):
    """Where a request wants a list to begin."""

    offset: int
    cursor: str | None


def turn_of(
    offset: Annotated[int, QueryParameter(ge=0, le=MAX_ROW, description="Skip this many.")] = 0,
    cursor: Cursor = None,
) -> Turn:
    """Read where the request wants the list to begin."""
    return Turn(offset, cursor)


class _Held(msgspec.Struct, frozen=True, array_like=True):
    version: int
    question: bytes
    build: str
    position: Position


def begin(request: ApiRequest, now: Observatory, turn: Turn) -> int:
    """How many to skip of a list whose order is the build's own; Wrong for a cursor of another."""
    if turn.cursor is None:
        return turn.offset
    held = _read(request, turn.cursor)
    if held.build != now.build_id:
        raise gone(request, f"it is of the build {held.build[:80]}, and {now.build_id} is served")
    match held.position:
        case (int(offset),) if 0 <= offset <= MAX_ROW:
            return offset
    raise _none()


def onward(request: ApiRequest, now: Observatory, reached: int, total: int) -> str | None:
    """The cursor after `reached` of `total`, of a list whose order is the build's own."""
    return _write(request, now.build_id, (reached,)) if reached < min(total, MAX_ROW) else None


def last_given(request: ApiRequest, cursor: str | None) -> Position | None:
    """What was given last, of a list sorted by what never changes; None at its beginning."""
    return None if cursor is None else _read(request, cursor).position


def after(request: ApiRequest, position: Position) -> str:
    """The cursor after a thing, of a list sorted by what never changes."""
    return _write(request, "", position)


def gone(request: ApiRequest, why: str) -> Wrong:
    """Says that a cursor's list is no more, and where it begins now."""
    left = [(k, v) for k, v in _asked(request) if k not in ("cursor", "offset")]
    address = request.scope["path"] + (f"?{urlencode(left)}" if left else "")
    detail = f"the list that this cursor goes through is gone: {why}; begin again at {address}"
    return Wrong(HTTPStatus.GONE, detail, "cursor")


def _none() -> Wrong:
    detail = "no list here has this cursor; take `next` of an answer with the same filters"
    return Wrong(HTTPStatus.NOT_FOUND, detail, "cursor")


def _asked(request: ApiRequest) -> list[tuple[str, str]]:
    return parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)


def _question(request: ApiRequest) -> bytes:
    """A digest of what is asked, how much at a time left aside."""
    left = sorted(pair for pair in _asked(request) if pair[0] not in _ASIDE)
    asked = msgspec.msgpack.encode((request.scope["path"], left))
    return hashlib.blake2s(asked, digest_size=6).digest()


def _write(request: ApiRequest, build: str, position: Position) -> str:
    body = msgspec.msgpack.encode(_Held(_VERSION, _question(request), build, position))
    return base64.urlsafe_b64encode(_check(body) + body).decode().rstrip("=")


def _read(request: ApiRequest, cursor: str) -> _Held:
    try:
        packed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True)
        held = msgspec.msgpack.decode(packed[_CHECK:], type=_Held)
    except (binascii.Error, ValueError):
        raise _none() from None
    is_whole = packed[:_CHECK] == _check(packed[_CHECK:]) and held.version == _VERSION
    if not is_whole or held.question != _question(request):
        raise _none()
    return held


def _check(body: bytes) -> bytes:
    """Tells a cursor that was cut short or mistyped; it guards no secret."""
    return hashlib.blake2s(body, digest_size=_CHECK).digest()
