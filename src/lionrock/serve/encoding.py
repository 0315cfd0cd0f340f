"""Content codings (RFC 9110, 8.4): large answers go as br, zstd or gzip, as the client likes.

An answer with a tag is packed once and kept packed. Each coding of an answer is a representation
of its own, so its tag is its own too (`"….br"`), and the same tag is compared with what a client
says it has. What is smaller than a packet goes as it is.
"""

import sys
import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import brotli
from anyio.to_thread import run_sync

from lionrock.serve.kept import Packed
from lionrock.serve.limits import Asgi, Message, Receive, Send

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CODINGS = ("br", "zstd", "gzip")
"""Those known, the one preferred first where a client likes several as much."""

LEAST = 1_024  # bytes: below it the answer is one packet, packed or not
_MOST = 16 << 20  # bytes; nothing larger is answered from memory
_APART = 64 << 10  # bytes from which on packing leaves the loop to others
_LONGEST = 512  # characters of an Accept-Encoding that is read
_SUFFIX = {"br": "br", "zstd": "zst", "gzip": "gz"}
_PACKABLE = ("text/", "application/json", "application/problem+json", "application/javascript",
             "application/xml", "application/atom+xml", "application/feed+json",
             "application/ld+json", "image/svg+xml")  # fmt: skip
_BARE = frozenset((204, 206, 304))
_WHOLE = 200


def chosen(accepted: str) -> str | None:
    """The coding that a client likes best (RFC 9110, 12.5.3); None: as it is.

    An explicit weight of `identity` is held against the others'; where nothing is acceptable the
    answer goes as it is, which the RFC prefers to none.
    """
    return _chosen(accepted) if len(accepted) <= _LONGEST else None


@lru_cache(maxsize=256)
def _chosen(accepted: str) -> str | None:
    weights: dict[str, float] = {}
    for item in accepted.lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        weights.setdefault({"x-gzip": "gzip"}.get(name, name), _weight(parameters))
    rest = weights.get("*", 0.0)
    best = max(CODINGS, key=lambda coding: weights.get(coding, rest))
    liked = weights.get(best, rest)
    return best if liked > 0 and liked >= weights.get("identity", 0.0) else None


def _weight(parameters: list[str]) -> float:
    """The weight that is written; of one that cannot be read none, so that it is not chosen."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0
    return 1.0


def packed(coding: str, body: bytes, kept: bool) -> bytes:
    """A body in a coding; harder pressed when it is `kept` than when it is sent but once."""
    if coding == "br":
        return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=5 if kept else 4))
    if coding == "zstd":
        return zstd.compress(body, 9 if kept else 3)
    press = zlib.compressobj(6, zlib.DEFLATED, 31)
    return press.compress(body) + press.flush()


class Encoded:
    """An ASGI application whose answers are packed as each client accepts."""

    def __init__(self, app: Asgi, kept: Packed) -> None:
        self._app, self._kept = app, kept

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request; one that accepts no coding is passed on as it is."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        coding, known = None, ""
        for name, value in scope["headers"]:
            if name == b"accept-encoding":
                coding = chosen(value.decode("latin-1"))
            elif name == b"if-none-match":
                known = value.decode("latin-1")
        if coding is None:
            await self._app(scope, receive, send)
            return
        answer = _Answer(send, coding, self._kept)
        asked = scope
        if scope["method"] in ("GET", "HEAD"):
            # Asked for the whole answer, without what the client has: only its body tells whether
            # it is packed, and with that its tag.
            answer.known, answer.bodiless = known, scope["method"] == "HEAD"
            left = [pair for pair in scope["headers"] if pair[0] != b"if-none-match"]
            asked = {**scope, "method": "GET", "headers": left}
        await self._app(asked, receive, answer.send)


class _Answer:
    """An answer on its way: held until its body is whole, then packed, tagged and sent."""

    def __init__(self, send: Send, coding: str, kept: Packed) -> None:
        self._send, self._coding, self._kept = send, coding, kept
        self._start: Message | None = None
        self._body = bytearray()
        self.known, self.bodiless = "", False

    async def send(self, message: Message) -> None:
        """Take the next part of the answer."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        start = self._start
        if start is None:  # passed on already: too large to be held
            await self._send({**message, "body": b""} if self.bodiless else message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body", False) and len(self._body) <= _MOST:
            return
        self._start = None
        if message.get("more_body", False):
            await self._send(start)
            body = b"" if self.bodiless else bytes(self._body)
            await self._send({**message, "body": body})
            return
        await self._whole(start, bytes(self._body))

    async def _whole(self, start: Message, body: bytes) -> None:
        headers = {name.lower(): value for name, value in start["headers"]}
        packs = _is_worth_it(start["status"], headers, len(body))
        tag = headers.get(b"etag", b"").decode("latin-1")
        own = _own(tag, self._coding) if packs else tag
        changed = {b"etag": own.encode("latin-1")} if own else {}
        if packs:
            changed |= {b"vary": _varied(headers.get(b"vary", b"")),
                        b"content-encoding": self._coding.encode()}  # fmt: skip
        if start["status"] == _WHOLE and own and matches(self.known, own):
            for name in (b"content-length", b"content-type", b"content-encoding"):
                changed.pop(name, None)
            await self._pass({**start, "status": 304}, changed, b"", bodiless=True)
            return
        if packs:
            body = await self._packed(tag, body)
        changed[b"content-length"] = str(len(body)).encode()
        await self._pass(start, changed, body, bodiless=self.bodiless)

    async def _packed(self, tag: str, body: bytes) -> bytes:
        coding, key = self._coding, (tag, len(body), self._coding)
        found = self._kept.get(key) if tag else None
        if found is None:
            press: Callable[..., bytes] = packed
            whole = (coding, body, bool(tag))
            found = await run_sync(press, *whole) if len(body) > _APART else press(*whole)
            if tag:
                self._kept.keep(key, found)
        return found

    async def _pass(
        self, start: Message, changed: dict[bytes, bytes], body: bytes, *, bodiless: bool
    ) -> None:
        dropped = {*changed}
        if start["status"] == 304:
            dropped |= {b"content-length", b"content-type"}
        kept: list[Any] = [p for p in start["headers"] if p[0].lower() not in dropped]
        await self._send({**start, "headers": [*kept, *changed.items()]})
        await self._send({"type": "http.response.body", "body": b"" if bodiless else body})


def matches(known: str, tag: str) -> bool:
    """Whether an If-None-Match header names `tag`; comparison is weak (RFC 9110, 13.1.2)."""
    if not known:
        return False
    tags = [one.strip().removeprefix("W/") for one in known.split(",")]
    return tag.removeprefix("W/") in tags or tags == ["*"]


def _is_worth_it(status: int, headers: dict[bytes, bytes], size: int) -> bool:
    if status in _BARE or size < LEAST or b"content-encoding" in headers:
        return False
    return headers.get(b"content-type", b"").decode("latin-1").lower().startswith(_PACKABLE)


def _own(tag: str, coding: str) -> str:
    return f'{tag[:-1]}.{_SUFFIX[coding]}"' if tag.endswith('"') else ""


def _varied(vary: bytes) -> bytes:
    """A Vary header that names Accept-Encoding too."""
    if b"accept-encoding" in vary.lower():
        return vary
    return b", ".join((vary, b"Accept-Encoding")) if vary else b"Accept-Encoding"
