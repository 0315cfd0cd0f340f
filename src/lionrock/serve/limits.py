"""Limits around the whole application: nobody can make it hold much, or wait long.

What a handler refuses in its own words (a text that is too long) stays below these; they are for
what no reader sends: floods of headers, endless addresses, bodies that trickle.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Message, Receive, Send], Awaitable[None]]

_SAID = {
    408: "The request took too long to arrive; send it again, whole.",
    413: "The body is too large; send at most 1 MiB.",
    414: "The address is too long; use a shorter query.",
    431: "The headers are too many or too large.",
}


class Limits(msgspec.Struct, frozen=True):
    """Bytes of the address, number and bytes of headers, bytes of the body and seconds in which
    all of it must have arrived."""

    address: int = 65_536  # a parameter that is too long is answered by name, below this
    headers: int = 100
    header_bytes: int = 32_768
    body: int = 4 << 20
    seconds: float = 15.0


class Limited:
    """An ASGI application within limits; answers 408, 413, 414 or 431 in its stead."""

    def __init__(self, application: Asgi, limits: Limits | None = None) -> None:
        self._application, self._limits = application, limits or Limits()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        refused = self._refused(scope)
        if refused is not None:
            await _answer(send, refused)
            return
        if scope["method"] in ("GET", "HEAD", "OPTIONS"):  # nobody reads what these may carry
            await self._application(scope, receive, send)
            return
        body = _Body(receive, send, self._limits)
        try:
            await self._application(scope, body.receive, body.send)
        except Exception:
            if body.fault is None:
                raise
        if body.fault is not None and not body.begun:
            await _answer(send, body.fault)

    def _refused(self, scope: Message) -> int | None:
        limits, headers = self._limits, scope["headers"]
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > limits.address:
            return 414
        size = 0
        declared = 0
        for name, value in headers:
            size += len(name) + len(value)
            if name == b"content-length" and value.isdigit():
                declared = int(value[:20])
        if len(headers) > limits.headers or size > limits.header_bytes:
            return 431
        return 413 if declared > limits.body else None


class _Body:
    """The body of one request as it arrives; once a limit is passed the application hears that
    the client is gone, and says nothing more."""

    def __init__(self, receive: Receive, send: Send, limits: Limits) -> None:
        self._receive, self._send, self._limits = receive, send, limits
        self._left = limits.body
        self._until: float | None = None
        self._whole = False
        self.fault: int | None = None
        self.begun = False

    async def receive(self) -> Message:
        """The next piece; http.disconnect once a limit is passed."""
        if self._whole:
            return await self._receive()
        clock = asyncio.get_running_loop()
        if self._until is None:
            self._until = clock.time() + self._limits.seconds
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            return self._gone(408)
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            return self._gone(413)
        self._whole = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    def _gone(self, fault: int) -> Message:
        self.fault = self.fault or fault
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Pass an answer on, unless it answers a request that never arrived."""
        if self.fault is None:
            self.begun = True
            await self._send(message)


async def _answer(send: Send, status: int) -> None:
    body = _SAID[status].encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
